import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tries of hooks: when each began, how long it took, and how it ended; the newest twenty of a run.
///
/// A run that succeeded at once has none here: its own row tells it all.
package struct HookAttemptTable {
    /// How many tries of one run are kept.
    package static let most = 20

    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// How a try ended.
    package enum Outcome: String, Sendable, Codable {
        case succeeded, failed
    }

    /// One try.
    package struct Stored: Sendable {
        package let event: Event.ID
        package let hook: String
        package let attempt: Int
        package let startedAt: Date
        package let finishedAt: Date
        package let outcome: Outcome
        package let error: String?
    }

    /// Writes how a try ended that its run says has begun, and forgets the ones that are too old.
    package func record(_ run: HookRunTable.Stored, succeeded: Bool, error: String?, at instant: Date) throws {
        try connection.execute(
            """
            INSERT INTO hook_attempt (tenant, event_id, hook, attempt, started_at, finished_at, outcome, error)
            SELECT tenant, event_id, hook, $4, COALESCE(begun_at, created_at), $5, $6, $7 FROM hook_run
            WHERE tenant = $1 AND event_id = $2 AND hook = $3
            ON CONFLICT DO NOTHING
            """,
            run.tenant, run.event.rawValue, run.hook, run.attempts, instant.millisecondsSince1970,
            (succeeded ? Outcome.succeeded : Outcome.failed).rawValue, error)
        guard run.attempts > Self.most else { return }
        try connection.execute(
            "DELETE FROM hook_attempt WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND attempt <= $4",
            run.tenant, run.event.rawValue, run.hook, run.attempts - Self.most)
    }

    /// The tries of one run, in order.
    package func list(event: Event.ID, hook: String, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM hook_attempt WHERE tenant = $1 AND event_id = $2 AND hook = $3 ORDER BY attempt",
            tenant, event.rawValue, hook
        ).map {
            Stored(
                event: try $0.identifier("event_id"), hook: try $0.text("hook"), attempt: try $0.int("attempt"),
                startedAt: try $0.date("started_at"), finishedAt: try $0.date("finished_at"),
                outcome: try $0.word("outcome"), error: try $0.optionalText("error"))
        }
    }
}

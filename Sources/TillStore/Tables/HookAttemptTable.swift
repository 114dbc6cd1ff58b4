import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Each try of a hook: when it began, how long it took, and how it ended; the newest twenty of a run.
package struct HookAttemptTable {
    /// How many tries of one run are kept.
    package static let most = 20

    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// How a try ended.
    package enum Outcome: String, Sendable, Codable {
        case running, succeeded, failed
    }

    /// One try.
    package struct Stored: Sendable {
        package let event: Event.ID
        package let hook: String
        package let attempt: Int
        package let startedAt: Date
        /// Nil while it runs.
        package let finishedAt: Date?
        package let outcome: Outcome
        package let error: String?
    }

    /// Writes that a try began, and forgets the ones that are too old.
    package func begin(event: Event.ID, hook: String, attempt: Int, tenant: String, at instant: Date) throws {
        try connection.execute(
            """
            INSERT INTO hook_attempt (tenant, event_id, hook, attempt, started_at, outcome)
            VALUES ($1, $2, $3, $4, $5, 'running') ON CONFLICT DO NOTHING
            """,
            tenant, event.rawValue, hook, attempt, instant.millisecondsSince1970)
        guard attempt > Self.most else { return }
        try connection.execute(
            "DELETE FROM hook_attempt WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND attempt <= $4",
            tenant, event.rawValue, hook, attempt - Self.most)
    }

    /// Writes how a try ended.
    package func end(
        event: Event.ID, hook: String, attempt: Int, tenant: String, succeeded: Bool, error: String?, at instant: Date
    ) throws {
        try connection.execute(
            """
            UPDATE hook_attempt SET finished_at = $5, outcome = $6, error = $7
            WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND attempt = $4
            """,
            tenant, event.rawValue, hook, attempt, instant.millisecondsSince1970,
            (succeeded ? Outcome.succeeded : Outcome.failed).rawValue, error)
    }

    /// The tries of one run, in order.
    package func list(event: Event.ID, hook: String, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM hook_attempt WHERE tenant = $1 AND event_id = $2 AND hook = $3 ORDER BY attempt",
            tenant, event.rawValue, hook
        ).map {
            Stored(
                event: try $0.identifier("event_id"), hook: try $0.text("hook"), attempt: try $0.int("attempt"),
                startedAt: try $0.date("started_at"), finishedAt: try $0.optionalDate("finished_at"),
                outcome: try $0.word("outcome"), error: try $0.optionalText("error"))
        }
    }
}

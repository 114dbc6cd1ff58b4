import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How often a transactional hook failed for an event: kept apart, since what failed undid everything else.
package struct HookFailureTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// What is known of a hook's failures.
    package struct Stored: Sendable {
        package let attempts: Int
        package let error: String
    }

    package func find(event: Event.ID, hook: String, tenant: String) throws -> Stored? {
        try connection.first(
            "SELECT attempts, error FROM hook_failure WHERE tenant = $1 AND event_id = $2 AND hook = $3", tenant,
            event.rawValue, hook
        ).map { Stored(attempts: try $0.int("attempts"), error: try $0.text("error")) }
    }

    /// Counts a failure, or as many as it stands for.
    package func record(
        event: Event.ID, hook: String, tenant: String, error: String, counting count: Int = 1, at instant: Date
    ) throws {
        try connection.execute(
            """
            INSERT INTO hook_failure (tenant, event_id, hook, attempts, error, failed_at)
            VALUES ($1, $2, $3, $6, $4, $5)
            ON CONFLICT (tenant, event_id, hook) DO UPDATE SET attempts = hook_failure.attempts + $6,
                error = excluded.error, failed_at = excluded.failed_at
            """,
            tenant, event.rawValue, hook, error, instant.millisecondsSince1970, count)
    }

    /// Forgets a hook's failures, once its run is written.
    package func forget(event: Event.ID, hook: String, tenant: String) throws {
        try connection.execute(
            "DELETE FROM hook_failure WHERE tenant = $1 AND event_id = $2 AND hook = $3", tenant, event.rawValue, hook)
    }
}

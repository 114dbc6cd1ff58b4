import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How much work waits, and whether the database takes a write.
package struct HealthProbe {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Writes one row that says when it was last asked.
    package func touch(at now: Date) throws {
        try connection.execute(
            """
            INSERT INTO health_probe (id, probed_at) VALUES (1, $1)
            ON CONFLICT (id) DO UPDATE SET probed_at = excluded.probed_at
            """,
            now.millisecondsSince1970)
    }

    /// Messages that are not finished, and that never will be.
    package func inbox(tenant: String, mode: Mode, at now: Date) throws -> WorkCounts {
        try counts("inbox", tenant, mode, at: now)
    }

    /// Hook runs that are not finished, and that never will be.
    package func hooks(tenant: String, mode: Mode, at now: Date) throws -> WorkCounts {
        try counts("hook_run", tenant, mode, at: now)
    }

    private func counts(_ table: String, _ tenant: String, _ mode: Mode, at now: Date) throws -> WorkCounts {
        let unfinished = try connection.first(
            """
            SELECT COUNT(*) AS count, MIN(next_at) AS oldest FROM \(table)
            WHERE tenant = $1 AND mode = $2 AND next_at IS NOT NULL
            """,
            tenant, mode.rawValue)
        let dead = try connection.first(
            "SELECT COUNT(*) AS count FROM \(table) WHERE tenant = $1 AND mode = $2 AND status = 'dead'", tenant,
            mode.rawValue)
        let oldest = try unfinished?.optionalInteger("oldest")
        return WorkCounts(
            unfinished: try unfinished?.int("count") ?? 0, dead: try dead?.int("count") ?? 0,
            oldestDueSeconds: oldest.map { max(0, (now.millisecondsSince1970 - $0) / 1000) })
    }
}

/// How much work of one kind waits.
package struct WorkCounts: Sendable {
    /// Rows that are still to be done.
    package let unfinished: Int
    /// Rows that were given up, and wait for a person.
    package let dead: Int
    /// For how many seconds the oldest of the unfinished is overdue; nil when there is none.
    package let oldestDueSeconds: Int64?
}

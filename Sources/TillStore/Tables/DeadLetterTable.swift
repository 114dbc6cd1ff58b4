import TillModel

/// Rows that were given up, by the reason that they keep.
package struct DeadLetterTable {
    private let connection: any SQLConnection
    private let tenant: String
    private let mode: Mode

    package init(_ connection: any SQLConnection, tenant: String, mode: Mode) {
        self.connection = connection
        self.tenant = tenant
        self.mode = mode
    }

    /// Dead messages, oldest first.
    ///
    /// - `codes`: What their reasons begin with; empty takes them all.
    package func messages(codes: [String], limit: Int) throws -> [InboxTable.Stored] {
        let rows = try connection.rows(
            """
            SELECT id FROM inbox WHERE tenant = $1 AND mode = $2 AND status = 'dead'\(Self.condition(codes, "reason"))
            ORDER BY id LIMIT $3
            """,
            [tenant, mode.rawValue, limit] + codes.map { "\($0):%" })
        return try rows.compactMap {
            try InboxTable(connection).find(try $0.text("id"), tenant: tenant, mode: mode)
        }
    }

    /// Dead runs of hooks, oldest first.
    ///
    /// - `codes`: What their errors begin with; empty takes them all.
    package func hookRuns(codes: [String], limit: Int) throws -> [HookRunTable.Stored] {
        let rows = try connection.rows(
            """
            SELECT event_id, hook FROM hook_run
            WHERE tenant = $1 AND mode = $2 AND status = 'dead'\(Self.condition(codes, "error"))
            ORDER BY created_at, event_id, hook LIMIT $3
            """,
            [tenant, mode.rawValue, limit] + codes.map { "\($0):%" })
        return try rows.compactMap { row in
            let event: Event.ID = try row.identifier("event_id")
            return try HookRunTable(connection).find(
                event: event, hook: try row.text("hook"), tenant: tenant, mode: mode)
        }
    }

    private static func condition(_ codes: [String], _ column: String) -> String {
        guard !codes.isEmpty else { return "" }
        let alternatives = codes.indices.map { "\(column) LIKE $\($0 + 4)" }
        return " AND (\(alternatives.joined(separator: " OR ")))"
    }
}

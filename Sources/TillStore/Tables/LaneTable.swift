import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whose turn it is to work on an entity: one row for each entity that has unfinished messages.
///
///     (no row) ──message stored──▶ free, due at next_at ──claimed──▶ leased until next_at ──nothing left──▶ (no row)
///                                          ▲                             │
///                                          └──something is due later─────┤
///                                            or the lease ran out ◀──────┘
///
/// Whoever claims a lane gets it under a token drawn for the claim. Every transaction that works on the lane proves
/// first that the token is still the row's, so a worker that lost its lease writes nothing.
package struct LaneTable {
    private let connection: any SQLConnection
    private let tenant: String
    private let mode: Mode

    package init(_ connection: any SQLConnection, tenant: String, mode: Mode) {
        self.connection = connection
        self.tenant = tenant
        self.mode = mode
    }

    /// Makes a lane due at an instant, or earlier when it was due earlier.
    ///
    /// One that somebody works on stays theirs: they look for what came in between before they let go of it.
    package func enter(_ lane: String, at instant: Date) throws {
        try enter([lane: instant])
    }

    private static let entries = RowBatch.statements(
        shared: 2, own: 2, row: { "($1, $2, $\($0), $\($0 + 1))" },
        { rows in
            """
            INSERT INTO lane (tenant, mode, id, next_at) VALUES \(rows)
            ON CONFLICT (tenant, mode, id) DO UPDATE SET next_at =
                CASE WHEN lane.token IS NULL AND excluded.next_at < lane.next_at
                THEN excluded.next_at ELSE lane.next_at END
            """
        })

    /// Makes lanes due as ``enter(_:at:)`` does each.
    ///
    /// - `lanes`: When each is due.
    package func enter(_ lanes: [String: Date]) throws {
        // In one order, so that two who enter the same lanes do not wait for each other crosswise.
        for part in RowBatch.parts(lanes.sorted { $0.key < $1.key }) {
            guard let statement = Self.entries[part.count] else { continue }
            var values: [any SQLConvertible] = [tenant, mode.rawValue]
            for (lane, instant) in part {
                values.append(lane)
                values.append(instant.millisecondsSince1970)
            }
            try connection.execute(statement, values)
        }
    }

    /// Whether there is a lane whose time has come.
    package func isAnyDue(at now: Date) throws -> Bool {
        try connection.first(
            "SELECT id FROM lane WHERE tenant = $1 AND mode = $2 AND next_at <= $3 LIMIT 1", tenant, mode.rawValue,
            now.millisecondsSince1970) != nil
    }

    /// Takes lanes whose time has come, or whose holder gave no sign of life, for as long as the lease lasts.
    package func claim(_ token: String, at now: Date, until end: Date, limit: Int) throws -> [String] {
        try connection.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT id AS due_id FROM lane WHERE tenant = $1 AND mode = $2 AND next_at <= $3
                ORDER BY next_at LIMIT $6\(connection.dialect.skippingLockedRows))
            UPDATE lane SET token = $4, next_at = $5 FROM due
            WHERE tenant = $1 AND mode = $2 AND id = due.due_id
            RETURNING id
            """,
            tenant, mode.rawValue, now.millisecondsSince1970, token, end.millisecondsSince1970, limit
        ).map { try $0.text("id") }
    }

    /// Proves that a lane is still the token's, and extends its lease; false when it was lost.
    package func hold(_ lane: String, _ token: String, until end: Date) throws -> Bool {
        try connection.execute(
            "UPDATE lane SET next_at = $5 WHERE tenant = $1 AND mode = $2 AND id = $3 AND token = $4",
            tenant, mode.rawValue, lane, token, end.millisecondsSince1970) == 1
    }

    /// Lets go of a lane; false when it was lost.
    package func leave(_ lane: String, _ token: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM lane WHERE tenant = $1 AND mode = $2 AND id = $3 AND token = $4",
            tenant, mode.rawValue, lane, token) == 1
    }

    /// Frees every lane that somebody holds, when nobody else can be holding one; returns how many there were.
    package func freeAll(at now: Date) throws -> Int {
        try connection.execute(
            "UPDATE lane SET token = NULL, next_at = $3 WHERE tenant = $1 AND mode = $2 AND token IS NOT NULL",
            tenant, mode.rawValue, now.millisecondsSince1970)
    }
}

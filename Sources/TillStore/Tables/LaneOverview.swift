import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows who works on what: the lanes that have unfinished messages, and how many.
package struct LaneOverview {
    private let connection: any SQLConnection
    private let tenant: String
    private let mode: Mode

    package init(_ connection: any SQLConnection, tenant: String, mode: Mode) {
        self.connection = connection
        self.tenant = tenant
        self.mode = mode
    }

    /// A lane as it is now.
    package struct Shown: Sendable {
        package let name: String
        /// Whose claim it is; nil when nobody works on it.
        package let token: String?
        /// While somebody works on it, when it is given up for lost; otherwise when it is due.
        package let nextAt: Date
        /// How many messages are unfinished in it.
        package let unfinished: Int
        /// When the oldest of them arrived; nil when there is none.
        package let oldestAt: Date?
    }

    /// The lanes that are due first, first.
    package func list(limit: Int) throws -> [Shown] {
        try connection.rows(
            "\(Self.selection) WHERE lane.tenant = $1 AND lane.mode = $2 ORDER BY lane.next_at, lane.id LIMIT $3",
            tenant, mode.rawValue, limit
        ).map(shown)
    }

    /// The lane of that name; nil when nothing is unfinished in it.
    package func find(_ name: String) throws -> Shown? {
        try connection.first(
            "\(Self.selection) WHERE lane.tenant = $1 AND lane.mode = $2 AND lane.id = $3", tenant, mode.rawValue, name
        ).map(shown)
    }

    private static let selection = """
        SELECT lane.id, lane.token, lane.next_at,
            (SELECT COUNT(*) FROM inbox WHERE inbox.tenant = lane.tenant AND inbox.mode = lane.mode
                AND inbox.lane = lane.id AND inbox.next_at IS NOT NULL) AS unfinished,
            (SELECT MIN(received_at) FROM inbox WHERE inbox.tenant = lane.tenant AND inbox.mode = lane.mode
                AND inbox.lane = lane.id AND inbox.next_at IS NOT NULL) AS oldest_at
        FROM lane
        """

    private func shown(_ row: SQLRow) throws -> Shown {
        Shown(
            name: try row.text("id"), token: try row.optionalText("token"), nextAt: try row.date("next_at"),
            unfinished: try row.int("unfinished"), oldestAt: try row.optionalDate("oldest_at"))
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is not as it was pushed to the providers, each difference once, and when they were looked at.
package struct DriftTable {
    private let connection: any SQLConnection
    private let tenant: String
    private let mode: Mode

    package init(_ connection: any SQLConnection, tenant: String, mode: Mode) {
        self.connection = connection
        self.tenant = tenant
        self.mode = mode
    }

    /// A difference that is there until a look no longer finds it.
    package struct Stored: Sendable, Hashable {
        /// What tells it from every other.
        package let finding: String
        package let provider: String
        /// The event that told of it.
        package let event: Event.ID

        package init(finding: String, provider: String, event: Event.ID) {
            self.finding = finding
            self.provider = provider
            self.event = event
        }
    }

    // MARK: - Turns

    /// Whether nobody has looked since an instant.
    package func isDue(since instant: Date, at now: Date) throws -> Bool {
        guard let last = try lastLook() else { return true }
        // A look of the future was written by a clock that was wrong.
        return last <= instant || last > now
    }

    /// Takes the turn to look; false when somebody has looked since an instant.
    package func begin(since instant: Date, at now: Date) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO catalog_look (tenant, mode, looked_at) VALUES ($1, $2, $3)
            ON CONFLICT (tenant, mode) DO UPDATE SET looked_at = excluded.looked_at
            WHERE catalog_look.looked_at <= $4 OR catalog_look.looked_at > excluded.looked_at
            """,
            tenant, mode.rawValue, now.millisecondsSince1970, instant.millisecondsSince1970) == 1
    }

    /// When somebody looked last; nil when nobody ever did.
    package func lastLook() throws -> Date? {
        try connection.first(
            "SELECT looked_at FROM catalog_look WHERE tenant = $1 AND mode = $2", tenant, mode.rawValue
        )?.date("looked_at")
    }

    // MARK: - Differences

    /// Every difference that is known.
    ///
    /// Whoever compares with them holds them first, so that what one finds no other finds meanwhile.
    package func list() throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM catalog_drift WHERE tenant = $1 AND mode = $2 ORDER BY finding", tenant, mode.rawValue
        ).map { row in
            Stored(
                finding: try row.text("finding"), provider: try row.text("provider"),
                event: try row.identifier("event_id"))
        }
    }

    package func hold() throws { try HeldTable(connection).hold("catalog drift \(tenant) \(mode)") }

    package func insert(_ found: Stored, at instant: Date) throws {
        try connection.execute(
            """
            INSERT INTO catalog_drift (tenant, mode, finding, provider, event_id, found_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            tenant, mode.rawValue, found.finding, found.provider, found.event.rawValue,
            instant.millisecondsSince1970)
    }

    /// Forgets a difference that is gone.
    package func remove(_ finding: String) throws {
        try connection.execute(
            "DELETE FROM catalog_drift WHERE tenant = $1 AND mode = $2 AND finding = $3", tenant, mode.rawValue,
            finding)
    }

    package func count() throws -> Int {
        try connection.first(
            "SELECT COUNT(*) AS count FROM catalog_drift WHERE tenant = $1 AND mode = $2", tenant, mode.rawValue
        )?.int("count") ?? 0
    }
}

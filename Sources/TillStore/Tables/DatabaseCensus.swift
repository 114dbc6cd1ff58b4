/// What a database is and holds, whatever the version of its tables.
package struct DatabaseCensus: Sendable {
    /// How many rows of a table have a status.
    package struct Count: Sendable {
        package let table: String
        /// Nil for a table whose rows have none.
        package let status: String?
        package let rows: Int
    }

    /// The database's name and version.
    package let product: String
    /// The version of the tables; 0 when there are none.
    package let schemaVersion: Int64
    /// The version that this program has.
    package let newestVersion: Int64
    package let bytes: Int64
    /// In the order of the tables, then of the statuses.
    package let counts: [Count]
    /// When the oldest work that is not finished is due, in milliseconds since 1970; nil when there is none.
    package let oldestDue: Int64?

    /// The tables that are counted, and whether their rows have a status.
    private static let tables: [(name: String, hasStatus: Bool)] = [
        ("orders", true), ("payment", true), ("refund", true), ("subscription", true), ("operation", true),
        ("inbox", true), ("event", false), ("hook_run", true),
    ]

    /// Tables whose `next_at` says when something is to be done.
    private static let work = ["inbox", "hook_run"]

    /// Counts everything on one snapshot.
    package static func take(_ connection: any SQLConnection) throws -> DatabaseCensus {
        let dialect = connection.dialect
        let version = try connection.first(dialect.askingVersion)?.text("version") ?? ""
        var counts: [Count] = []
        for table in tables where try isThere(table.name, connection) {
            counts += try count(table.name, hasStatus: table.hasStatus, connection)
        }
        let due = try work.filter { try isThere($0, connection) }.compactMap { table in
            try connection.first("SELECT MIN(next_at) AS due FROM \(table) WHERE next_at IS NOT NULL")?
                .optionalInteger("due")
        }
        return DatabaseCensus(
            product: "\(dialect.name) \(version.prefix { $0 != " " })",
            schemaVersion: try Migrator.version(connection), newestVersion: Migrator.newest,
            bytes: try connection.first(dialect.askingSize)?.integer("size") ?? 0, counts: counts, oldestDue: due.min())
    }

    /// The newest version of the tables that this program knows.
    package static var newestVersion: Int64 { Migrator.newest }

    /// Whether there are tables of Till's.
    package static func hasTables(_ connection: any SQLConnection) throws -> Bool {
        try isThere("schema_version", connection)
    }

    /// Removes every table of Till's, and the team's own, which begin with `app_`.
    package static func dropTables(_ connection: any SQLConnection) throws {
        let begin = "CREATE TABLE "
        let ours = Migrator.migrations.flatMap { $0.statements(connection.dialect) }.filter { $0.hasPrefix(begin) }
            .map { $0.dropFirst(begin.count).prefix { $0.isLetter || $0.isNumber || $0 == "_" } }
        let known = Set(ours + ["schema_version"])
        let there = try connection.rows(connection.dialect.listingTables).map { try $0.text("name") }
        for name in there where known.contains(name[...]) || name.hasPrefix("app_") {
            try connection.execute("DROP TABLE \"\(name.replacing("\"", with: "\"\""))\"")
        }
    }

    /// The schema of a PostgreSQL database that the tables are in.
    package static func schema(_ connection: any SQLConnection) throws -> String {
        try connection.first("SELECT current_schema() AS name")?.text("name") ?? ""
    }

    /// Whether no server uses the tables of a PostgreSQL database; none begins to before the transaction ends then.
    package static func isFree(_ connection: any SQLConnection) throws -> Bool {
        let row = try connection.first(
            """
            SELECT pg_try_advisory_xact_lock(hashtextextended('till-serving:' || current_schema(), 0)) AS is_free
            """)
        return try row?.bool("is_free") ?? false
    }

    private static func isThere(_ table: String, _ connection: any SQLConnection) throws -> Bool {
        try connection.first(connection.dialect.findingTable, table) != nil
    }

    private static func count(
        _ table: String, hasStatus: Bool, _ connection: any SQLConnection
    ) throws -> [Count] {
        let sql =
            hasStatus
            ? "SELECT status, COUNT(*) AS count FROM \(table) GROUP BY status ORDER BY status"
            : "SELECT NULL AS status, COUNT(*) AS count FROM \(table)"
        return try connection.rows(sql).map { row in
            Count(table: table, status: try row.optionalText("status"), rows: try row.int("count"))
        }
    }
}

import TillModel

/// One step of the schema's history.
///
/// Never changed once released.
struct Migration: Sendable {
    let version: Int64
    /// Statements in order, given what differs between the databases.
    let statements: @Sendable (SQLDialect) -> [String]
}

/// Brings the tables up to date, one version after another, inside the caller's transaction.
enum Migrator {
    static let migrations: [Migration] = [
        .createTables, .createLanes, .operations, .hooks, .orderStory, .hookBeginnings, .catalogDrift, .syncLease,
    ]

    /// The version that a database of this program has.
    static var newest: Int64 { migrations.map(\.version).max() ?? 0 }

    /// The version of the tables; 0 when there are none.
    static func version(_ connection: any SQLConnection) throws -> Int64 {
        guard try connection.first(connection.dialect.findingTable, "schema_version") != nil else { return 0 }
        let row = try connection.first("SELECT MAX(version) AS version FROM schema_version")
        return try row?.optionalInteger("version") ?? 0
    }

    /// Refuses tables of another version, for whoever may not change them.
    ///
    /// - `name`: What to call the database.
    static func check(_ connection: any SQLConnection, name: String) throws {
        let version = try version(connection)
        guard version == newest else {
            throw StoreError(
                .unknownVersion,
                "\(name) has schema version \(version), this program \(newest); "
                    + (version < newest ? "start the server of this program once" : "use the server's own program"))
        }
    }

    /// Makes the tables, or brings them up to date; the caller sees to it that nobody else does so meanwhile.
    static func migrate(_ connection: any SQLConnection, failpoints: Failpoints = .none) throws {
        let version = try version(connection)
        guard version <= newest else {
            throw StoreError(
                .unknownVersion,
                "the database has schema version \(version), this program knows up to \(newest); use a newer program")
        }
        if version == 0 {
            try connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)")
        }
        for migration in migrations where migration.version > version {
            for statement in migration.statements(connection.dialect) {
                try connection.execute(statement)
                failpoints.reachedInTransaction(.migrationStatement)
            }
            try connection.execute("INSERT INTO schema_version (version) VALUES ($1)", migration.version)
        }
    }
}

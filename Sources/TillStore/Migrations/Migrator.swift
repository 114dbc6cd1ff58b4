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
    static let migrations: [Migration] = [.createTables, .createLanes]

    /// Refuses tables of another version, for whoever may not change them.
    static func check(_ connection: any SQLConnection, path: String) throws {
        let table = try connection.first("SELECT name FROM sqlite_master WHERE name = 'schema_version'")
        let row = try table == nil ? nil : connection.first("SELECT MAX(version) AS version FROM schema_version")
        let version = try row?.optionalInteger("version") ?? 0
        let newest = migrations.map(\.version).max() ?? 0
        guard version == newest else {
            throw StoreError(
                .unknownVersion,
                "\(path) has schema version \(version), this program \(newest); "
                    + (version < newest ? "start the server of this program once" : "use the server's own program"))
        }
    }

    static func migrate(_ connection: any SQLConnection, failpoints: Failpoints = .none) throws {
        try connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)")
        let current = try connection.first("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version")
        let version = try current?.integer("version") ?? 0
        let newest = migrations.map(\.version).max() ?? 0
        guard version <= newest else {
            throw StoreError(
                .unknownVersion,
                "the database has schema version \(version), this program knows up to \(newest); use a newer program")
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

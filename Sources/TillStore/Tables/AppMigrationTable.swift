import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which steps of the team's own tables have run.
package struct AppMigrationTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// The digest of each step that has run, by its name.
    package func applied() throws -> [String: String] {
        var digests: [String: String] = [:]
        for row in try connection.rows("SELECT name, digest FROM app_migration") {
            digests[try row.text("name")] = try row.text("digest")
        }
        return digests
    }

    /// Records a step that has run.
    package func insert(_ name: String, digest: String, at instant: Date) throws {
        try connection.execute(
            """
            INSERT INTO app_migration (name, position, digest, applied_at)
            SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3 FROM app_migration
            """,
            name, digest, instant.millisecondsSince1970)
    }
}

import ArgumentParser
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog db status`: what the database is and holds.
struct DatabaseStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "The database's kind, version, size and rows by status.",
        discussion: "Reads tables of any version. Counts the rows of every mode.")

    @OptionGroup var options: StoreOptions

    /// The database on the wire.
    private struct Answer: Encodable {
        struct Count: Encodable {
            let table: String
            let status: String?
            let rows: Int
        }

        let database: String
        let address: String
        let schemaVersion: Int64
        let newestSchemaVersion: Int64
        let bytes: Int64
        let oldestDueAt: String?
        let tables: [Count]
    }

    func run() async throws {
        let settings = try await options.settings()
        let address = try settings.database(mode: try options.chosenMode(settings))
        let (database, _) = try await options.openDatabase(.anyVersion)
        let census = try await database.store.read(DatabaseCensus.take)
        try await database.close()
        let due = census.oldestDue.map { Date(millisecondsSince1970: $0).rfc3339 }
        if options.json {
            let answer = Answer(
                database: census.product, address: address.masked, schemaVersion: census.schemaVersion,
                newestSchemaVersion: census.newestVersion, bytes: census.bytes, oldestDueAt: due,
                tables: census.counts.map { Answer.Count(table: $0.table, status: $0.status, rows: $0.rows) })
            return try Output.json("db status", ["database": answer])
        }
        Output.standardOutput(
            """
            database    \(census.product)  \(address.masked)
            schema      \(Self.words(census))
            size        \(census.bytes / 1024) KiB
            oldest due  \(due ?? "nothing is to be done")


            """
                + TextTable.render(
                    ["TABLE", "STATUS", "ROWS"], census.counts.map { [$0.table, $0.status ?? "-", "\($0.rows)"] }))
    }

    private static func words(_ census: DatabaseCensus) -> String {
        switch census.schemaVersion {
        case 0: "no tables; `catalog db migrate` or the server's start makes them"
        case census.newestVersion: "\(census.schemaVersion), the newest"
        case ..<census.newestVersion:
            "\(census.schemaVersion) of \(census.newestVersion); `catalog db migrate` or the server's start brings it up to date"
        default: "\(census.schemaVersion), newer than this program's \(census.newestVersion)"
        }
    }
}

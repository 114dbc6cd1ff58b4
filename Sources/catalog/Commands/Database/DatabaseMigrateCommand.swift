import ArgumentParser
import TillModel
import TillStore

/// `catalog db migrate`: makes the tables or brings them up to date, as the server's start does.
struct DatabaseMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Make the tables, or bring them up to date.",
        discussion: """
            The server does the same when it starts; this is for those who want it done before. Back up first: an \
            older program refuses the tables afterwards. A SQLite file must not be in use.

            Exit status: 0 up to date, 8 a server uses the file.
            """)

    @OptionGroup var options: StoreOptions

    func run() async throws {
        let settings = try await options.settings()
        let mode = try options.chosenMode(settings)
        let database = try await Bootstrap.openDatabase(
            settings, mode: mode, access: .serving, logger: try Bootstrap.logger(settings))
        let census = try await database.store.read(DatabaseCensus.take)
        try await database.close()
        if options.json {
            try Output.json("db migrate", ["schemaVersion": census.schemaVersion])
        } else {
            Output.standardOutput("the tables have version \(census.schemaVersion), the newest\n")
        }
    }
}

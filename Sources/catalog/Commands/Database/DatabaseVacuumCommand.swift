import ArgumentParser
import TillModel
import TillStore

/// `catalog db vacuum`: gives back the room that removed rows left.
struct DatabaseVacuumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum", abstract: "Give back the room that removed rows left.",
        discussion: """
            A SQLite file must not be in use; it needs as much room again while it is written anew. PostgreSQL does \
            this by itself most of the time, and servers go on meanwhile.

            Exit status: 0 done, 8 a server uses the file.
            """)

    @OptionGroup var options: StoreOptions

    func run() async throws {
        let settings = try await options.settings()
        let mode = try options.chosenMode(settings)
        let address = try settings.database(mode: mode)
        if case .sqlite(let path) = address {
            try StoreOptions.requireFile(path)
            let lock = try ServerLock(databasePath: path)
            try SQLiteFile.vacuum(path)
            withExtendedLifetime(lock) {}
        } else {
            let (database, _) = try await options.openDatabase(.anyVersion)
            try await database.vacuum()
            try await database.close()
        }
        if options.json {
            try Output.json("db vacuum", ["database": address.masked])
        } else {
            Output.standardOutput("\(address.masked) is as small as it can be\n")
        }
    }
}

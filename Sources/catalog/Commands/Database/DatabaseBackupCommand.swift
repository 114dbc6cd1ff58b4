import ArgumentParser
import TillModel
import TillStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `catalog db backup`: a copy of the database in one file.
struct DatabaseBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database into one file, while the server runs or not.",
        discussion: """
            SQLite: a database file, checked before it gets its name. PostgreSQL: an archive that pg_dump makes of \
            Till's schema, for pg_restore; pg_dump must be installed, at least as new as the server.

            The file appears when it is whole, and only its own user may read it: it holds buyers' addresses and the \
            secret that signs their links.

            Exit status: 0 done, 6 the file is there and --force was not given, 7 the database or pg_dump failed.
            """)

    @OptionGroup var options: StoreOptions
    @Flag(help: "Write over a file that is there.") var force = false
    @Argument(help: "The file to make.") var file: String

    func run() async throws {
        guard force || access(file, F_OK) != 0 else {
            throw CommandFailure(.blocked, "\(file) is there; name another, or say --force to write over it.")
        }
        let settings = try await options.settings()
        let mode = try options.chosenMode(settings)
        switch try settings.database(mode: mode) {
        case .sqlite(let path):
            try StoreOptions.requireFile(path)
            try SQLiteFile.copy(path, to: file)
        case .postgreSQL(let url):
            let (database, _) = try await options.openDatabase(.anyVersion)
            let schema = try await database.store.read(DatabaseCensus.schema)
            try await database.close()
            try PostgreSQLArchive(url: url).dump(schema, to: file)
        }
        if options.json {
            try Output.json("db backup", ["file": file])
        } else {
            Output.standardOutput("backed up into \(file)\n")
        }
    }
}

import ArgumentParser
import TillModel
import TillStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `catalog db restore`: a backup in the database's place.
struct DatabaseRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the database's place; the server must be stopped.",
        discussion: """
            Takes what `catalog db backup` made, of the same kind of database and of this program's version or an \
            older one. With --force, what is there now is lost.

            Afterwards let the provider send again what it sent since the backup; what is known is dropped.

            Exit status: 0 done, 3 the file is no backup that can be used, 6 there is a database and --force was not \
            given, 7 the database or pg_restore failed, 8 a server uses the database.
            """)

    @OptionGroup var options: StoreOptions
    @Flag(help: "Replace the database that is there.") var force = false
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        guard access(file, R_OK) == 0 else { throw CommandFailure(.usage, "\(file) cannot be read.") }
        let settings = try await options.settings()
        switch try settings.database(mode: try options.chosenMode(settings)) {
        case .sqlite(let path): try restore(path)
        case .postgreSQL(let url): try await restore(PostgreSQLArchive(url: url))
        }
        if options.json {
            try Output.json("db restore", ["file": file])
        } else {
            Output.standardOutput("restored from \(file)\n")
        }
    }

    private func restore(_ path: String) throws {
        let lock = try ServerLock(databasePath: path)
        let version: Int64
        do {
            version = try SQLiteFile.checkedVersion(file)
        } catch let error as StoreError {
            throw CommandFailure(.invalid, error.description)
        }
        guard (1...DatabaseCensus.newestVersion).contains(version) else {
            throw CommandFailure(
                .invalid,
                version == 0
                    ? "\(file) is a SQLite file, but not one of Till's."
                    : "\(file) has schema version \(version), this program knows up to "
                        + "\(DatabaseCensus.newestVersion); use a newer program.")
        }
        try Self.refuseOverwriting(access(path, F_OK) == 0, path, force)
        // Beside it first, so that a disk that is full loses nothing.
        let beside = "\(path).restored"
        try SQLiteFile.copy(file, to: beside)
        try SQLiteFile.remove(path)
        guard rename(beside, path) == 0 else {
            throw CommandFailure(.internalError, "\(beside) is the database, but cannot be named \(path).")
        }
        withExtendedLifetime(lock) {}
    }

    private func restore(_ archive: PostgreSQLArchive) async throws {
        try archive.check(file)
        let (database, _) = try await options.openDatabase(.anyVersion)
        let force = force
        try await database.store.write { connection in
            guard try DatabaseCensus.isFree(connection) else {
                throw CommandFailure(.locked, "a server uses the database; stop it first.")
            }
            try Self.refuseOverwriting(try DatabaseCensus.hasTables(connection), "the database", force)
            try DatabaseCensus.dropTables(connection)
        }
        try await database.close()
        try archive.restore(file)
    }

    private static func refuseOverwriting(_ isThere: Bool, _ name: String, _ force: Bool) throws(CommandFailure) {
        guard force || !isThere else {
            throw CommandFailure(.blocked, "\(name) holds data already; say --force to lose that and restore.")
        }
    }
}

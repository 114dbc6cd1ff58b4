import ArgumentParser
import TillModel
import TillStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What every command takes that looks into the database.
struct StoreOptions: ParsableArguments {
    @Option(help: "dev, test or live (TILL_ENV); dev looks where `catalog dev` keeps its orders.")
    var env: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The database and the mode to look at; beside a running server this reads what it wrote.
    ///
    /// - `forWriting`: Whether the command changes something.
    func open(forWriting: Bool = false) async throws -> (store: any Store, mode: Mode) {
        let (database, mode) = try await openDatabase(forWriting ? .writing : .reading)
        return (database.store, mode)
    }

    /// The database and the mode to look at, for a command that needs more of it than its rows.
    func openDatabase(_ access: StoreAccess) async throws -> (database: OpenDatabase, mode: Mode) {
        let settings = try await settings()
        let mode = try chosenMode(settings)
        if case .sqlite(let path) = try settings.database(mode: mode) { try Self.requireFile(path) }
        let logger = try Bootstrap.logger(settings)
        return (try await Bootstrap.openDatabase(settings, mode: mode, access: access, logger: logger), mode)
    }

    /// The settings, with the mode that the command names.
    func settings() async throws -> Settings { try await Settings.read(overriding: ["TILL_ENV": env]) }

    /// Which orders are meant; a command has no fallback for it.
    func chosenMode(_ settings: Settings) throws(CommandFailure) -> Mode {
        guard settings.isGiven("TILL_ENV") else {
            throw CommandFailure(.usage, "say which orders are meant: --env dev, test or live (or set TILL_ENV).")
        }
        return try settings.mode()
    }

    /// Refuses a file that is not there: a command never makes one.
    static func requireFile(_ path: String) throws(CommandFailure) {
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(
                .usage, "there is no database at \(path); run this where the server runs, or set DATABASE_URL.")
        }
    }
}

/// What every command takes that lists something.
struct ListOptions: ParsableArguments {
    @Option(help: "How many at most, from 1 to 1000.")
    var limit = 50

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
    }
}

/// Words that stand for statuses on the command line.
enum StatusWords {
    /// - Throws: With every word that there is, when this is none of them.
    static func parse<Word: RawRepresentable & CaseIterable>(
        _ text: String?, as type: Word.Type
    ) throws(CommandFailure) -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "'\(text)' is not a status; there are \(words).")
        }
        return word
    }
}

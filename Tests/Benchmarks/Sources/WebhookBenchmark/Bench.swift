import Foundation
import Logging
import NIOCore
import TillStore

/// What both measurements need: a folder, a database, servers on it.
struct Bench {
    let options: BenchmarkOptions
    /// Grows with every run, so that no run repeats an event of another.
    let run = UInt64(Date().timeIntervalSince1970 * 1_000) &* 4_096
    private let firstPort = 10_000 + Int(getpid()) * 16 % 20_000

    init(_ options: BenchmarkOptions) { self.options = options }

    var databaseName: String { options.postgres == nil ? "SQLite" : "PostgreSQL" }

    /// The file of a SQLite database, kept when it has old rows.
    var path: String {
        options.rows > 0 ? "\(options.folder)/rows-\(options.rows).db" : "\(options.folder)/fresh-\(getpid()).db"
    }

    /// As `DATABASE_URL` says it.
    private var url: String { options.postgres ?? "sqlite:\(path)" }

    /// Opens the database; as a server does when it is to have its tables.
    func open(_ access: StoreAccess) async throws -> OpenDatabase {
        guard let address = DatabaseAddress(url) else { throw ServerProcess.Failure("\(url) is no database") }
        let settings = OpenDatabase.Settings(
            connections: 4, isLive: false, random: { Double.random(in: 0..<1) }, logger: Logger(label: "benchmark"))
        return try await OpenDatabase(address, settings, access: access)
    }

    /// Makes the old rows that are asked for, unless an earlier run left them.
    func prepare() async throws {
        removeFresh()
        guard options.rows > 0 else { return }
        guard options.postgres != nil else { return try OldSQLiteRows(path: path).make(options.rows) }
        let database = try await open(.serving)
        try await OldPostgreSQLRows(store: database.store).make(options.rows)
        try await database.close()
    }

    func removeFresh() {
        guard options.rows == 0 else { return }
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
    }

    func startPlain() async throws -> ServerProcess {
        try await ServerProcess([options.plain, "\(firstPort)"], port: firstPort, folder: options.folder)
    }

    /// - `provider`: Where Stripe is said to be. Nothing of it is needed for taking webhooks.
    func startCatalog(provider: String = "http://127.0.0.1:9") async throws -> ServerProcess {
        try await ServerProcess(
            [options.catalog, "serve", "--port", "\(firstPort + 1)"], port: firstPort + 1, folder: options.folder,
            environment: [
                "TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_of_the_benchmark", "STRIPE_BASE_URL": provider,
                "STRIPE_WEBHOOK_SECRET": StripeEvents.secret, "DATABASE_URL": url,
            ])
    }

    /// Sends for a while and says what came of it, and how busy others kept the machine meanwhile.
    func load(
        _ server: ServerProcess, _ events: sending StripeEvents, connections: Int, pace: Load.Pace, warmUp: Int = 2,
        seconds: Int? = nil, most: Int? = nil, whileFull: (() -> Void)? = nil
    ) async throws -> (outcome: Load.Outcome, machine: String) {
        let serverBefore = server.processorSeconds
        let ownBefore = MachineLoad.processorSeconds(of: "self")
        let machine = MachineLoad { server.processorSeconds + MachineLoad.processorSeconds(of: "self") }
        let generator = LoadGenerator(port: server.port)
        let outcome = try await generator.run(
            events, connections: connections, pace: pace, warmUp: warmUp, seconds: seconds ?? options.seconds,
            most: most, whileFull: whileFull)
        let others = machine.others()
        try await generator.shutDown()
        if !outcome.others.isEmpty { Text.line("  answers that are not 200: \(outcome.others)") }
        let served = (server.processorSeconds - serverBefore) / Double(max(1, outcome.sent)) * 1e6
        let own = (MachineLoad.processorSeconds(of: "self") - ownBefore) / Double(max(1, outcome.sent)) * 1e6
        return (
            outcome,
            "\(Text.grouped(served)) µs of processor each, generator \(Text.grouped(own)); "
                + "others \(Text.tenths(others)) processors"
        )
    }

    func unrelated(_ part: UInt64) -> StripeEvents {
        StripeEvents.unrelated(template: options.template, run: run &+ part &* 4_000_000)
    }
}

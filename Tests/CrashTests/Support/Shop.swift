import Crypto
import Synchronization
import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder with a catalog and a database, a sandbox beside it, and a server that is started, killed and started again.
final class Shop: Sendable {
    /// An order as its buyer knows it.
    struct Placed: Sendable, Hashable {
        let order: String
        let session: String
    }

    let folder: String
    let database: TestDatabase
    let stripe: PlayedStripe
    let port: Int
    private let environment: [String: String]
    private let servers = Mutex<[CatalogProcess]>([])

    static let secret = "whsec_of_the_tests_of_crashes"
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private init(folder: String, database: TestDatabase, stripe: PlayedStripe, port: Int) {
        self.folder = folder
        self.database = database
        self.stripe = stripe
        self.port = port
        environment = [
            "TILL_ENV": "test", "TILL_PORT": "\(port)", "DATABASE_URL": Self.text(of: database.address),
            "STRIPE_BASE_URL": stripe.url, "STRIPE_SECRET_KEY": stripe.key, "STRIPE_WEBHOOK_SECRET": Self.secret,
            "TILL_CHECKOUTS_PER_MINUTE": "1000000", "TILL_LOG_FORMAT": "json",
        ]
    }

    /// What `DATABASE_URL` says of an address.
    private static func text(of address: DatabaseAddress) -> String {
        switch address {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgreSQL(let url): url
        }
    }

    /// Opens a shop on an empty database, and ends whatever of it still runs.
    static func open(_ kind: DatabaseKind, _ body: (Shop) async throws -> Void) async throws {
        try await TestDatabase.with(kind) { database in try await open(on: database, body) }
    }

    /// Opens a shop on a database that is somebody else's to remove.
    static func open(on database: TestDatabase, _ body: (Shop) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "till-crash-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            at: repository.appending(path: "products.yaml"), to: URL(filePath: "\(folder)/products.yaml"))
        let stripe = try await PlayedStripe.start(in: folder, port: try await TestPorts.next())
        let shop = Shop(folder: folder, database: database, stripe: stripe, port: try await TestPorts.next())
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(shop))
        } catch {
            outcome = .failure(error)
        }
        for process in shop.servers.withLock({ $0 }) + [stripe.process] {
            try await process.kill()
        }
        try outcome.get()
    }

    // MARK: - The server

    /// Starts the server without waiting until it takes requests.
    func start(failpoint: String? = nil, with more: [String: String] = [:]) throws -> CatalogProcess {
        let number = servers.withLock { $0.count + 1 }
        var environment = environment.merging(more) { $1 }
        environment["TILL_FAILPOINT"] = failpoint
        let server = try CatalogProcess.start(
            ["serve"], environment: environment, in: folder, log: "server-\(number)")
        servers.withLock { $0.append(server) }
        return server
    }

    /// Starts the server and waits until it takes requests.
    func serve(failpoint: String? = nil, with more: [String: String] = [:]) async throws -> CatalogProcess {
        let server = try start(failpoint: failpoint, with: more)
        try await server.until { $0.error.contains("\"message\":\"Serving\"") }
        return server
    }

    /// What all its servers have logged, in the order of their starts.
    var logs: [String] { servers.withLock { $0 }.map(\.error) }

    /// How often the sample hook began its work for an order.
    func published(_ order: String) -> Int {
        logs.joined().split(separator: "\n").count { $0.contains("Publishing 1 job posting(s)") && $0.contains(order) }
    }

    // MARK: - Buyers and the provider

    func ask(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async -> HTTP.Answer? {
        await HTTP.ask(method, "http://127.0.0.1:\(port)\(path)", headers: headers, body: body)
    }

    /// Asks for a checkout of one thing; nil when the server was gone before it answered.
    func askForCheckout(of product: String = "job_posting", key: String? = nil) async -> HTTP.Answer? {
        var headers = ["Content-Type": "application/json"]
        headers["Idempotency-Key"] = key
        return await ask(
            "POST", "/api/checkout", headers: headers, body: #"{"items":[{"product":"\#(product)"}]}"#)
    }

    /// What a checkout's answer names.
    static func placed(_ answer: HTTP.Answer?) throws -> Placed {
        let answer = try #require(answer, "the server is gone")
        let order = try #require(answer.body.firstMatch(of: /ord_[0-9a-z]{26}/), "\(answer.body)").0
        let session = try #require(answer.body.firstMatch(of: /cs_test_[0-9A-Za-z]+/), "\(answer.body)").0
        return Placed(order: String(order), session: String(session))
    }

    func checkOut(_ product: String = "job_posting") async throws -> Placed {
        try Self.placed(await askForCheckout(of: product))
    }

    /// Places an order and pays it at the sandbox; nobody has told the server yet.
    func placePaidOrder() async throws -> (placed: Placed, events: [PlayedStripe.Event]) {
        let before = try await stripe.events().last
        let placed = try await checkOut()
        try await stripe.pay(placed.session)
        return (placed, try await stripe.events(after: before))
    }

    /// The header with which Stripe signs an event at an instant.
    static func signature(of event: PlayedStripe.Event, at instant: Date) -> String {
        let seconds = Int(instant.timeIntervalSince1970)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).\(event.body)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "t=\(seconds),v1=\(hex)"
    }

    /// Tells the server of an event, signed as Stripe signs; the answer's status, or nil when the server was gone.
    func tell(_ event: PlayedStripe.Event) async -> Int? {
        await ask(
            "POST", "/api/webhooks/stripe", headers: ["Stripe-Signature": Self.signature(of: event, at: Date())],
            body: event.body
        )?.status
    }

    // MARK: - What is on disk

    /// What the database says, whether a server runs or not.
    func rows(_ sql: String, access: StoreAccess = .reading) async throws -> [SQLRow] {
        try await database.withStore(access: access) { store in try await store.read { try $0.rows(sql) } }
    }

    /// Changes the database beside a server, or in its absence.
    func change(_ statements: String...) async throws {
        try await database.withStore(access: .writing) { store in
            try await store.write { connection in
                for sql in statements { try connection.execute(sql) }
            }
        }
    }

    /// The tables that are there, in a database of any version.
    func tables() async throws -> [String] {
        let sql =
            switch database.kind {
            case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'"
            case .postgreSQL:
                "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()"
            }
        return try await rows(sql, access: .anyVersion).map { try $0.text("name") }
    }

    /// Lets the minutes pass after which nobody believes any more that a dead server is at its work.
    func leasesRunOut() async throws {
        try await change(
            "UPDATE lane SET next_at = 0 WHERE token IS NOT NULL",
            "UPDATE hook_run SET next_at = 0 WHERE status = 'running'",
            "UPDATE operation SET next_at = 0 WHERE token IS NOT NULL",
            "UPDATE idempotency SET lease_until = 0 WHERE response IS NULL")
    }

    /// The same where other servers may be at the work of a dead one; a server alone on its database takes it up by
    /// itself.
    func leasesRunOutIfShared() async throws {
        guard database.kind == .postgreSQL else { return }
        try await untilUnserved()
        try await leasesRunOut()
    }

    /// Waits until the database has seen the end of every server that was killed.
    ///
    /// PostgreSQL still carries out what a dead server had sent, so a lease of its may be written after its death.
    func untilUnserved() async throws {
        guard database.kind == .postgreSQL else { return }
        try await database.withStore(access: .writing) { store in
            while true {
                let isUnserved = try await store.write { try DatabaseCensus.isFree($0) }
                if isUnserved { return }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    func count(_ table: String, where condition: String = "1 = 1") async throws -> Int {
        try await rows("SELECT COUNT(*) AS n FROM \(table) WHERE \(condition)").first?.int("n") ?? 0
    }

    /// Checks how many rows of a table are as a condition says.
    func expect(
        _ expected: Int, _ table: String, where condition: String = "1 = 1",
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await count(table, where: condition)
        #expect(found == expected, "\(table) where \(condition)", sourceLocation: sourceLocation)
    }

    /// Waits until every message and every hook run is finished.
    func untilSettled() async throws {
        try await until(0, "inbox", where: "status NOT IN ('applied', 'ignored', 'dead')")
        try await until(0, "hook_run", where: "status NOT IN ('succeeded', 'dead')")
    }

    /// Waits until so many rows of a table are as a condition says.
    func until(_ expected: Int, _ table: String, where condition: String) async throws {
        // Opened once: opening costs more than looking.
        try await database.withStore(access: .reading) { store in
            while true {
                let rows = try await store.read { try $0.rows("SELECT COUNT(*) AS n FROM \(table) WHERE \(condition)") }
                guard try rows.first?.int("n") != expected else { return }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Checks that an order was paid once: every record there, each once, in order.
    func expectPaidOnce(
        _ placed: Placed, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let order = "'\(placed.order)'"
        let status = try await rows("SELECT status FROM orders WHERE id = \(order)").map { try $0.text("status") }
        #expect(status == ["paid"], sourceLocation: sourceLocation)
        #expect(try await count("payment", where: "order_id = \(order)") == 1, sourceLocation: sourceLocation)
        let events = try await rows("SELECT kind, sequence FROM event WHERE order_id = \(order) ORDER BY sequence")
        #expect(
            try events.map { try $0.text("kind") }.sorted() == [
                "checkout.completed", "order.paid", "payment.succeeded",
            ],
            sourceLocation: sourceLocation)
        #expect(try events.map { try $0.int("sequence") } == [1, 2, 3], sourceLocation: sourceLocation)
        let runs = try await rows("SELECT status FROM hook_run WHERE order_id = \(order)")
        #expect(try runs.map { try $0.text("status") } == ["succeeded"], sourceLocation: sourceLocation)
        #expect(
            try await count("inbox", where: "status NOT IN ('applied', 'ignored')") == 0,
            sourceLocation: sourceLocation)
    }
}

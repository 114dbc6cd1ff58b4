import AsyncHTTPClient
import Crypto
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing
import Till
import TillModel
import TillSandbox
import TillStore
import TillTesting

@testable import TillEngine
@testable import TillProviders
@testable import TillServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A whole shop with real parts: the server, the engine, SQLite in a folder of its own, the Stripe adapter, and the
/// sandbox at the other end of real HTTP.
///
/// Only the clock is the test's.
struct TestShop: Sendable {
    let url: String
    let sandboxURL: String
    let store: SQLiteStore
    let clock: ManualClock
    let webhookSecret: String
    let secretKey: String
    /// What is sold now; ``Options/catalog`` at first.
    let current: CurrentCatalog
    /// The engine; there as long as the server runs.
    private(set) var engine: Engine?
    /// Another engine on the same database and account, over a store of the test's.
    private(set) var engineOver: (@Sendable (any Store) throws -> Engine)?
    /// The engine's; there as long as the server runs.
    var exchange: CatalogExchange? { engine?.exchange }
    /// The engine's; there as long as the server runs.
    var requeue: DeadLetterRequeue? { engine?.requeue }

    static let account = ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .dev)
    static let apiKey = "an-operators-key-of-some-length"

    /// The day on which the tests' shop quotes.
    static let today: CalendarDate = {
        guard let day = CalendarDate("2026-06-15") else { preconditionFailure("a day of the calendar") }
        return day
    }()

    /// What the tests' shop sells.
    static let catalog = Catalog(
        products: [
            Product(
                key: "job_posting", name: "Job posting", details: "A 30-day <listing>", type: "job_posting",
                prices: [
                    Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd), Money(minorUnits: 9_000, .eur)])
                ],
                duration: CalendarDuration(30, .day), upsells: ["email_blast"], badge: "Popular"),
            Product(
                key: "email_blast", name: "E-mail blast",
                prices: [Price(key: "default", amounts: [Money(minorUnits: 4_900, .usd)])]),
            Product(
                key: "pro", name: "Pro",
                prices: [
                    Price(
                        key: "monthly", amounts: [Money(minorUnits: 2_900, .usd)], interval: BillingInterval(.month)),
                    Price(
                        key: "trial", amounts: [Money(minorUnits: 2_900, .usd)], interval: BillingInterval(.month),
                        trial: Trial(days: 14)),
                ]),
            Product(
                key: "gone", name: "Gone", prices: [Price(key: "default", amounts: [Money(minorUnits: 100, .usd)])],
                isEnabled: false),
        ],
        defaultProvider: .stripe, providers: [.stripe], contentHash: "hash-of-the-catalog")

    /// How a test's shop differs from the ordinary one.
    struct Options: Sendable {
        var catalog = TestShop.catalog
        var webhookSecret: String?
        var checkoutsPerMinute = 100_000
        var reservedBytes: Int64 = 0
        /// A program between the adapter and the sandbox, given the sandbox's address; returns its own.
        var between: (@Sendable (String) async throws -> String)?
        var setUp: @Sendable (inout Setup) -> Void = { _ in }
    }

    /// Runs a shop around a test.
    static func run(_ options: Options = Options(), _ body: (TestShop) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-shop-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(path: "\(folder)/till.db")
        try await run(options, store: store, body)
        try store.close()
    }

    private static func run(
        _ options: Options, store: SQLiteStore, _ body: (TestShop) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let identifiers = DrawnIdentifiers()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let secrets = SandboxSecrets.draw(identifiers)
        let port = try await TestPorts.next()
        let sandboxReady = AsyncStream<Int>.makeStream()
        let sandbox = try Sandbox(
            configuration: SandboxConfiguration(
                port: 0, stripeSecretKey: secrets.stripeSecretKey,
                stripeWebhookEndpoints: [
                    SandboxConfiguration.WebhookEndpoint(
                        url: "http://127.0.0.1:\(port)/api/webhooks/stripe", secret: secrets.stripeWebhookSecret)
                ]),
            clock: clock, identifiers: identifiers, logger: logger
        ) { sandboxReady.continuation.yield($0) }
        try await running([sandbox], logger: logger, onEnd: { sandboxReady.continuation.finish() }) {
            let sandboxURL = "http://127.0.0.1:\(try await first(sandboxReady.stream))"
            var shop = TestShop(
                url: "http://localhost:\(port)", sandboxURL: sandboxURL, store: store, clock: clock,
                webhookSecret: options.webhookSecret ?? secrets.stripeWebhookSecret,
                secretKey: secrets.stripeSecretKey,
                current: CurrentCatalog(
                    LoadedCatalog(catalog: options.catalog, source: "products.yaml", loadedAt: clock.now())))
            let baseURL = try await options.between?(sandboxURL) ?? sandboxURL
            let ready = AsyncStream<Int>.makeStream()
            let bare = shop
            let engineOver: @Sendable (any Store) throws -> Engine = {
                try bare.engine(options, over: $0, baseURL: baseURL, identifiers: identifiers, logger: logger)
            }
            var setup = Setup()
            options.setUp(&setup)
            try await TeamMigrator(store: store, clock: clock).migrate(setup.migrations)
            let engine = try engineOver(store)
            shop.engine = engine
            shop.engineOver = engineOver
            let services = try TillApplication(
                engine: engine,
                settings: ServerSettings(
                    host: "127.0.0.1", port: port, publicURL: shop.url, mode: .dev, apiKey: Self.apiKey,
                    checkoutsPerMinute: options.checkoutsPerMinute, version: "test"),
                clock: clock, identifiers: identifiers, logger: logger
            ).services { ready.continuation.yield($0) }
            let whole = shop
            try await running(services, logger: logger, onEnd: { ready.continuation.finish() }) {
                _ = try await first(ready.stream)
                try await body(whole)
            }
        }
    }

    private func engine(
        _ options: Options, over store: any Store, baseURL: String, identifiers: any IdentifierSource, logger: Logger
    ) throws -> Engine {
        var providers = ProviderRegistry()
        providers.add(
            StripeProvider(
                configuration: try StripeConfiguration(
                    secretKey: secretKey, webhookSecrets: webhookSecret.isEmpty ? [] : [webhookSecret],
                    baseURL: baseURL, mode: .dev),
                sold: { [current] in
                    let loaded = current.loaded
                    return (loaded.catalog, loaded.remoteIDs)
                },
                transport: AsyncHTTPTransport(client: HTTPClient.shared),
                backoff: Backoff(random: { 0 }, sleep: { _ in }), clock: clock, logger: logger),
            for: Self.account)
        var setup = Setup()
        options.setUp(&setup)
        return Engine(
            Engine.Parts(
                store: store, providers: providers, catalog: current, setup: setup,
                links: OrderLinks(secret: "a secret of the test's own"),
                addresses: ReturnAddresses(ownOrigin: url, allowedOrigins: ["https://app.example"]),
                tenant: "default", mode: .dev, clock: clock, day: { _, _ in Self.today },
                identifiers: identifiers, logger: logger, reservedBytes: options.reservedBytes))
    }

    private static func running(
        _ services: [any Service], logger: Logger, onEnd: @escaping @Sendable () -> Void,
        _ body: () async throws -> Void
    ) async throws {
        let group = ServiceGroup(services: services, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                // A service that could not start would leave the body waiting for it.
                defer { onEnd() }
                do {
                    try await group.run()
                } catch {
                    Issue.record(error)
                    throw error
                }
            }
            do {
                try await body()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func first(_ stream: AsyncStream<Int>) async throws -> Int {
        for await value in stream { return value }
        throw CancellationError()
    }

    private struct DrawnIdentifiers: IdentifierSource {
        func bits() -> (UInt64, UInt64) { (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max)) }
    }
}

// MARK: - Selling something else

extension TestShop {
    /// Sells from another catalog, as a server does that has read its file again.
    func sell(
        _ catalog: Catalog, remoteIDs: RemoteIDs = RemoteIDs(), refused: [String: SellingRefusal] = [:]
    ) {
        exchange?.take(
            LoadedCatalog(
                catalog: catalog, remoteIDs: remoteIDs, refused: [.stripe: refused], source: "products.yaml",
                loadedAt: clock.now()))
    }
}

// MARK: - Asking

extension TestShop {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: String

        /// A field of the JSON body, by its path: `error.code`.
        subscript(path: String) -> String? {
            guard var value = try? JSONDecoder().decode(JSON.self, from: Data(body.utf8)) else { return nil }
            for key in path.split(separator: ".") {
                guard let next = value[String(key)] else { return nil }
                value = next
            }
            return value.text
        }
    }

    func ask(
        _ method: HTTPMethod, _ path: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : url + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let answer = try await Self.client.execute(request, timeout: .seconds(300))
        return Answer(
            status: Int(answer.status.code), headers: answer.headers,
            body: String(buffer: try await answer.body.collect(upTo: 4 * 1024 * 1024)))
    }

    /// A browser follows redirects; a test wants to see them.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: {
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
            return configuration
        }())

    func checkOut(_ json: String, key: String? = nil) async throws -> Answer {
        var headers = [("Content-Type", "application/json")]
        if let key { headers.append(("Idempotency-Key", key)) }
        return try await ask(.POST, "/api/checkout", headers: headers, body: json)
    }

    /// A checkout of one product; its order and the payment page.
    func begin(_ product: String = "job_posting", quantity: Int = 1) async throws -> (order: Order.ID, page: String) {
        let answer = try await checkOut(#"{"items":[{"product":"\#(product)","quantity":\#(quantity)}]}"#)
        guard let order = answer["id"].flatMap(Order.ID.init(rawValue:)), let page = answer["url"] else {
            throw UnexpectedAnswer(answer: answer)
        }
        return (order, page)
    }

    struct UnexpectedAnswer: Error { let answer: Answer }

    /// Sends the payment page's form.
    func pay(_ page: String, outcome: String = "pay") async throws -> Answer {
        try await ask(
            .POST, page, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: "outcome=\(outcome)&email=buyer%40example.com&card=4242424242424242")
    }

    func sendWebhook(_ body: String, path: String = "/api/webhooks/stripe", signature: String? = nil) async throws
        -> Answer
    {
        let signed = signature ?? sign(body)
        return try await ask(
            .POST, path, headers: signed.isEmpty ? [] : [("Stripe-Signature", signed)], body: body)
    }

    /// Signs a body as Stripe does, at the shop's own time.
    func sign(_ body: String, secret: String? = nil, offset: Int = 0) -> String {
        let seconds = Int(clock.now().timeIntervalSince1970) + offset
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).\(body)".utf8), using: SymmetricKey(data: Array((secret ?? webhookSecret).utf8)))
        let digits = Array("0123456789abcdef")
        return "t=\(seconds),v1=" + String(code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

// MARK: - Looking

extension TestShop {
    /// Looks until the store satisfies a condition; the test's time limit ends it when it never does.
    @discardableResult
    func until<Value: Sendable>(
        _ look: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value {
        while true {
            if let value = try await store.read(look) { return value }
            // A pause between two looks, so that many tests that look do not keep the machine from what they wait for.
            try await Task.sleep(for: .milliseconds(3))
        }
    }

    func story(_ order: Order.ID) async throws -> OrderStory? {
        try await OrderStory.read(order, tenant: "default", mode: .dev, from: store)
    }

    /// Waits until an order has a status and no hook run of it is unfinished.
    func settled(_ order: Order.ID, as status: OrderStatus = .paid) async throws -> OrderStory {
        try await until { [clock] connection -> Bool? in
            try Self.comeDue(connection, clock)
            guard try OrderTable(connection).find(order, tenant: "default")?.order.status == status,
                try HookRunTable(connection).list(order: order, tenant: "default").allSatisfy({
                    $0.status == .succeeded || $0.status == .dead
                })
            else { return nil }
            return true
        }
        // Every message that was stored is finished too, so that nothing more can come of them.
        try await quiet()
        guard let story = try await story(order) else { throw CancellationError() }
        return story
    }

    /// Waits until the sandbox has told what it has to tell now, and no stored message is unfinished.
    func quiet() async throws {
        while try await isTelling() { try await Task.sleep(for: .milliseconds(3)) }
        try await until { [clock] connection -> Bool? in
            try Self.comeDue(connection, clock)
            return try connection.rows("SELECT id FROM inbox WHERE status IN ('received', 'retry')").isEmpty
                ? true : nil
        }
    }

    /// Whether the sandbox is about to tell of something for the first time.
    private func isTelling() async throws -> Bool {
        struct Deliveries: Decodable {
            struct Delivery: Decodable {
                let attempts: [JSON]
                let nextAttemptAt: Int64?

                private enum CodingKeys: String, CodingKey {
                    case attempts
                    case nextAttemptAt = "next_attempt_at"
                }
            }
            let data: [Delivery]
        }
        let answer = try await ask(.GET, "\(sandboxURL)/sandbox/deliveries")
        let now = Int64(clock.now().timeIntervalSince1970)
        return try JSONDecoder().decode(Deliveries.self, from: Data(answer.body.utf8)).data
            .contains { $0.attempts.isEmpty && $0.nextAttemptAt.map { $0 <= now } == true }
    }

    /// Moves the clock on to when the next lane is due, if every one that has something to do was put off.
    ///
    /// A message is put off after any trouble, also after that of a busy machine, and a clock that stands would leave
    /// it so, with those behind it.
    private static func comeDue(_ connection: any SQLConnection, _ clock: ManualClock) throws {
        let lanes = try connection.rows(
            """
            SELECT next_at, token FROM lane
            WHERE id IN (SELECT lane FROM inbox WHERE status IN ('received', 'retry'))
            """)
        // Somebody is at those that are claimed.
        guard try lanes.allSatisfy({ try $0.optionalText("token") == nil }) else { return }
        let next = try lanes.map { try $0.date("next_at") }.min()
        if let next, next > clock.now() { clock.advance(by: next.timeIntervalSince(clock.now())) }
    }

    func count(_ sql: String) async throws -> Int {
        try await store.read { try $0.first(sql)?.int("n") ?? -1 }
    }

    /// Every event that was recorded, by kind, in the order of its recording.
    func events(_ order: Order.ID? = nil) async throws -> [String] {
        try await store.read { connection in
            try connection.rows(
                "SELECT kind FROM event WHERE $1 = '' OR order_id = $1 ORDER BY recorded_at, order_id, sequence",
                order?.rawValue ?? ""
            ).map { try $0.text("kind") }
        }
    }
}

/// Just enough of JSON to look into an answer.
enum JSON: Decodable {
    case object([String: JSON])
    case array([JSON])
    case leaf(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let object = try? container.decode([String: JSON].self) {
            self = .object(object)
        } else if let array = try? container.decode([JSON].self) {
            self = .array(array)
        } else if let bool = try? container.decode(Bool.self) {
            self = .leaf(String(bool))
        } else if let integer = try? container.decode(Int64.self) {
            self = .leaf(String(integer))
        } else if let text = try? container.decode(String.self) {
            self = .leaf(text)
        } else {
            self = .leaf("null")
        }
    }

    subscript(key: String) -> JSON? {
        switch self {
        case .object(let object): object[key]
        case .array(let array): Int(key).flatMap { array.indices.contains($0) ? array[$0] : nil }
        case .leaf: nil
        }
    }

    var text: String? {
        guard case .leaf(let text) = self else { return nil }
        return text
    }
}

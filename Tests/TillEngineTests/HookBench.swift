import Logging
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A store with events and runs in it, and a runner that a test steps by hand.
struct HookBench: Sendable {
    let store: SQLiteStore
    let clock: ManualClock
    let setup: Setup
    let runner: HookRunner
    let execution: HookExecution
    let http: RecordedHTTP

    static let account = ProjectorTests.account

    /// Runs a test around a set-up.
    static func run(
        _ setUp: (inout Setup) -> Void, migrations: () -> [String] = { [] },
        _ body: (HookBench) async throws -> Void
    ) async throws {
        let name = "till-hooks-\(UUID().uuidString)"
        let folder = FileManager.default.temporaryDirectory.appending(path: name).path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var setup = Setup()
        setUp(&setup)
        let store = try SQLiteStore(path: "\(folder)/till.db")
        for sql in migrations() { try await store.write { _ = try $0.execute(sql) } }
        try await body(HookBench(store: store, setup: setup))
        try store.close()
    }

    /// Another process on the same database.
    init(store: SQLiteStore, setup: Setup, clock: ManualClock = ManualClock()) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        self.store = store
        self.setup = setup
        self.clock = clock
        http = RecordedHTTP()
        runner = HookRunner(
            store: store, setup: setup, tenant: "default", mode: .test, clock: clock, doorbell: Doorbell(),
            http: http, logger: logger)
        execution = HookExecution(
            store: store, setup: setup, clock: clock, http: http, logger: logger)
    }

    /// An order for one product of a type.
    static func order(_ number: UInt64 = 1, product: String = "job", type: String = "job_posting") throws -> Order {
        let price = Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])
        let product = Product(key: product, name: "Thing", type: type, prices: [price])
        return try Order(
            id: Order.ID(bits: (0, number)), account: account,
            items: [try LineItem(product: product, price: price, unitPrice: price.amount, quantity: 1)],
            catalogHash: "", createdAt: Date(timeIntervalSince1970: 0))
    }

    /// Records an event about an order, as applying a message does.
    @discardableResult
    func record(_ kind: EventKind = .orderPaid, about order: Order, _ discriminator: String = "") async throws -> Event
    {
        let now = clock.now()
        return try await store.write(.alone) { [setup] connection in
            let draft = Projection.Draft(
                kind: kind, order: order.id, discriminator: discriminator, occurredAt: now,
                payload: .order(OrderEvent(order: order)))
            let writer = ProjectionWriter(connection, setup: setup, now: now, runsHooks: true)
            guard let event = try writer.publish([draft], account: Self.account, inboxID: nil).first else {
                throw StoreError(.refused, "the event was recorded before")
            }
            return event
        }
    }

    /// Takes what is due and runs it to its end.
    func step() async throws {
        try await execute(try await runner.claim(HookPlaces.atOnce))
    }

    /// Runs what was claimed to its end.
    func execute(_ runs: [HookRunTable.Stored]) async throws {
        for (run, event) in try await runner.withEvents(runs) { await execution.execute(run, of: event) }
    }

    /// Every run, oldest first.
    func runs() async throws -> [HookRunTable.Stored] {
        try await store.read { try HookRunTable($0).list(tenant: "default", mode: .test, status: nil, limit: 100) }
            .sorted { ($0.createdAt, $0.sequence, $0.hook) < ($1.createdAt, $1.sequence, $1.hook) }
    }

    func retry(_ event: Event, _ hook: String) async throws -> Bool {
        let now = clock.now()
        return try await store.write {
            try HookRunTable($0).retry(event: event.id, hook: hook, tenant: "default", mode: .test, at: now)
        }
    }

    func count(_ table: String) async throws -> Int {
        try await store.read { try $0.first("SELECT COUNT(*) AS n FROM \(table)")?.int("n") ?? -1 }
    }
}

import AsyncHTTPClient
import Logging
import ServiceLifecycle
import Testing
import Till
import TillEngine
import TillModel
import TillProviders
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The real engine in this process, on a shop's database and sandbox, with a clock that the test moves.
struct EngineBeside: Sendable {
    let engine: Engine
    private let worker: InboxWorker
    private let clock: ManualClock
    private let shop: Shop
    private let store: any Store

    /// Tokens that no other worker has.
    private struct Drawn: IdentifierSource {
        func bits() -> (UInt64, UInt64) { (UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max)) }
    }

    static let account = ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test)

    static func use(
        in shop: Shop, clock: ManualClock, failpoints: Failpoints = .none,
        hook: @escaping @Sendable () throws -> Void = {}, _ body: (EngineBeside) async throws -> Void
    ) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await shop.database.withStore(access: .writing) { store in
                try await body(
                    try EngineBeside(shop, store, client, clock: clock, failpoints: failpoints, hook: hook))
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private init(
        _ shop: Shop, _ store: any Store, _ client: HTTPClient, clock: ManualClock, failpoints: Failpoints,
        hook: @escaping @Sendable () throws -> Void
    ) throws {
        self.shop = shop
        self.clock = clock
        self.store = store
        let logger = Logger(label: "beside") { _ in SwiftLogNoOpLogHandler() }
        let catalog = Catalog(Catalog.Contents(), contentHash: "")
        var providers = ProviderRegistry()
        providers.add(
            StripeProvider(
                configuration: try StripeConfiguration(
                    secretKey: shop.stripe.key, webhookSecrets: [Shop.secret], baseURL: shop.stripe.url, mode: .test),
                sold: { (catalog, RemoteIDs()) }, transport: AsyncHTTPTransport(client: client),
                backoff: Backoff(random: { 0 }, sleep: { _ in }), clock: clock, logger: logger),
            for: Self.account)
        var setup = Setup()
        setup.on(.orderPaid, named: "publish-job") { _, _ in try hook() }
        engine = Engine(
            Engine.Parts(
                store: store, providers: providers,
                catalog: CurrentCatalog(LoadedCatalog(catalog: catalog, source: "", loadedAt: clock.now())),
                setup: setup, links: OrderLinks(secret: "of the tests"),
                addresses: ReturnAddresses(ownOrigin: "http://localhost"), tenant: "default", mode: .test,
                clock: clock, day: { _, _ in throw StoreError(.unusable, "nothing is sold here") },
                identifiers: Drawn(), logger: logger, failpoints: failpoints))
        worker = InboxWorker(
            store: store, providers: providers, setup: setup, tenant: "default", mode: .test, clock: clock,
            identifiers: Drawn(), doorbell: Doorbell(), hooksDoorbell: Doorbell(), logger: logger,
            failpoints: failpoints)
    }

    /// Applies what is due by its clock, once.
    func applyDue() async throws { try await worker.applyDue() }

    /// Writes that money is to be given back, and leaves it to others to ask the provider.
    func planRefund(of order: Order.ID, _ amount: String) async throws {
        let plan = engine.refunds.plan(RefundDemand(order: order, amount: .decimal(amount), reason: "a test"))
        try await store.write { _ = try plan.write(on: $0) }
    }

    /// Runs everything that runs beside a server for as long as a closure takes; a worker that fails ends it.
    func whileWorking(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in engine.workers {
                group.addTask {
                    try await worker.run()
                    try Task.checkCancellation()
                }
            }
            group.addTask { try await body() }
            // No worker ends by itself, so the first to end without an error is the closure.
            try await group.next()
            group.cancelAll()
            while let ended = await group.nextResult() {
                if case .failure(let error) = ended, !(error is CancellationError) { throw error }
            }
        }
    }

    /// Tells of an event, signed at an instant; whether it was taken.
    func tell(_ event: PlayedStripe.Event, signedAt instant: Date) async throws -> Bool {
        let request = WebhookRequest(
            headers: ["stripe-signature": Shop.signature(of: event, at: instant)], body: Array(event.body.utf8))
        guard case .accepted = try await engine.webhooks.receive(request, for: Self.account) else { return false }
        return true
    }

    /// Tells of an event, signed now by its clock; whether it was taken.
    func tell(_ event: PlayedStripe.Event) async throws -> Bool { try await tell(event, signedAt: clock.now()) }
}

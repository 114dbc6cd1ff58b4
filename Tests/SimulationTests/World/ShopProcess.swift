import Logging
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine
@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One process of ours: the real engine, put together anew after each death.
struct ShopProcess: Sendable {
    static let account = ProviderAccount(tenant: "default", provider: .stripe, account: "default", mode: .test)
    static let secret = "whsec_of_a_simulation"

    let life: ProcessLife
    let checkout: CheckoutService
    let webhooks: WebhookReceiver
    let inbox: InboxWorker
    let hooks: HookRunner

    /// What a process is made of.
    struct Parts {
        let store: any Store
        let life: ProcessLife
        let clock: ManualClock
        let transport: any HTTPTransport
        let identifiers: any IdentifierSource
        var setup = Setup()
    }

    static let catalog = Catalog(
        products: [
            Product(
                key: "job", name: "Job", prices: [Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])]),
            Product(
                key: "pro", name: "Pro",
                prices: [
                    Price(key: "monthly", amounts: [Money(minorUnits: 2_900, .usd)], interval: BillingInterval(.month)),
                    Price(
                        key: "trial", amounts: [Money(minorUnits: 2_900, .usd)], interval: BillingInterval(.month),
                        trial: Trial(days: 14)),
                ]),
        ],
        defaultProvider: .stripe, providers: [.stripe], contentHash: "hash-of-the-catalog")

    init(_ parts: Parts) throws {
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        let current = CurrentCatalog(
            LoadedCatalog(catalog: Self.catalog, source: "products.yaml", loadedAt: parts.clock.now()))
        let provider = StripeProvider(
            configuration: try StripeConfiguration(
                secretKey: "sk_test_of_a_simulation", webhookSecrets: [Self.secret], mode: .test),
            sold: { (current.loaded.catalog, current.loaded.remoteIDs) },
            transport: parts.transport, backoff: Backoff(attempts: 1, random: { 0 }, sleep: { _ in }),
            clock: parts.clock, logger: logger)
        var providers = ProviderRegistry()
        providers.add(provider, for: Self.account)
        let inboxDoorbell = Doorbell()
        let hooksDoorbell = Doorbell()
        life = parts.life
        let reserve = StorageReserve(store: parts.store, bytes: 0, clock: parts.clock)
        checkout = CheckoutService(
            store: parts.store, reserve: reserve, catalog: current, account: Self.account, provider: provider,
            links: OrderLinks(secret: "a secret of the simulation's own"),
            addresses: ReturnAddresses(ownOrigin: "https://shop.example"), clock: parts.clock,
            day: { _, _ in Self.today }, identifiers: parts.identifiers, logger: logger)
        webhooks = WebhookReceiver(
            providers: providers,
            inbox: Inbox(store: parts.store, clock: parts.clock, doorbell: inboxDoorbell, reserve: reserve),
            log: WebhookLog(), clock: parts.clock, logger: logger)
        inbox = InboxWorker(
            store: parts.store, providers: providers, setup: parts.setup, tenant: Self.account.tenant,
            mode: Self.account.mode, clock: parts.clock, identifiers: parts.identifiers, doorbell: inboxDoorbell,
            hooksDoorbell: hooksDoorbell, logger: logger)
        hooks = HookRunner(
            store: parts.store, setup: parts.setup, tenant: Self.account.tenant, mode: Self.account.mode,
            clock: parts.clock, doorbell: hooksDoorbell, http: NoHTTP(), logger: logger)
    }

    private static let today: CalendarDate = {
        guard let day = CalendarDate("2026-06-15") else { preconditionFailure("a day of the calendar") }
        return day
    }()

    /// Signs a body as Stripe does and hands it in; what became of it.
    func receive(_ body: String, signedAt seconds: Int64) async throws -> WebhookReceiver.Reception {
        let header = StripeSigner.header(body, secret: Self.secret, at: seconds)
        return try await webhooks.receive(
            WebhookRequest(headers: ["stripe-signature": header], body: Array(body.utf8)), for: Self.account)
    }
}

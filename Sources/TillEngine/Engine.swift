import Logging
import ServiceLifecycle
import Till
import TillModel
import TillProviders
import TillStore

/// Everything that decides what happens and when, put together from its parts.
///
/// The server above sees this and nothing below it.
package struct Engine: Sendable {
    /// What an engine is made of.
    package struct Parts: Sendable {
        package let store: any Store
        package let providers: ProviderRegistry
        package let catalog: CurrentCatalog
        package let setup: Setup
        package let links: OrderLinks
        package let addresses: ReturnAddresses
        package let tenant: String
        package let mode: Mode
        package let clock: any WallClock
        /// Which day it is at an instant in a time zone.
        package let day: DayOfInstant
        package let identifiers: any IdentifierSource
        /// What hooks call other services with; nil when they may not.
        package let hookHTTP: (any HookHTTP)?
        package let logger: Logger
        package let failpoints: Failpoints
        /// Tells other servers on the same database of new work; nil where there can be none.
        package let tellOthers: (@Sendable () -> Void)?
        /// How much of the database's disk stays free for work that was taken on already, where that can be told.
        package let reservedBytes: Int64

        package init(
            store: any Store, providers: ProviderRegistry, catalog: CurrentCatalog, setup: Setup, links: OrderLinks,
            addresses: ReturnAddresses, tenant: String, mode: Mode, clock: any WallClock,
            day: @escaping DayOfInstant, identifiers: any IdentifierSource, hookHTTP: (any HookHTTP)? = nil,
            logger: Logger, failpoints: Failpoints = .none, tellOthers: (@Sendable () -> Void)? = nil,
            reservedBytes: Int64 = 0
        ) {
            self.store = store
            self.providers = providers
            self.catalog = catalog
            self.setup = setup
            self.links = links
            self.addresses = addresses
            self.tenant = tenant
            self.mode = mode
            self.clock = clock
            self.day = day
            self.identifiers = identifiers
            self.hookHTTP = hookHTTP
            self.logger = logger
            self.failpoints = failpoints
            self.tellOthers = tellOthers
            self.reservedBytes = reservedBytes
        }
    }

    /// What is for sale.
    package let catalog: CurrentCatalog
    /// Which day it is at an instant in a time zone.
    package let day: DayOfInstant
    /// Puts another catalog in its place.
    package let exchange: CatalogExchange
    /// Makes orders; nil when the catalog's provider is not configured.
    package let checkout: CheckoutService?
    /// Gives money back.
    package let refunds: RefundService
    /// Ends subscriptions.
    package let cancels: CancelService
    /// Takes webhooks.
    package let webhooks: WebhookReceiver
    /// Shows orders.
    package let orders: OrderReader
    /// Says how the engine is doing.
    package let health: HealthReader
    /// Remembers what somebody changed at the providers.
    package let drift: DriftLog
    /// Tries dead rows again that a change of the program may have cured; asked before the workers start.
    package let requeue: DeadLetterRequeue
    /// Lets every worker look for work that another server has told of.
    package let wake: @Sendable () -> Void
    /// What runs beside the server, in the order in which it starts.
    package let workers: [any Service]

    package init(_ parts: Parts) {
        let inboxDoorbell = Doorbell(tellOthers: parts.tellOthers)
        let hooksDoorbell = Doorbell(tellOthers: parts.tellOthers)
        wake = {
            inboxDoorbell.ring()
            hooksDoorbell.ring()
        }
        let reserve = StorageReserve(store: parts.store, bytes: parts.reservedBytes, clock: parts.clock)
        let log = WebhookLog()
        let performer = OperationPerformer(
            store: parts.store, providers: parts.providers, setup: parts.setup, clock: parts.clock,
            identifiers: parts.identifiers, hooksDoorbell: hooksDoorbell, logger: parts.logger,
            failpoints: parts.failpoints)
        refunds = RefundService(
            store: parts.store, performer: performer, setup: parts.setup, tenant: parts.tenant, mode: parts.mode,
            clock: parts.clock, identifiers: parts.identifiers)
        cancels = CancelService(
            store: parts.store, performer: performer, tenant: parts.tenant, mode: parts.mode, clock: parts.clock,
            identifiers: parts.identifiers)
        catalog = parts.catalog
        day = parts.day
        exchange = CatalogExchange(
            current: parts.catalog, providers: parts.providers, tenant: parts.tenant, mode: parts.mode,
            clock: parts.clock, logger: parts.logger)
        let account = ProviderAccount(
            tenant: parts.tenant, provider: parts.catalog.loaded.catalog.defaultProvider,
            account: ProviderAccount.defaultName,
            mode: parts.mode)
        checkout = parts.providers.provider(for: account).map { provider in
            CheckoutService(
                store: parts.store, reserve: reserve, catalog: parts.catalog, account: account, provider: provider,
                links: parts.links, addresses: parts.addresses, clock: parts.clock,
                day: parts.day, identifiers: parts.identifiers, hooks: parts.setup.checkoutHooks,
                logger: parts.logger, failpoints: parts.failpoints)
        }
        webhooks = WebhookReceiver(
            providers: parts.providers,
            inbox: Inbox(
                store: parts.store, clock: parts.clock, doorbell: inboxDoorbell, reserve: reserve,
                failpoints: parts.failpoints),
            log: log, clock: parts.clock, logger: parts.logger)
        orders = OrderReader(store: parts.store, tenant: parts.tenant, mode: parts.mode, links: parts.links)
        let open = parts.providers.accounts.filter { parts.providers.provider(for: $0)?.acceptsWebhooks == true }
        health = HealthReader(
            store: parts.store, tenant: parts.tenant, mode: parts.mode, clock: parts.clock, reserve: reserve,
            webhooks: {
                open.map(log.standing).sorted {
                    ($0.provider.rawValue, $0.account) < ($1.provider.rawValue, $1.account)
                }
            })
        drift = DriftLog(
            store: parts.store, setup: parts.setup, tenant: parts.tenant, mode: parts.mode, clock: parts.clock,
            hooksDoorbell: hooksDoorbell)
        requeue = DeadLetterRequeue(
            store: parts.store, providers: parts.providers, setup: parts.setup, tenant: parts.tenant, mode: parts.mode,
            clock: parts.clock, logger: parts.logger)
        workers = [
            OperationWorker(
                store: parts.store, performer: performer, tenant: parts.tenant, mode: parts.mode, clock: parts.clock,
                doorbell: Doorbell(), logger: parts.logger),
            HookRunner(
                store: parts.store, setup: parts.setup, tenant: parts.tenant, mode: parts.mode, clock: parts.clock,
                doorbell: hooksDoorbell, http: parts.hookHTTP ?? NoHTTP(), logger: parts.logger,
                failpoints: parts.failpoints),
            InboxWorker(
                store: parts.store, providers: parts.providers, setup: parts.setup, tenant: parts.tenant,
                mode: parts.mode,
                clock: parts.clock, identifiers: parts.identifiers,
                doorbell: inboxDoorbell, hooksDoorbell: hooksDoorbell, logger: parts.logger,
                failpoints: parts.failpoints),
        ]
    }

    /// Whether an error says that the database cannot be written for the moment.
    package static func isStorageUnavailable(_ error: any Error) -> Bool {
        (error as? StoreError)?.code == .unavailable
    }
}

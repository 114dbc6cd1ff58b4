import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The server: HTTP in and out of an engine.
package struct TillApplication: Sendable {
    private let engine: Engine
    private let settings: ServerSettings
    private let clock: any WallClock
    private let identifiers: any IdentifierSource
    private let metrics: MetricRegistry
    private let logger: Logger

    /// A server of an engine.
    ///
    /// - `metrics`: What `/metrics` shows; the program hands the same to swift-metrics.
    package init(
        engine: Engine, settings: ServerSettings, clock: any WallClock, identifiers: any IdentifierSource,
        metrics: MetricRegistry = MetricRegistry(), logger: Logger
    ) {
        self.engine = engine
        self.settings = settings
        self.clock = clock
        self.identifiers = identifiers
        self.metrics = metrics
        self.logger = logger
    }

    /// Everything that runs, in the order in which it starts; it ends in the reverse order, so that the server stops
    /// taking requests first.
    ///
    /// - `onServing`: Told the port, once requests are taken.
    package func services(onServing: @escaping @Sendable (Int) async -> Void = { _ in }) throws -> [any Service] {
        // Hummingbird's own lines are for its own debugging.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let settings = settings
        let readiness = Readiness()
        let server = Application(
            router: try router(readiness),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in await onServing(channel.localAddress?.port ?? settings.port) },
            logger: quiet)
        return engine.workers + [server, Drain(readiness: readiness, duration: settings.drain, logger: logger)]
    }

    private func router(_ readiness: Readiness) throws -> Router<ServerContext> {
        let pages = try Pages(mode: settings.mode)
        let today: @Sendable (String) throws -> CalendarDate = { [clock, day = engine.day] in try day(clock.now(), $0) }
        let listing = CurrentListing(engine.catalog, version: settings.version, today: today)
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ErrorMiddleware(identifiers: identifiers, pages: pages, logger: logger))
        WebhookController(
            receiver: engine.webhooks, tenant: settings.tenant, mode: settings.mode
        ).register(on: router)
        let settings = settings
        let rateLimit = RateLimit(perMinute: settings.checkoutsPerMinute, clock: clock)
        let address = BuyerAddress(trustsForwardedFor: settings.trustsForwardedFor)
        ProductController(current: listing).register(on: router)
        QuoteController(
            catalog: { [engine] in engine.catalog.loaded.catalog },
            today: today, rateLimit: rateLimit, address: address
        ).register(on: router)
        let orders = OrderController(orders: engine.orders, apiKey: settings.apiKey)
        orders.register(on: router)
        RefundController(refunds: engine.refunds, orders: orders, mode: settings.mode).register(on: router)
        SubscriptionController(cancels: engine.cancels, orders: orders, mode: settings.mode).register(on: router)
        PageController(
            pages: pages, current: listing, orders: orders, identifiers: identifiers
        ).register(on: router)
        HealthController(
            health: engine.health, readiness: readiness, catalog: engine.catalog, mode: settings.mode,
            version: settings.version,
            isOperator: orders.hasKey
        ).register(on: router)
        MetricController(
            registry: metrics, health: engine.health, mayRead: { settings.mode == .dev || orders.hasKey($0) }
        ).register(on: router)
        CheckoutController(
            service: engine.checkout, orders: engine.orders, ownOrigin: settings.publicURL,
            rateLimit: rateLimit, address: address
        ).register(on: router)
        return router
    }
}

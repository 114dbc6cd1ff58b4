import AsyncHTTPClient
import CoreMetrics
import Hooks
import Logging
import NIOCore
import ServiceLifecycle
import Till
import TillCatalogFile
import TillEngine
import TillModel
import TillProviders
import TillServer
import TillStore
import UnixSignals

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The only file that names every concrete type and puts them together.
enum Bootstrap {
    static let clock = SystemClock()
    static let identifiers = RandomIdentifiers()

    static func logger(_ settings: Settings) throws(CommandFailure) -> Logger {
        let text = settings.value("TILL_LOG_LEVEL") ?? ""
        guard let level = Logger.Level(rawValue: text) else {
            throw CommandFailure(
                .usage, "TILL_LOG_LEVEL is '\(text)'; use trace, debug, info, notice, warning or error.")
        }
        let automatic: LineLogHandler.Format = isatty(STDERR_FILENO) == 1 ? .text : .json
        let format = settings.value("TILL_LOG_FORMAT").map(LineLogHandler.Format.init(rawValue:)) ?? automatic
        guard let format else { throw CommandFailure(.usage, "TILL_LOG_FORMAT must be json or text.") }
        return Logger(label: "till") { _ in
            LineLogHandler(format: format, clock: clock, logLevel: level)
        }
    }

    /// What the catalog's files say; their diagnostics are printed, and an invalid one ends the command.
    static func load(_ files: CatalogFiles) throws(CommandFailure) -> CatalogFiles.Reading {
        let colour = Output.isColourful(STDERR_FILENO)
        do throws(CatalogFiles.Unusable) {
            let reading = try files.read(at: clock.now())
            Output.standardError(DiagnosticText.render(reading.warnings, colour: colour))
            return reading
        } catch {
            Output.standardError(DiagnosticText.render(error.diagnostics, colour: colour))
            throw CommandFailure(error.status, error.reason)
        }
    }

    /// The team's hooks.
    static func setup() throws(CommandFailure) -> Setup {
        var setup = Setup()
        Hooks.setUp(&setup)
        setup.addDefaults()
        guard setup.mistakes.isEmpty else {
            throw CommandFailure(.invalid, "hooks/Setup.swift:\n  " + setup.mistakes.joined(separator: "\n  "))
        }
        return setup
    }

    /// Every provider that has a key; nothing else can be sold through or heard from.
    static func providers(
        _ settings: Settings, sold: CurrentCatalog, mode: Mode, client: HTTPClient, logger: Logger
    ) throws -> ProviderRegistry {
        let catalog = sold.loaded.catalog
        var registry = ProviderRegistry()
        guard let key = settings.value("STRIPE_SECRET_KEY") else {
            guard !catalog.providers.contains(.stripe) || catalog.defaultProvider != .stripe else {
                throw CommandFailure(
                    .environmentMismatch,
                    "STRIPE_SECRET_KEY is not set, but the catalog sells through stripe. "
                        + "To try things out without an account, run `catalog dev`.")
            }
            return registry
        }
        let provider = StripeProvider(
            configuration: try stripe(settings, key: key, mode: mode),
            sold: {
                let loaded = sold.loaded
                return (loaded.catalog, loaded.remoteIDs)
            },
            transport: AsyncHTTPTransport(client: client),
            backoff: Backoff(random: { Double.random(in: 0...1) }, sleep: { try await Task.sleep(for: $0) }),
            clock: clock, logger: logger)
        registry.add(
            provider,
            for: ProviderAccount(
                tenant: ProviderAccount.defaultName, provider: .stripe, account: ProviderAccount.defaultName,
                mode: mode))
        return registry
    }

    /// The catalogs of the providers that have a key and keep one.
    private static func catalogs(
        _ settings: Settings, mode: Mode, client: HTTPClient, logger: Logger
    ) throws -> [any CatalogPublishing] {
        guard let key = settings.value("STRIPE_SECRET_KEY") else { return [] }
        return [
            StripeCatalog(
                configuration: try stripe(settings, key: key, mode: mode),
                transport: AsyncHTTPTransport(client: client), logger: logger)
        ]
    }

    private static func stripe(_ settings: Settings, key: String, mode: Mode) throws -> StripeConfiguration {
        try StripeConfiguration(
            secretKey: key, webhookSecrets: settings.list("STRIPE_WEBHOOK_SECRET"),
            baseURL: settings.value("STRIPE_BASE_URL") ?? StripeConfiguration.officialBaseURL, mode: mode)
    }

    /// Runs a server until it is told to end.
    ///
    /// - `watches`: Whether a changed catalog file is taken by itself, and not only on SIGHUP.
    /// - `first`: Services that start before the server and end after it.
    /// - `last`: Services that start after the server, given what it is made of.
    /// - `onServing`: Told the port, once requests are taken.
    static func serve(
        _ settings: Settings, watches: Bool, first: [any Service] = [], logger: Logger,
        onServing: @escaping @Sendable (Int) async -> Void,
        last: (any Store) -> [any Service] = { _ in [] }
    ) async throws {
        // Before anything else: untrapped, the signal ends the process.
        let signals = await UnixSignalsSequence(trapping: .sighup)
        // A file that may not grow is told as an error then, as a full disk is, and does not end the process.
        signal(SIGXFSZ, SIG_IGN)
        let endings = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let mode = try settings.mode()
        try LiveGuard.checkAddresses(settings, mode: mode)
        let failpoints = try LiveGuard.failpoints(settings, mode: mode)
        var files = CatalogFiles(
            path: settings.value("TILL_CATALOG") ?? "", mode: mode, overlays: settings.list("TILL_OVERLAYS"),
            variables: try EnvironmentVariables.read())
        // Looked at before they are read, so that a change in between is seen.
        let watch = watches ? ChangeWatch(files.identities) : nil
        let reading = try load(files)
        let setup = try setup()
        let port = try settings.port()
        let publicURL = try settings.publicURL(mode: mode, port: port)
        let serverSettings = ServerSettings(
            host: settings.value("TILL_HOST") ?? "", port: port, publicURL: publicURL, mode: mode,
            apiKey: try settings.longSecret("TILL_API_KEY"),
            checkoutsPerMinute: try settings.checkoutsPerMinute(),
            trustsForwardedFor: try settings.trustsForwardedFor(), drain: try settings.drain(mode: mode),
            version: CatalogCommand.version)
        let reservedBytes = try settings.diskReserve()
        let driftInterval = try settings.driftInterval(mode: mode)
        let linkSecret = try settings.longSecret("TILL_LINK_SECRET")
        let addresses = ReturnAddresses(ownOrigin: publicURL, allowedOrigins: try settings.returnOrigins())
        try await CatalogProviders.withHTTPClient { client in
            files.publishing = try catalogs(settings, mode: mode, client: client, logger: logger)
            let catalog = CurrentCatalog(files.loaded(from: reading))
            // Before the database is touched, so that a wrong key leaves nothing behind.
            let providers = try providers(
                settings, sold: catalog, mode: mode, client: client, logger: logger)
            let database = try await openDatabase(
                settings, mode: mode, access: .serving, failpoints: failpoints,
                logger: logger)
            let store = database.store
            let hint = database.wakeHint
            try await migrate(setup, in: store)
            let secret = try await keptLinkSecret(linkSecret, in: store)
            let engine = Engine(
                Engine.Parts(
                    store: store, providers: providers, catalog: catalog, setup: setup,
                    links: OrderLinks(secret: secret), addresses: addresses, tenant: ProviderAccount.defaultName,
                    mode: mode, clock: clock, day: { try CatalogDay.day(of: $0, in: $1) }, identifiers: identifiers,
                    hookHTTP: hookHTTP(settings, mode: mode), logger: logger, failpoints: failpoints,
                    tellOthers: hint?.send, reservedBytes: reservedBytes))
            hint?.listen(engine.wake)
            let metrics = MetricRegistry()
            MetricsSystem.bootstrap(metrics)
            engine.exchange.tellRefused()
            try await engine.requeue.run(program: ProgramIdentity.text)
            let application = TillApplication(
                engine: engine, settings: serverSettings, clock: clock,
                identifiers: identifiers, metrics: metrics, logger: logger)
            let reloader = CatalogReloader(
                files: files, exchange: engine.exchange, signals: signals,
                watch: watch, clock: clock)
            let driftWatch = driftInterval.map { interval -> any Service in
                DriftWatch(
                    settings: settings, mode: mode, path: files.path, catalog: catalog, log: engine.drift,
                    interval: interval, client: client, logger: logger)
            }
            let services =
                [SecondSignal(signals: endings, logger: logger)] + first + [reloader] + [driftWatch].compactMap { $0 }
                + (try application.services(onServing: onServing)) + last(store)
            try await run(services, port: port, drain: serverSettings.drain, logger: logger)
            try await database.close()
        }
    }

    /// Opens the database that the settings name.
    static func openDatabase(
        _ settings: Settings, mode: Mode, access: StoreAccess, failpoints: Failpoints = .none, logger: Logger
    ) async throws -> OpenDatabase {
        try await OpenDatabase(
            try settings.database(mode: mode),
            OpenDatabase.Settings(
                connections: try settings.databaseConnections(), isLive: mode == .live,
                random: { Double.random(in: 0...1) }, failpoints: failpoints, logger: logger),
            access: access)
    }

    /// Brings the team's own tables up to date.
    private static func migrate(_ setup: Setup, in store: any Store) async throws {
        do {
            try await TeamMigrator(store: store, clock: clock).migrate(setup.migrations)
        } catch let mistake as TeamMigrator.Mistake {
            throw CommandFailure(.invalid, "hooks/Setup.swift: \(mistake)")
        }
    }

    /// What hooks call other services with: the open internet and what is listed, and this machine where money is play.
    private static func hookHTTP(_ settings: Settings, mode: Mode) -> any HookHTTP {
        HookHTTPClient(
            transport: GuardedTransport(
                allowedHosts: settings.list("TILL_HOOK_ALLOWED_HOSTS"), allowsLoopback: mode == .dev))
    }

    /// The secret that signs order links: the one that is set, else the one that the database keeps.
    private static func keptLinkSecret(_ given: String?, in store: any Store) async throws -> String {
        if let given { return given }
        let offered = identifiers.token()
        return try await store.write {
            try SecretTable($0).findOrInsert("order-links", tenant: ProviderAccount.defaultName, offered: offered)
        }
    }

    /// Runs services until one ends or the process is asked to; then ends the others in reverse order.
    ///
    /// - `drain`: For how long requests are still taken; what runs has 25 seconds more.
    static func run(
        _ services: [any Service], port: Int, drain: Duration = .zero, logger: Logger
    ) async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .error)
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = drain + .seconds(25)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CommandFailure(.locked, "port \(port) is in use; choose another with --port.")
        }
    }
}

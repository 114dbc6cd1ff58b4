import AsyncHTTPClient
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import TillModel

/// A local emulator of payment providers: their real HTTP APIs, their payment pages, their signed webhooks.
///
/// It listens on this machine only and takes no live key. The real adapters talk to it as they would to the
/// provider. It runs until it is told to end, and then ends politely.
package struct Sandbox: Service {
    private let configuration: SandboxConfiguration
    private let ledger: StripeLedger
    private let page: CheckoutPage
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void

    /// Opens the sandbox's database and sets up what was configured; nothing listens yet.
    ///
    /// `onReady` is called with the port once requests are answered.
    package init(
        configuration: SandboxConfiguration,
        clock: any WallClock,
        identifiers: any IdentifierSource,
        logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        try configuration.check()
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
        let store = try DocumentStore(path: configuration.databasePath)
        ledger = StripeLedger(
            store: store, clock: clock, identifiers: identifiers, faults: SandboxFaults(),
            requests: SandboxRequestLog(), doorbell: SandboxDoorbell())
        page = try CheckoutPage(ledger: ledger, logger: logger)
        try store.writeAtStart { [faults = ledger.faults] transaction in
            let account = StripeAccount(
                transaction: transaction, milliseconds: clock.now().millisecondsSince1970, identifiers: identifiers,
                faults: faults)
            try StripeWebhookEndpoints.configure(configuration.stripeWebhookEndpoints, account)
        }
    }

    /// Answers requests and delivers webhooks until told to end.
    package func run() async throws {
        try await HTTPClient.withHTTPClient(configuration: WebhookSender.clientConfiguration) { client in
            let worker = WebhookWorker(ledger: ledger, sender: WebhookSender(client: client), logger: logger)
            let application = Application(
                router: router(),
                configuration: .init(
                    address: .hostname(configuration.host, port: configuration.port), serverName: "Till sandbox"),
                services: [worker],
                onServerRunning: { [onReady] channel in await onReady(channel.localAddress?.port ?? 0) },
                logger: logger)
            try await application.run()
        }
    }

    private func router() -> Router<SandboxContext> {
        let router = Router(context: SandboxContext.self)
        router.add(middleware: SandboxGuard())
        let keys = StripeAuthorization.Keys(
            secret: configuration.stripeSecretKey, readOnly: configuration.stripeReadOnlyKey)
        let api = StripeAPI(ledger: ledger, keys: keys, logger: logger)
        let control = ControlRoutes(ledger: ledger, logger: logger)
        router.get("/c/pay/:id") { [page] request, _ in await page.answer(try await SandboxRequest(request)) }
        router.post("/c/pay/:id") { [page] request, _ in await page.answer(try await SandboxRequest(request)) }
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/sandbox/**", method: method) { request, _ in
                await control.answer(try await SandboxRequest(request))
            }
        }
        addPaddle(to: router)
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            for path: RouterPath in ["/", "/**"] {
                router.on(path, method: method) { request, _ in await api.answer(try await SandboxRequest(request)) }
            }
        }
        return router
    }

    /// Answers as Paddle below its prefix, when it was given a key.
    private func addPaddle(to router: Router<SandboxContext>) {
        guard let key = configuration.paddleAPIKey else { return }
        let api = PaddleAPI(
            ledger: ledger, keys: PaddleKeys(full: key, readOnly: configuration.paddleReadOnlyKey), logger: logger)
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            for path: RouterPath in ["/\(PaddleAPI.prefix)", "/\(PaddleAPI.prefix)/**"] {
                router.on(path, method: method) { request, _ in await api.answer(try await SandboxRequest(request)) }
            }
        }
    }
}

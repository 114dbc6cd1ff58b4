import Logging
import TillModel

/// Stripe, spoken to over its public HTTP API.
package struct StripeProvider: PaymentProvider {
    package static let name = ProviderName.stripe

    private let client: StripeClient
    private let mapping: StripeMapping
    private let webhook: StripeWebhook
    private let isLive: Bool
    private let clock: any WallClock

    /// - `catalog`: Which products already exist at Stripe.
    /// - `remoteIDs`: Which prices were pushed to Stripe.
    package init(
        configuration: StripeConfiguration, catalog: Catalog, remoteIDs: RemoteIDs, transport: any HTTPTransport,
        backoff: Backoff, clock: any WallClock, logger: Logger
    ) {
        client = StripeClient(configuration: configuration, transport: transport, backoff: backoff, logger: logger)
        mapping = StripeMapping(
            remoteIDs: remoteIDs,
            adoptedProducts: Dictionary(
                catalog.products.compactMap { product in product.adopted[.stripe].map { (product.key, $0) } },
                uniquingKeysWith: { first, _ in first }))
        webhook = StripeWebhook(secrets: configuration.webhookSecrets)
        isLive = configuration.mode == .live
        self.clock = clock
    }

    /// The events to subscribe a webhook endpoint to.
    package static var eventTypes: [String] { StripeFacts.eventTypes }

    package var acceptsWebhooks: Bool { !webhook.secrets.isEmpty }

    package func createCheckoutSession(
        for order: Order, pages: ReturnPages, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> CheckoutSession {
        let form = try mapping.sessionForm(for: order, pages: pages)
        return try mapping.session(try await client.createCheckoutSession(form, idempotencyKey: key))
    }

    package func fetchCheckoutSession(_ remoteID: String) async throws(ProviderError) -> CheckoutSession {
        try mapping.session(try await client.fetchCheckoutSession(remoteID))
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRefusal) -> WebhookEvent {
        try webhook.verify(request, now: clock.now())
    }

    package func facts(in body: [UInt8]) throws(UnreadableEvent) -> [ProviderFact] {
        try StripeFacts(mapping: mapping, isLive: isLive).facts(in: body)
    }
}

import Logging
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe, spoken to over its public HTTP API.
package struct StripeProvider: PaymentProvider {
    package static let name = ProviderName.stripe

    let client: StripeClient
    private let sold: @Sendable () -> (catalog: Catalog, remoteIDs: RemoteIDs)
    private let webhook: StripeWebhook
    private let isLive: Bool
    private let clock: any WallClock

    /// - `sold`: What is sold at the moment of asking: which products already exist at Stripe, and which prices were
    ///   pushed there.
    package init(
        configuration: StripeConfiguration,
        sold: @escaping @Sendable () -> (catalog: Catalog, remoteIDs: RemoteIDs),
        transport: any HTTPTransport, backoff: Backoff, clock: any WallClock, logger: Logger
    ) {
        client = StripeClient(configuration: configuration, transport: transport, backoff: backoff, logger: logger)
        self.sold = sold
        webhook = StripeWebhook(secrets: configuration.webhookSecrets)
        isLive = configuration.mode == .live
        self.clock = clock
    }

    /// The events to subscribe a webhook endpoint to.
    package static var eventTypes: [String] { StripeFacts.eventTypes }

    package var acceptsWebhooks: Bool { !webhook.secrets.isEmpty }

    /// Stripe keeps keys for at least a day.
    package static let keyLife = Duration.seconds(86_400)

    package func checkoutCall(for order: Order, pages: ReturnPages) throws(ProviderError) -> ProviderCall {
        StripeClient.checkoutSession(try mapping(for: order).sessionForm(for: order, pages: pages))
    }

    package func createCheckoutSession(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> CheckoutSession {
        try StripeMapping().session(try await client.send(call, idempotencyKey: key))
    }

    package func fetchCheckoutSession(_ remoteID: String) async throws(ProviderError) -> CheckoutSession {
        try StripeMapping().session(try await client.fetchCheckoutSession(remoteID))
    }

    /// Which of Stripe's objects stand for what an order holds, as far as its frozen prices still fit them.
    private func mapping(for order: Order) -> StripeMapping {
        let sold = sold()
        let adopted = order.items.compactMap { item in
            sold.catalog.product(item.product.key)?.adopted[.stripe].map { (item.product.key, $0) }
        }
        return StripeMapping(
            remoteIDs: sold.remoteIDs, adoptedProducts: Dictionary(adopted, uniquingKeysWith: { first, _ in first }))
    }

    package func verify(_ request: WebhookRequest) throws(WebhookRefusal) -> WebhookEvent {
        try webhook.verify(request, now: clock.now())
    }

    package func facts(in body: [UInt8]) throws(UnreadableEvent) -> [ProviderFact] {
        try facts.facts(in: body)
    }

    /// What Stripe's objects mean.
    private var facts: StripeFacts { StripeFacts(mapping: StripeMapping(), isLive: isLive) }

    /// What an object that Stripe answered with means.
    func fact(
        at instant: Int64?, _ read: (StripeFacts) throws(UnreadableEvent) -> StripeFacts.Reading
    ) throws(ProviderError) -> ProviderFact {
        do {
            let (subject, change) = try read(facts)
            return ProviderFact(subject: subject, occurredAt: Date(secondsSince1970: instant ?? 0), change: change)
        } catch {
            throw ProviderError(.unreadableAnswer, provider: .stripe, detail: error.description)
        }
    }
}

extension StripeProvider: ObjectFetching {
    package func canFetch(_ remoteID: String) -> Bool { StripeObjects.path(of: remoteID) != nil }

    package func fetchObject(_ remoteID: String) async throws(ProviderError) -> [UInt8]? {
        guard let path = StripeObjects.path(of: remoteID), let answer = try await client.fetch(path) else {
            return nil
        }
        return try StripeObjects.event(
            of: answer.body, isLive: isLive,
            answeredAt: HTTPDate.seconds(answer.headers["date"]) ?? Int64(clock.now().timeIntervalSince1970))
    }
}

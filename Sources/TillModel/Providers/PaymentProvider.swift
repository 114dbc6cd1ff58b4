/// A payment company, seen from the rest of the system.
///
/// A provider translates. It keeps no state between calls and never decides what an order becomes: it
/// reports facts, and the engine decides.
package protocol PaymentProvider: Sendable {
    /// Which company it is.
    static var name: ProviderName { get }

    /// Whether a secret is configured to verify webhooks with. Without one the endpoint does not exist.
    var acceptsWebhooks: Bool { get }

    /// For how long the provider surely knows a key: until then asking again with it does nothing twice.
    static var keyLife: Duration { get }

    /// What opens a payment page for an order, as it will be sent.
    ///
    /// Kept beside the order, so that asking again sends the same bytes whatever became of the catalog.
    ///
    /// - `order`: The order, with its prices frozen.
    /// - `pages`: Where the buyer comes back to.
    func checkoutCall(for order: Order, pages: ReturnPages) throws(ProviderError) -> ProviderCall

    /// Opens a payment page. The same key always opens the same session.
    ///
    /// - `call`: What ``checkoutCall(for:pages:)`` gave, already written on our side.
    /// - `key`: Derived from the order, so that asking again is harmless.
    func createCheckoutSession(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> CheckoutSession

    /// Reads a session as it is now.
    func fetchCheckoutSession(_ remoteID: String) async throws(ProviderError) -> CheckoutSession

    /// Checks that a request is genuine and recent. Pure: bytes, headers, secrets and clock decide.
    func verify(_ request: WebhookRequest) throws(WebhookRefusal) -> WebhookEvent

    /// Says what a verified event means, in our words. An event we do not follow means nothing.
    ///
    /// Takes the stored body, so that a replay works offline.
    func facts(in body: [UInt8]) throws(UnreadableEvent) -> [ProviderFact]
}

extension PaymentProvider {
    /// Opens a payment page for an order.
    package func createCheckoutSession(
        for order: Order, pages: ReturnPages, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> CheckoutSession {
        try await createCheckoutSession(try checkoutCall(for: order, pages: pages), idempotencyKey: key)
    }
}

/// Where a provider's page sends the buyer afterwards; absolute addresses.
package struct ReturnPages: Sendable, Hashable {
    package let success: String
    package let cancel: String

    package init(success: String, cancel: String) {
        self.success = success
        self.cancel = cancel
    }
}

/// A genuine event that nothing can be made of: stored, shown, never applied.
package struct UnreadableEvent: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence that says which part could not be read.
    package let description: String

    package init(_ description: String) { self.description = description }
}

import TillModel

extension StripeProvider: SubscriptionCanceling {
    package func cancelCall(_ remoteID: String, atPeriodEnd: Bool) throws(ProviderError) -> ProviderCall {
        try atPeriodEnd ? StripeClient.cancelAtPeriodEnd(remoteID) : StripeClient.cancelNow(remoteID)
    }

    package func cancelSubscription(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> ProviderFact {
        try fact(of: try await client.send(call, idempotencyKey: key))
    }

    package func fetchSubscription(_ remoteID: String) async throws(ProviderError) -> ProviderFact {
        try fact(of: try await client.fetchSubscription(remoteID))
    }

    /// A subscription has no time of its last change; when it was ended, or told to end, is one that Stripe does keep.
    private func fact(of wire: StripeSubscription) throws(ProviderError) -> ProviderFact {
        try fact(at: wire.ended_at ?? wire.canceled_at ?? wire.created) { facts in
            facts.subscription(wire, news: .changed)
        }
    }
}

/// A provider that ends subscriptions when it is asked to.
package protocol SubscriptionCanceling: PaymentProvider {
    /// What ends a subscription, as it will be sent.
    ///
    /// - `remoteID`: The provider's name for it.
    /// - `atPeriodEnd`: Whether it goes on until the end of what is paid.
    func cancelCall(_ remoteID: String, atPeriodEnd: Bool) throws(ProviderError) -> ProviderCall

    /// Ends a subscription, now or with its period; the answer says how it stands then.
    func cancelSubscription(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> ProviderFact

    /// Reads a subscription as it is now.
    func fetchSubscription(_ remoteID: String) async throws(ProviderError) -> ProviderFact
}

/// A provider that gives money back when it is asked to.
package protocol Refunding: PaymentProvider {
    /// What gives part of a payment back, as it will be sent.
    ///
    /// Asks the provider where its own name for the payment is not known yet.
    func refundCall(_ request: RefundRequest) async throws(ProviderError) -> ProviderCall

    /// Gives money back, once for each key.
    func refund(
        _ call: ProviderCall, idempotencyKey key: IdempotencyKey
    ) async throws(ProviderError) -> ProviderFact

    /// Looks among a payment's refunds for the one that carries our id; nil when there is none.
    ///
    /// For the time when the provider no longer knows the key.
    func findRefund(_ request: RefundRequest) async throws(ProviderError) -> ProviderFact?
}

/// What is to be given back.
package struct RefundRequest: Sendable, Hashable {
    /// Our id for it, which the provider's object carries.
    package let id: Refund.ID
    /// The payment that is given back, whose provider's names are all known ones.
    package let payment: Payment
    package let amount: Money
    /// Why, in the words of whoever asked for it; at most 500 characters.
    package let reason: String
    /// Whose it is.
    package let claim: OwnershipClaim

    package init(id: Refund.ID, payment: Payment, amount: Money, reason: String, claim: OwnershipClaim) {
        self.id = id
        self.payment = payment
        self.amount = amount
        self.reason = reason
        self.claim = claim
    }
}

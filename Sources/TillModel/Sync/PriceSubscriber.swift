/// One part of a subscription that is paid at some price, as its provider has it.
package struct PriceSubscriber: Sendable, Hashable {
    /// How it stands.
    package enum Status: Sendable, Hashable {
        /// It renews; a payment may be late.
        case renewing
        /// Nothing was paid yet.
        case trialing
        /// It goes on without being paid, or waits.
        case paused
        /// A payment failed for good, or the first one is still missing.
        case unpaid
        case ended
    }

    /// The provider's name for the subscription.
    package let subscription: String
    /// The provider's name for the part; nil where the provider does not show it.
    package let item: String?
    /// The provider's id of the price that it has now.
    package let price: String
    /// How many; nil where a meter counts.
    package let quantity: Int64?
    /// What is paid in; nil for a currency that is unknown to us.
    package let currency: Currency?
    package let status: Status
    /// When it is paid next, in seconds since 1970; nil where the provider does not say.
    package let renewsAt: Int64?
    /// Whether it ends instead of being paid next.
    package let endsWithPeriod: Bool
    /// Whether a schedule at the provider decides its prices.
    package let isScheduled: Bool
    /// The prices of the subscription's other parts.
    package let otherPrices: Set<String>
    /// The price to which we moved it once; nil when we never did.
    package let movedTo: String?

    package init(
        subscription: String, item: String?, price: String, quantity: Int64?, currency: Currency?,
        status: Status, renewsAt: Int64?, endsWithPeriod: Bool = false, isScheduled: Bool = false,
        otherPrices: Set<String> = [], movedTo: String? = nil
    ) {
        self.subscription = subscription
        self.item = item
        self.price = price
        self.quantity = quantity
        self.currency = currency
        self.status = status
        self.renewsAt = renewsAt
        self.endsWithPeriod = endsWithPeriod
        self.isScheduled = isScheduled
        self.otherPrices = otherPrices
        self.movedTo = movedTo
    }
}

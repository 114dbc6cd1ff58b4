/// One way to pay for a product: an amount, once or at an interval.
public struct Price: Sendable, Hashable {
    /// What the file calls it within its product: `monthly`; `default` for a product's only price.
    public let key: String
    /// The amounts it can be paid in, one for each currency; the first is the default.
    ///
    /// Never empty.
    public let amounts: [Money]
    /// How often it is paid; nil for a price that is paid once.
    public let interval: BillingInterval?
    /// How many days a subscriber may try before the first payment; nil for none.
    public let trialDays: Int?

    /// A price with at least one amount.
    public init(key: String, amounts: [Money], interval: BillingInterval? = nil, trialDays: Int? = nil) {
        precondition(!amounts.isEmpty, "a price needs an amount")
        self.key = key
        self.amounts = amounts
        self.interval = interval
        self.trialDays = trialDays
    }

    /// The amount in the default currency.
    public var amount: Money { amounts[0] }

    /// The amount in a currency; nil when the price is not sold in it.
    public func amount(in currency: Currency) -> Money? { amounts.first { $0.currency == currency } }
}

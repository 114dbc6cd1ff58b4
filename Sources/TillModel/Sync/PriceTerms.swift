/// What a buyer pays for a price, in our own units: what a lock file shows of it.
package struct PriceTerms: Sendable, Hashable {
    package let amount: Money
    /// How often; nil for a price paid once.
    package let interval: BillingInterval?

    package init(amount: Money, interval: BillingInterval?) {
        self.amount = amount
        self.interval = interval
    }
}

/// A price that somebody subscribes to, as its provider has it.
package struct SubscribedPrice: Sendable, Hashable, Codable {
    /// The provider's id.
    package let id: String
    /// What it can be paid in.
    package let currencies: [Currency]
    /// What one unit costs, by currency; empty where that follows from the quantity.
    package let amounts: [Money]
    /// How often it is paid; nil for a price that is paid once.
    package let interval: BillingInterval?
    /// Whether it can be subscribed to.
    package let isActive: Bool

    package init(
        id: String, currencies: [Currency], amounts: [Money], interval: BillingInterval?, isActive: Bool
    ) {
        self.id = id
        self.currencies = currencies
        self.amounts = amounts
        self.interval = interval
        self.isActive = isActive
    }

    /// What some of it costs each period; nil where that follows from more than an amount for each.
    package func cost(of quantity: Int64?, in currency: Currency?) -> Money? {
        guard let quantity, let currency, let amount = amounts.first(where: { $0.currency == currency }) else {
            return nil
        }
        let (units, overflow) = amount.minorUnits.multipliedReportingOverflow(by: quantity)
        return overflow ? nil : Money(minorUnits: units, currency)
    }
}

/// One row of a quote.
package struct QuoteLine: Sendable, Hashable, Codable {
    /// What a row stands for.
    package enum Kind: String, Sendable, Hashable, Codable {
        /// A price of the cart.
        case item
        /// What is paid once with the first payment of a price.
        case setupFee
    }

    package let kind: Kind
    /// How a cart names it: `pro/monthly`.
    package let reference: String
    /// The product's key.
    package let product: String
    /// The price's key.
    package let price: String
    /// What buyers read.
    package let name: String
    /// What buyers read of the price beside the product's name; nil for nothing.
    package let priceName: String?
    package let quantity: Int64
    /// What one is, such as `seat`; nil for the product itself.
    package let unit: String?
    /// What one costs, as text, since it may be less than the smallest unit or depend on the quantity.
    package let unitAmount: String
    /// What all of them cost, as listed.
    package let subtotal: Money
    /// What coupons take off.
    package let discount: Money
    /// What is left, without tax.
    package let net: Money
    /// The tax on it.
    package let tax: Money
    /// The tax's percents, such as `19`; nil when none is known.
    package let taxRate: String?
    /// What buyers call the tax; nil when none is known.
    package let taxName: String?
    /// Whether tax is added to the subtotal, or is in it.
    package let taxBehavior: TaxBehavior
    /// What is paid: ``net`` and ``tax``.
    package let total: Money
    /// How often it is paid; nil for once.
    package let interval: BillingInterval?
    /// How many days there are before the first payment; nil for none.
    package let trialDays: Int?
    /// Whether the quantity is only expected, and what is paid will be what is used.
    package let isEstimate: Bool
    /// How one gets from the list to the total, a sentence for each step.
    package let explanation: [String]

    /// What is paid today: what has a trial, and what is metered, is paid later.
    var dueNow: Money { trialDays == nil && !isEstimate ? total : .zero(total.currency) }
}

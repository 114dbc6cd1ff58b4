import TillModel

/// What somebody wants given back, before anything was checked.
package struct RefundDemand: Sendable, Hashable {
    /// How much.
    package enum Amount: Sendable, Hashable {
        /// All that is left.
        case all
        /// A decimal as a person writes it, in the payment's currency.
        case decimal(String)
        /// Minor units of a currency.
        case minorUnits(Int64, currency: String)
    }

    package let order: Order.ID
    /// The payment, by our id or one of the provider's; nil where the order has only one.
    package let payment: String?
    package let amount: Amount
    /// Why, in a few words that stay with the refund.
    package let reason: String

    package init(order: Order.ID, payment: String? = nil, amount: Amount = .all, reason: String) {
        self.order = order
        self.payment = payment
        self.amount = amount
        self.reason = reason
    }
}

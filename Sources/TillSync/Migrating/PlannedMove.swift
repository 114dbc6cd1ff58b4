import TillModel

/// One subscription's part that goes over, as it was when it was planned.
package struct PlannedMove: Sendable, Hashable, Codable {
    /// Which of the plan's transitions it makes.
    package let transition: Int
    package let subscription: String
    package let item: String
    /// How many; nil where a meter counts.
    package let quantity: Int64?
    /// When it is paid next, in seconds since 1970.
    package let renewsAt: Int64?
    /// What it pays each period, before discounts and tax; nil where that follows from more than the quantity.
    package let before: Money?
    /// What it will pay.
    package let after: Money?

    package init(
        transition: Int, subscription: String, item: String, quantity: Int64?, renewsAt: Int64?, before: Money?,
        after: Money?
    ) {
        self.transition = transition
        self.subscription = subscription
        self.item = item
        self.quantity = quantity
        self.renewsAt = renewsAt
        self.before = before
        self.after = after
    }
}

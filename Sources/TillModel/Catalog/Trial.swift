/// A time before the first payment of a price that recurs.
public struct Trial: Sendable, Hashable {
    /// How many days; at least 1.
    public let days: Int
    /// Whether a payment method must be given before it starts.
    public let requiresPaymentMethod: Bool

    /// A trial of some days.
    public init(days: Int, requiresPaymentMethod: Bool = true) {
        self.days = days
        self.requiresPaymentMethod = requiresPaymentMethod
    }
}

/// A name for an intention, so that repeating it is harmless.
///
/// Derived from what is intended (the order to open a checkout for), never drawn for each attempt.
public struct IdempotencyKey: Sendable, Hashable, CustomStringConvertible {
    /// The text sent to the provider, at most 255 characters.
    public let rawValue: String

    /// The key for opening the checkout session of an order.
    public init(checkoutOf order: Order.ID) { rawValue = "till-checkout-\(order)" }

    /// The key for giving money back once.
    package init(refund: Refund.ID) { rawValue = "till-refund-\(refund)" }

    /// The key for ending a subscription, told apart from earlier tries to end it by a token.
    package init(cancelOf subscription: Subscription.ID, token: String) {
        rawValue = "till-cancel-\(subscription)-\(token)"
    }

    /// A key as the store has it.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The text sent to the provider.
    public var description: String { rawValue }
}

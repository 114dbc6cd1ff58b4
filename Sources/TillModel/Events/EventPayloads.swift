/// What an event about an order as a whole carries: `checkout.completed`, `checkout.expired`, `order.paid`.
public struct OrderEvent: Sendable, Hashable, Codable {
    /// The order as the event left it.
    public let order: Order
    /// Why, where a person decided it, as with `catalog orders accept`; nil otherwise.
    public let reason: String?

    /// A payload.
    package init(order: Order, reason: String? = nil) {
        self.order = order
        self.reason = reason
    }
}

/// What an event about a payment carries: every `payment.…`.
public struct PaymentEvent: Sendable, Hashable, Codable {
    /// The order as the event left it.
    public let order: Order
    /// The payment as the event left it.
    public let payment: Payment
    /// Why, for `payment.failed` and `payment.mismatch`, and where a person accepted it; nil otherwise.
    public let reason: String?

    /// A payload.
    package init(order: Order, payment: Payment, reason: String? = nil) {
        self.order = order
        self.payment = payment
        self.reason = reason
    }
}

/// What an event about a refund carries: every `refund.…`.
public struct RefundEvent: Sendable, Hashable, Codable {
    /// The order as the event left it.
    public let order: Order
    /// The refund as the event left it.
    public let refund: Refund

    /// A payload.
    package init(order: Order, refund: Refund) {
        self.order = order
        self.refund = refund
    }
}

/// What an event about a subscription carries: every `subscription.…`.
public struct SubscriptionEvent: Sendable, Hashable, Codable {
    /// The order that began the subscription; for `subscription.renewed`, the order of the renewal.
    public let order: Order
    /// The subscription as the event left it.
    public let subscription: Subscription

    /// A payload.
    package init(order: Order, subscription: Subscription) {
        self.order = order
        self.subscription = subscription
    }
}

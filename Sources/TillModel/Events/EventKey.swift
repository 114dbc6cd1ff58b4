/// An event's name together with the type of what it carries, so that a hook's `event` is typed.
///
/// `till.on(.orderPaid, named: "…") { event, context in … }` gives `event` the type ``OrderEvent``.
public struct EventKey<Payload: Codable & Sendable>: Sendable {
    /// The event's name.
    public let kind: EventKind

    /// A key for a name that carries this payload.
    package init(_ kind: EventKind) { self.kind = kind }
}

extension EventKey where Payload == OrderEvent {
    /// The buyer finished the payment page, and what was due is paid.
    public static var checkoutCompleted: Self { Self(.checkoutCompleted) }
    /// The payment page closed unpaid.
    public static var checkoutExpired: Self { Self(.checkoutExpired) }
    /// An order is paid in full, or nothing was due.
    ///
    /// Once for each order.
    public static var orderPaid: Self { Self(.orderPaid) }
}

extension EventKey where Payload == PaymentEvent {
    /// A payment was begun with a method that takes time.
    public static var paymentProcessing: Self { Self(.paymentProcessing) }
    /// A payment that fits its order has moved.
    ///
    /// Once for each payment.
    public static var paymentSucceeded: Self { Self(.paymentSucceeded) }
    /// A payment was refused; the buyer may try again.
    public static var paymentFailed: Self { Self(.paymentFailed) }
    /// Money moved that does not fit its order, which is quarantined.
    public static var paymentMismatch: Self { Self(.paymentMismatch) }
    /// Money moved that its order did not need.
    public static var paymentDuplicate: Self { Self(.paymentDuplicate) }
}

extension EventKey where Payload == RefundEvent {
    /// A refund was asked for here; the provider is asked next.
    public static var refundRequested: Self { Self(.refundRequested) }
    /// A refund was begun.
    public static var refundCreated: Self { Self(.refundCreated) }
    /// A refund has moved back to the buyer.
    public static var refundCompleted: Self { Self(.refundCompleted) }
    /// Another name for ``refundCompleted``.
    public static var paymentRefunded: Self { Self(.refundCompleted) }
    /// A refund could not be given back.
    public static var refundFailed: Self { Self(.refundFailed) }
}

extension EventKey where Payload == SubscriptionEvent {
    /// A subscription began.
    public static var subscriptionCreated: Self { Self(.subscriptionCreated) }
    /// Something about a subscription changed that no other event names.
    public static var subscriptionUpdated: Self { Self(.subscriptionUpdated) }
    /// A subscription's next period was paid.
    public static var subscriptionRenewed: Self { Self(.subscriptionRenewed) }
    /// A renewal was not paid.
    public static var subscriptionPastDue: Self { Self(.subscriptionPastDue) }
    /// A trial ends soon.
    public static var subscriptionTrialEnding: Self { Self(.subscriptionTrialEnding) }
    /// A subscription was stopped for a while.
    public static var subscriptionPaused: Self { Self(.subscriptionPaused) }
    /// A paused subscription goes on.
    public static var subscriptionResumed: Self { Self(.subscriptionResumed) }
    /// A subscription ended.
    public static var subscriptionCanceled: Self { Self(.subscriptionCanceled) }
}

extension EventKey where Payload == CatalogDriftEvent {
    /// Something at a provider is not as it was pushed there.
    ///
    /// About no order, and once for each difference, until it is gone.
    public static var catalogDrifted: Self { Self(.catalogDrifted) }
}

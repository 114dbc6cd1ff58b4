/// The name of something that became true in our records, as it is spelled on the wire: `order.paid`.
public struct EventKind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// The name on the wire.
    public let rawValue: String

    /// A name as it is spelled on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name on the wire.
    public var description: String { rawValue }

    /// The buyer finished the payment page, and what was due is paid.
    public static let checkoutCompleted = EventKind(rawValue: "checkout.completed")
    /// The payment page closed unpaid.
    public static let checkoutExpired = EventKind(rawValue: "checkout.expired")
    /// A payment was begun with a method that takes time.
    public static let paymentProcessing = EventKind(rawValue: "payment.processing")
    /// A payment that fits its order has moved.
    ///
    /// Once for each payment.
    public static let paymentSucceeded = EventKind(rawValue: "payment.succeeded")
    /// A payment was refused; the buyer may try again.
    public static let paymentFailed = EventKind(rawValue: "payment.failed")
    /// Money moved that does not fit its order, which is quarantined.
    public static let paymentMismatch = EventKind(rawValue: "payment.mismatch")
    /// Money moved that its order did not need.
    public static let paymentDuplicate = EventKind(rawValue: "payment.duplicate")
    /// An order is paid in full, or nothing was due.
    ///
    /// Once for each order.
    public static let orderPaid = EventKind(rawValue: "order.paid")
    /// A refund was asked for here; the provider is asked next.
    public static let refundRequested = EventKind(rawValue: "refund.requested")
    /// A refund was begun.
    public static let refundCreated = EventKind(rawValue: "refund.created")
    /// A refund has moved back to the buyer.
    public static let refundCompleted = EventKind(rawValue: "refund.completed")
    /// A refund could not be given back.
    public static let refundFailed = EventKind(rawValue: "refund.failed")
    /// A subscription began.
    public static let subscriptionCreated = EventKind(rawValue: "subscription.created")
    /// Something about a subscription changed that no other event names.
    public static let subscriptionUpdated = EventKind(rawValue: "subscription.updated")
    /// A subscription's next period was paid.
    public static let subscriptionRenewed = EventKind(rawValue: "subscription.renewed")
    /// A renewal was not paid.
    public static let subscriptionPastDue = EventKind(rawValue: "subscription.past_due")
    /// A trial ends soon.
    public static let subscriptionTrialEnding = EventKind(rawValue: "subscription.trial_ending")
    /// A subscription was stopped for a while.
    public static let subscriptionPaused = EventKind(rawValue: "subscription.paused")
    /// A paused subscription goes on.
    public static let subscriptionResumed = EventKind(rawValue: "subscription.resumed")
    /// A subscription ended.
    public static let subscriptionCanceled = EventKind(rawValue: "subscription.cancelled")
    /// Something at a provider is not as it was pushed there.
    ///
    /// Once for each difference, until it is gone.
    public static let catalogDrifted = EventKind(rawValue: "catalog.drifted")

    /// Every name that Till gives a meaning, those that later versions emit and aliases included.
    ///
    /// A team's own events have other names.
    package static let reservedNames: Set<String> = [
        "checkout.completed", "checkout.expired", "payment.processing", "payment.succeeded", "payment.failed",
        "payment.mismatch", "payment.duplicate", "payment.reversed", "payment.refunded", "order.paid",
        "refund.requested", "refund.created", "refund.completed", "refund.failed", "subscription.created",
        "subscription.updated", "subscription.renewed", "subscription.past_due", "subscription.trial_ending",
        "subscription.paused", "subscription.resumed", "subscription.cancelled", "dispute.created", "dispute.updated",
        "dispute.closed", "entitlement.granted", "entitlement.revoked", "catalog.drifted",
    ]
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one fact makes of an order: a value that says what to write.
package struct Projection: Sendable {
    /// The order the fact is about, changed or not.
    package var record: OrderRecord
    /// The order of a later period, where the fact is about one.
    package var renewal: OrderRecord?
    /// What became true, in order.
    package var events: [Draft] = []
    /// Whether the provider has now named everything it makes for the order's checkout.
    package var closesCheckout = false
    /// The provider's object that the fact waits for; nothing is written then.
    package var waitsFor: String?
    /// The provider's object that must be read again before the fact can be judged; nothing is written then.
    package var doubt: String?
    /// Why the fact can never be applied; nothing is written then.
    package var refusal: String?

    /// An event before it has its number.
    package struct Draft: Sendable {
        package let kind: EventKind
        package let order: Order.ID
        /// What makes this event one of its kind for its order: the same words give the same event.
        package let discriminator: String
        package let occurredAt: Date
        package let payload: Payload
    }

    /// What an event carries.
    package enum Payload: Sendable {
        case order(OrderEvent)
        case payment(PaymentEvent)
        case refund(RefundEvent)
        case subscription(SubscriptionEvent)

        /// The order as the event left it.
        var order: Order {
            switch self {
            case .order(let payload): payload.order
            case .payment(let payload): payload.order
            case .refund(let payload): payload.order
            case .subscription(let payload): payload.order
            }
        }
    }
}

/// Something that really happened at the simulated Stripe, in the order in which it did.
///
/// The reference is made from these alone; nothing of the engine reads them.
struct Happening: Sendable {
    /// The order whose payment page it came from.
    let order: String
    let what: What

    enum What: Sendable {
        case paid(payment: String, total: Int64)
        case nothingDue
        case declined(payment: String, total: Int64)
        case processing(payment: String, total: Int64)
        /// The page of a payment that takes time is over, since the payment failed.
        case pageFailed
        case pageExpired
        /// A page was finished that names this payment.
        case named(payment: String)
        case refund(id: String, payment: String, amount: Int64, status: String)
        case subscription(id: String, status: String, cancelsAtPeriodEnd: Bool, periodEnd: Int64)
        case trialEnding(subscription: String)
        case renewalPaid(payment: String, total: Int64)
        case renewalFailed(payment: String, total: Int64)
    }
}

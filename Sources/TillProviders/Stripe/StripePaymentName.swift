import TillModel

/// The name by which Stripe takes a payment to give back: its payment intent's, or its charge's.
struct StripePaymentName: Sendable, Hashable {
    /// The parameter that carries it.
    let field: String
    let id: String

    /// The first of a payment's names that can be given back by; nil when none can.
    init?(_ names: [String?]) {
        for case let name? in names {
            if name.hasPrefix("pi_") {
                (field, id) = ("payment_intent", name)
                return
            }
            if name.hasPrefix("ch_") || name.hasPrefix("py_") {
                (field, id) = ("charge", name)
                return
            }
        }
        return nil
    }
}

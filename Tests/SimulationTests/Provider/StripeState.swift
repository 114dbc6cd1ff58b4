/// What the simulated Stripe knows: its objects as they are now.
struct StripeState: Sendable {
    struct Session: Sendable {
        enum Status: String, Sendable { case open, complete, expired }
        let id: String
        let order: String
        let isSubscription: Bool
        let subtotal: Int64
        let trialDays: Int?
        var total: Int64
        var status: Status = .open
        var paymentStatus = "unpaid"
        var intent: String?
        var invoice: String?
        var subscription: String?
        /// Whether a payment was begun that takes time.
        var isProcessing = false
    }

    struct Intent: Sendable {
        enum Status: String, Sendable {
            case requiresPaymentMethod = "requires_payment_method"
            case processing, succeeded
        }
        let id: String
        /// The order that its metadata names; nil for a subscription's, which names none.
        let order: String?
        let amount: Int64
        var status: Status
        /// By which name a payment is known on our side: the intent's, or the invoice's.
        let payment: String
        /// The order whose page it came from.
        let root: String

        var charge: String { "ch_\(id.dropFirst(3))" }
    }

    struct Refund: Sendable {
        enum Status: String, Sendable { case pending, succeeded, failed, canceled }
        let id: String
        let intent: String
        let amount: Int64
        var status: Status
    }

    struct Subscription: Sendable {
        enum Status: String, Sendable {
            case incomplete, trialing, active, canceled
            case pastDue = "past_due"
        }
        let id: String
        let order: String
        let price: Int64
        var status: Status
        var cancelsAtPeriodEnd = false
        var periodEnd: Int64
        var isPaused = false
        var invoice: String

        /// In the words of the engine.
        var word: String {
            switch status {
            case .pastDue: "pastDue"
            case .active where isPaused: "paused"
            default: status.rawValue
            }
        }
    }

    struct Invoice: Sendable {
        let id: String
        let subscription: String
        let intent: String
        let total: Int64
        let isFirst: Bool
        var isPaid = false
    }

    var sessions: [String: Session] = [:]
    var intents: [String: Intent] = [:]
    var refunds: [String: Refund] = [:]
    var subscriptions: [String: Subscription] = [:]
    var invoices: [String: Invoice] = [:]
    /// Which session each key of ours opened.
    var sessionsByKey: [String: String] = [:]
    /// What happened, in order.
    var happenings: [Happening] = []
    private var count = 0

    /// A name for another object.
    mutating func name(_ prefix: String) -> String {
        count += 1
        return "\(prefix)_\(String(count + 10_000).dropFirst())"
    }

    /// How much of a payment was given back, or is on its way.
    func refunded(of intent: String) -> Int64 {
        refunds.values.filter { $0.intent == intent && ($0.status == .succeeded || $0.status == .pending) }
            .reduce(0) { $0 + $1.amount }
    }
}

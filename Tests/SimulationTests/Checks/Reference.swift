/// What must become of an order, worked out from what really happened, in the order in which it did.
///
/// It shares nothing with the engine: no message, no clock and no database comes near it.
struct Reference: Sendable, Equatable {
    struct Payment: Sendable, Equatable {
        var status: String
        var total: Int64
        var refunded: Int64 = 0
        var isDuplicate = false
    }

    struct Refund: Sendable, Equatable {
        let payment: String
        let amount: Int64
        var status: String
    }

    struct Subscription: Sendable, Equatable {
        var status: String
        var cancelsAtPeriodEnd: Bool
        var periodEnd: Int64
    }

    var status = "pending"
    var total: Int64
    var payments: [String: Payment] = [:]
    var refunds: [String: Refund] = [:]
    var subscriptions: [String: Subscription] = [:]

    /// What is not compared row by row, and decides which events there must be.
    struct Story: Sendable {
        /// Payments that a finished page named; of others we may never learn whose they are.
        var named: Set<String> = []
        var hasNothingDue = false
        var trialEnds = 0
        var hasExpired = false
    }

    /// An order and the orders of its later periods, by the payment that made each.
    ///
    /// - `asked`: What the order asked for.
    /// - `needed`: The payments that the engine took for those the orders needed; which of two is one too many depends
    ///   on which was heard of first.
    static func fold(
        _ happenings: [Happening], asked: Int64, needed: Set<String>
    ) -> (base: Reference, renewals: [String: Reference], story: Story) {
        var base = Reference(total: asked)
        var renewals: [String: Reference] = [:]
        var story = Story()
        for happening in happenings {
            switch happening.what {
            case .paid(let payment, let total):
                base.payments[payment] = Payment(status: "succeeded", total: total)
            case .declined(let payment, let total):
                base.payments[payment] = Payment(status: "failed", total: total)
            case .processing(let payment, let total):
                base.payments[payment] = Payment(status: "processing", total: total)
            case .nothingDue: story.hasNothingDue = true
            case .pageFailed, .pageExpired: story.hasExpired = true
            case .named(let payment): story.named.insert(payment)
            case .trialEnding: story.trialEnds += 1
            case .subscription(let id, let status, let cancels, let periodEnd):
                base.subscriptions[id] = Subscription(
                    status: status, cancelsAtPeriodEnd: cancels, periodEnd: periodEnd)
            case .renewalPaid(let payment, let total):
                renewals[payment, default: Reference(total: asked)].payments[payment] = Payment(
                    status: "succeeded", total: total)
            case .renewalFailed(let payment, let total):
                renewals[payment, default: Reference(total: asked)].payments[payment] = Payment(
                    status: "failed", total: total)
            case .refund(let id, let payment, let amount, let status):
                let refund = Refund(payment: payment, amount: amount, status: status)
                if renewals[payment] != nil {
                    renewals[payment]?.refunds[id] = refund
                } else {
                    base.refunds[id] = refund
                }
            }
        }
        base.conclude(asked: asked, needed: needed, story)
        for key in renewals.keys { renewals[key]?.conclude(asked: asked, needed: needed, Story()) }
        return (base, renewals, story)
    }

    /// What the rows together make of the order.
    private mutating func conclude(asked: Int64, needed: Set<String>, _ story: Story) {
        for refund in refunds.values where refund.status == "succeeded" {
            payments[refund.payment]?.refunded += refund.amount
        }
        let moved = payments.filter { $0.value.status == "succeeded" }
        for key in moved.keys where !needed.contains(key) { payments[key]?.isDuplicate = true }
        if story.hasNothingDue {
            (status, total) = ("paid", 0)
            return
        }
        guard let own = moved.first(where: { needed.contains($0.key) })?.value else {
            // Money that moved is always needed by something, or by nothing because another came first.
            if story.hasExpired { status = "expired" }
            return
        }
        guard own.total == asked else {
            status = "quarantined"
            return
        }
        total = own.total
        let refunded = own.refunded
        status = refunded == 0 ? "paid" : refunded < total ? "partiallyRefunded" : "refunded"
    }
}

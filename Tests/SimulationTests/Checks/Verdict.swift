import TillModel

/// Compares what is in the database with what must be.
struct Verdict {
    private(set) var faults: [String] = []
    private let state: FinalState
    private let world: World

    init(_ state: FinalState, of world: World) {
        self.state = state
        self.world = world
        faults = world.violations.all
        judgeMessages()
        judgeSequences()
        judgeHooks()
        judgeOrders()
    }

    // MARK: - Messages

    /// Every message has ended; a dead one only where nobody could know whose it is.
    private mutating func judgeMessages() {
        for lane in state.lanes { faults.append("lane \(lane["id"]) is left over") }
        for message in state.messages {
            let words = "message \(message["dedup_key"]) (\(message["type"])) is \(message["status"])"
            switch message["status"] {
            case "applied": break
            case "ignored" where message["reason"] == "unmapped" || isOfSubscription(message): break
            // What names an order whose page is over, and that no page of it has named yet, is not believed.
            case "dead" where message["reason"].hasPrefix("orphan:") && isOfPayment(message): break
            default: faults.append("\(words): \(message["reason"])")
            }
        }
    }

    /// A subscription's payment intents name no order; its invoices do.
    private func isOfSubscription(_ message: FinalState.Row) -> Bool {
        message["reason"] == "unrelated" && message["type"] == "payment_intent.succeeded"
    }

    private func isOfPayment(_ message: FinalState.Row) -> Bool {
        message["type"].hasPrefix("payment_intent.") || message["type"] == "charge.refunded"
    }

    // MARK: - Events and hooks

    private mutating func judgeSequences() {
        for (order, events) in Dictionary(grouping: state.events, by: { $0["order_id"] }) {
            let sequence = events.compactMap { Int($0["sequence"]) }
            if sequence != Array(1...events.count) { faults.append("the events of \(order) are numbered \(sequence)") }
        }
    }

    private mutating func judgeHooks() {
        let effects = Set(world.effects.all)
        for run in state.runs {
            let words = "hook \(run["hook"]) for \(run["event_id"])"
            guard run["status"] == "succeeded" else {
                faults.append("\(words) is \(run["status"]) after \(run["attempts"]) attempts: \(run["error"])")
                continue
            }
            guard let event = Event.ID(rawValue: run["event_id"]),
                effects.contains(Effects.Effect(event: event, hook: run["hook"]))
            else {
                faults.append("\(words) succeeded without an effect")
                continue
            }
        }
        if effects.count > state.runs.count { faults.append("there are effects of no run") }
    }

    // MARK: - Orders

    private mutating func judgeOrders() {
        let purchases = state.orders.filter { $0.kind == "purchase" }
        if purchases.count > world.purchases.count {
            faults.append("\(world.purchases.count) keys made \(purchases.count) orders")
        }
        let happenings = Dictionary(grouping: world.stripe.happenings, by: \.order)
        for order in happenings.keys where !purchases.contains(where: { $0.id == order }) {
            faults.append("Stripe has order \(order), and we have not")
        }
        for order in purchases { judge(order, happenings[order.id] ?? []) }
        let renewals = state.orders.filter { $0.kind == "renewal" }.flatMap(\.reference.payments.keys)
        let told = world.stripe.happenings.compactMap { happening -> String? in
            switch happening.what {
            case .renewalPaid(let payment, _), .renewalFailed(let payment, _): payment
            default: nil
            }
        }
        if Set(renewals) != Set(told) || renewals.count != Set(renewals).count {
            faults.append("there are renewals of \(renewals.sorted()), told were \(Set(told).sorted())")
        }
    }

    private mutating func judge(_ order: FinalState.Order, _ happenings: [Happening]) {
        let all = state.orders.map(\.reference.payments).joined()
        let needed = Set(all.filter { $0.value.status == "succeeded" && !$0.value.isDuplicate }.map(\.key))
        let asked = world.stripe.price(of: order.id) ?? order.reference.total
        let expected = Reference.fold(happenings, asked: asked, needed: needed)
        compare(order, expected.base, expected.story)
        judgeEvents(of: order, expected.base, expected.story)
        for (payment, renewal) in expected.renewals {
            guard let made = state.orders.first(where: { $0.reference.payments[payment] != nil }) else { continue }
            compare(made, renewal, Reference.Story(named: [payment]))
            judgeEvents(of: made, renewal, Reference.Story(), isRenewal: true)
        }
    }

    private mutating func compare(_ order: FinalState.Order, _ expected: Reference, _ story: Reference.Story) {
        var expected = expected
        // A refused payment that no finished page named may be dead as an orphan.
        for (id, payment) in expected.payments
        where payment.status == "failed" && !story.named.contains(id) && order.reference.payments[id] == nil {
            expected.payments[id] = nil
        }
        // An order whose page was refused, or never opened.
        if expected.status == "pending", expected.payments.isEmpty, order.reference.status == "canceled" {
            expected.status = "canceled"
        }
        guard order.reference != expected else { return }
        faults.append("order \(order.id) is\n    \(order.reference)\nand must be\n    \(expected)")
    }

    /// Which events there must be, and how often.
    private mutating func judgeEvents(
        of order: FinalState.Order, _ expected: Reference, _ story: Reference.Story, isRenewal: Bool = false
    ) {
        let events = state.events.filter { $0["order_id"] == order.id }
        let counts = Dictionary(grouping: events) { $0["kind"] }.mapValues(\.count)
        func count(_ kind: String, is number: Int) -> String? {
            let actual = counts[kind] ?? 0
            return actual == number ? nil : "order \(order.id) has \(actual) events \(kind), and must have \(number)"
        }
        let moved = expected.payments.values.filter { $0.status == "succeeded" }
        let fits = moved.contains { !$0.isDuplicate } && expected.status != "quarantined"
        let isPaid = fits || story.hasNothingDue
        let refunds = expected.refunds.values
        faults += [
            count("order.paid", is: isPaid ? 1 : 0),
            count("payment.succeeded", is: fits ? 1 : 0),
            count("payment.duplicate", is: moved.filter(\.isDuplicate).count),
            count("payment.mismatch", is: expected.status == "quarantined" ? 1 : 0),
            count("checkout.completed", is: isPaid && !isRenewal ? 1 : 0),
            count("refund.created", is: refunds.count),
            count("refund.failed", is: refunds.filter { $0.status == "failed" || $0.status == "canceled" }.count),
            count("subscription.created", is: expected.subscriptions.count),
            count(
                "subscription.cancelled", is: expected.subscriptions.values.filter { $0.status == "canceled" }.count),
            count("subscription.renewed", is: isRenewal && isPaid ? 1 : 0),
        ].compactMap { $0 }
        let completed = refunds.filter { $0.status == "succeeded" }.count
        if counts["refund.completed"] ?? 0 < completed {
            faults.append("order \(order.id) lacks refund.completed")
        }
        if expected.status == "expired", counts["checkout.expired"] != 1 {
            faults.append("order \(order.id) expired without an event")
        }
    }
}

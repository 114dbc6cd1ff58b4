/// One change at the simulated Stripe: the objects it leaves, what it tells, and what really happened.
struct StripeChange {
    private(set) var state: StripeState
    private(set) var told: [SimulatedStripe.Told] = []
    private let shapes: StripeShapes
    private let now: Int64
    private static let month: Int64 = 2_592_000

    init(state: StripeState, shapes: StripeShapes, at now: Int64) {
        self.state = state
        self.shapes = shapes
        self.now = now
    }

    mutating func make(_ move: StripeMove) {
        switch move {
        case .decline(let id): decline(id)
        case .pay(let id, let total): pay(id, total: total)
        case .beginSlowPayment(let id): beginSlowPayment(id)
        case .endSlowPayment(let id, let succeeds): endSlowPayment(id, succeeds: succeeds)
        case .beginTrial(let id): beginTrial(id)
        case .failFirstInvoice(let id): failFirstInvoice(id)
        case .expire(let id): expire(id)
        case .refund(let id, let amount, let isPending): refund(id, amount: amount, isPending: isPending)
        case .endRefund(let id, let status): endRefund(id, status)
        case .announceTrialEnd(let id): announceTrialEnd(id)
        case .renew(let id, let total): renew(id, total: total)
        case .failRenewal(let id): failRenewal(id)
        case .recover(let id): recover(id)
        case .changeCancellation(let id): change(id) { $0.cancelsAtPeriodEnd.toggle() }
        case .pause(let id, let isPaused): change(id) { $0.isPaused = isPaused }
        case .cancel(let id): change(id, type: "customer.subscription.deleted") { $0.status = .canceled }
        }
    }

    private mutating func tell(_ type: String, _ object: String) {
        let id = state.name("evt")
        told.append(
            SimulatedStripe.Told(
                id: id, type: type, created: now,
                body: shapes.event(id: id, type: type, created: now, object: object)))
    }

    private mutating func happened(_ order: String, _ what: Happening.What) {
        state.happenings.append(Happening(order: order, what: what))
    }

    // MARK: - A payment page

    private mutating func intent(of session: StripeState.Session, _ status: StripeState.Intent.Status)
        -> StripeState.Intent
    {
        let id = session.intent ?? state.name("pi")
        let intent = StripeState.Intent(
            id: id, order: session.order, amount: session.total, status: status, payment: id, root: session.order)
        state.intents[id] = intent
        return intent
    }

    private mutating func decline(_ id: String) {
        guard var session = state.sessions[id] else { return }
        let intent = intent(of: session, .requiresPaymentMethod)
        session.intent = intent.id
        state.sessions[id] = session
        happened(session.order, .declined(payment: intent.id, total: intent.amount))
        tell("payment_intent.payment_failed", shapes.json(intent))
    }

    private mutating func pay(_ id: String, total: Int64) {
        guard var session = state.sessions[id] else { return }
        // What was begun with one amount is finished with it.
        if session.intent == nil { session.total = total }
        session.status = .complete
        session.paymentStatus = "paid"
        guard session.isSubscription else {
            let intent = intent(of: session, .succeeded)
            session.intent = intent.id
            state.sessions[id] = session
            happened(session.order, .paid(payment: intent.id, total: intent.amount))
            happened(session.order, .named(payment: intent.id))
            tell("payment_intent.succeeded", shapes.json(intent))
            tell("checkout.session.completed", shapes.json(session))
            return
        }
        let isNew = session.subscription == nil
        var subscription = beginSubscription(of: &session, as: isNew ? .incomplete : .active)
        if isNew { tell("customer.subscription.created", shapes.json(subscription)) }
        subscription.status = .active
        state.subscriptions[subscription.id] = subscription
        state.sessions[id] = session
        payInvoice(subscription.invoice, of: subscription)
        happened(session.order, .paid(payment: subscription.invoice, total: session.total))
        happened(session.order, .named(payment: subscription.invoice))
        tellState(of: subscription)
        tell("checkout.session.completed", shapes.json(session))
    }

    private mutating func beginSlowPayment(_ id: String) {
        guard var session = state.sessions[id] else { return }
        session.status = .complete
        session.isProcessing = true
        let intent = intent(of: session, .processing)
        session.intent = intent.id
        state.sessions[id] = session
        happened(session.order, .processing(payment: intent.id, total: intent.amount))
        happened(session.order, .named(payment: intent.id))
        tell("payment_intent.processing", shapes.json(intent))
        tell("checkout.session.completed", shapes.json(session))
    }

    private mutating func endSlowPayment(_ id: String, succeeds: Bool) {
        guard var session = state.sessions[id] else { return }
        session.isProcessing = false
        session.paymentStatus = succeeds ? "paid" : "unpaid"
        let intent = intent(of: session, succeeds ? .succeeded : .requiresPaymentMethod)
        state.sessions[id] = session
        if succeeds {
            happened(session.order, .paid(payment: intent.id, total: intent.amount))
            tell("checkout.session.async_payment_succeeded", shapes.json(session))
            tell("payment_intent.succeeded", shapes.json(intent))
        } else {
            happened(session.order, .declined(payment: intent.id, total: intent.amount))
            happened(session.order, .pageFailed)
            tell("checkout.session.async_payment_failed", shapes.json(session))
            tell("payment_intent.payment_failed", shapes.json(intent))
        }
    }

    private mutating func expire(_ id: String) {
        guard var session = state.sessions[id] else { return }
        session.status = .expired
        // An expired page names no payment.
        session.intent = nil
        state.sessions[id] = session
        happened(session.order, .pageExpired)
        tell("checkout.session.expired", shapes.json(session))
    }

    // MARK: - Subscriptions

    private mutating func beginSubscription(
        of session: inout StripeState.Session, as status: StripeState.Subscription.Status
    ) -> StripeState.Subscription {
        if let known = session.subscription.flatMap({ state.subscriptions[$0] }) { return known }
        var subscription = StripeState.Subscription(
            id: state.name("sub"), order: session.order, price: session.subtotal, status: status,
            periodEnd: now + Self.month, invoice: "")
        subscription.invoice = invoice(of: subscription, total: session.total, isFirst: true)
        state.subscriptions[subscription.id] = subscription
        session.subscription = subscription.id
        session.invoice = subscription.invoice
        return subscription
    }

    private mutating func invoice(
        of subscription: StripeState.Subscription, total: Int64, isFirst: Bool
    ) -> String {
        let id = state.name("in")
        let intent = state.name("pi")
        state.invoices[id] = StripeState.Invoice(
            id: id, subscription: subscription.id, intent: intent, total: total, isFirst: isFirst)
        if total > 0 {
            state.intents[intent] = StripeState.Intent(
                id: intent, order: nil, amount: total, status: .requiresPaymentMethod, payment: id,
                root: subscription.order)
        }
        return id
    }

    private mutating func payInvoice(_ id: String, of subscription: StripeState.Subscription) {
        state.invoices[id]?.isPaid = true
        guard let invoice = state.invoices[id] else { return }
        if invoice.total > 0 {
            state.intents[invoice.intent]?.status = .succeeded
            if let intent = state.intents[invoice.intent] { tell("payment_intent.succeeded", shapes.json(intent)) }
        }
        tell("invoice.paid", shapes.json(invoice, order: subscription.order))
        if invoice.total > 0 { tell("invoice_payment.paid", shapes.invoicePayment(of: invoice)) }
    }

    /// Tells how a subscription is, after it changed.
    private mutating func tellState(
        of subscription: StripeState.Subscription, type: String = "customer.subscription.updated"
    ) {
        state.subscriptions[subscription.id] = subscription
        happened(
            subscription.order,
            .subscription(
                id: subscription.id, status: subscription.word, cancelsAtPeriodEnd: subscription.cancelsAtPeriodEnd,
                periodEnd: subscription.periodEnd))
        tell(type, shapes.json(subscription))
    }

    private mutating func change(
        _ id: String, type: String = "customer.subscription.updated", _ body: (inout StripeState.Subscription) -> Void
    ) {
        guard var subscription = state.subscriptions[id] else { return }
        body(&subscription)
        tellState(of: subscription, type: type)
    }

    private mutating func beginTrial(_ id: String) {
        guard var session = state.sessions[id] else { return }
        session.status = .complete
        session.paymentStatus = "no_payment_required"
        let subscription = beginSubscription(of: &session, as: .trialing)
        state.sessions[id] = session
        happened(session.order, .nothingDue)
        tellState(of: subscription, type: "customer.subscription.created")
        payInvoice(subscription.invoice, of: subscription)
        tell("checkout.session.completed", shapes.json(session))
    }

    private mutating func failFirstInvoice(_ id: String) {
        guard var session = state.sessions[id] else { return }
        let subscription = beginSubscription(of: &session, as: .incomplete)
        state.sessions[id] = session
        happened(session.order, .declined(payment: subscription.invoice, total: session.total))
        tellState(of: subscription, type: "customer.subscription.created")
        if let invoice = state.invoices[subscription.invoice] {
            tell("invoice.payment_failed", shapes.json(invoice, order: session.order))
        }
    }

    private mutating func announceTrialEnd(_ id: String) {
        guard let subscription = state.subscriptions[id] else { return }
        happened(subscription.order, .trialEnding(subscription: id))
        tell("customer.subscription.trial_will_end", shapes.json(subscription))
    }

    private mutating func renew(_ id: String, total: Int64) {
        guard var subscription = state.subscriptions[id] else { return }
        subscription.status = .active
        subscription.periodEnd += Self.month
        subscription.invoice = invoice(of: subscription, total: total, isFirst: false)
        tellState(of: subscription)
        payInvoice(subscription.invoice, of: subscription)
        happened(subscription.order, .renewalPaid(payment: subscription.invoice, total: total))
    }

    private mutating func failRenewal(_ id: String) {
        guard var subscription = state.subscriptions[id] else { return }
        subscription.status = .pastDue
        subscription.periodEnd += Self.month
        subscription.invoice = invoice(of: subscription, total: subscription.price, isFirst: false)
        if let invoice = state.invoices[subscription.invoice] {
            tell("invoice.payment_failed", shapes.json(invoice, order: subscription.order))
        }
        happened(subscription.order, .renewalFailed(payment: subscription.invoice, total: subscription.price))
        tellState(of: subscription)
    }

    private mutating func recover(_ id: String) {
        guard var subscription = state.subscriptions[id] else { return }
        subscription.status = .active
        payInvoice(subscription.invoice, of: subscription)
        happened(subscription.order, .renewalPaid(payment: subscription.invoice, total: subscription.price))
        tellState(of: subscription)
    }

    // MARK: - Refunds

    private mutating func refund(_ id: String, amount: Int64, isPending: Bool) {
        guard let intent = state.intents[id] else { return }
        let refund = StripeState.Refund(
            id: state.name("re"), intent: id, amount: amount, status: isPending ? .pending : .succeeded)
        state.refunds[refund.id] = refund
        tell("refund.created", shapes.json(refund, charge: intent.charge))
        tell("charge.refunded", shapes.charge(of: intent, refunded: state.refunded(of: id)))
        happened(refund, of: intent)
    }

    private mutating func endRefund(_ id: String, _ status: StripeState.Refund.Status) {
        guard var refund = state.refunds[id], let intent = state.intents[refund.intent] else { return }
        refund.status = status
        state.refunds[id] = refund
        tell("refund.updated", shapes.json(refund, charge: intent.charge))
        if status == .failed { tell("refund.failed", shapes.json(refund, charge: intent.charge)) }
        happened(refund, of: intent)
    }

    private mutating func happened(_ refund: StripeState.Refund, of intent: StripeState.Intent) {
        happened(
            intent.root,
            .refund(
                id: refund.id, payment: intent.payment, amount: refund.amount, status: refund.status.rawValue))
    }
}

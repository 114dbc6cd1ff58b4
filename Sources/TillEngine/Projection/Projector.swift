import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Works out what a fact makes of an order.
///
/// Pure: reads no clock, writes nothing.
///
/// A fact that was applied already changes nothing and makes no new event, and an older fact never overwrites a
/// newer one, so facts may come any number of times and in any order.
package struct Projector {
    /// What is known before the fact, and in the end what is known after it.
    private var projection: Projection
    private let fact: ProviderFact
    /// The message that brought the fact; tells apart events that nothing else tells apart.
    private let cause: String
    /// Whether the provider can be asked where the fact leaves a doubt.
    private let mayDoubt: Bool
    /// Whether the provider was asked for what the fact is about, and its answer is known already.
    private let isAnswered: Bool

    private init(projection: Projection, fact: ProviderFact, cause: String, mayDoubt: Bool, isAnswered: Bool) {
        self.projection = projection
        self.fact = fact
        self.cause = cause
        self.mayDoubt = mayDoubt
        self.isAnswered = isAnswered
    }

    /// - `cause`: The dedup key of the message that brought the fact.
    /// - `record`: The order the fact is about.
    /// - `renewal`: The order of the later period that the fact is about, when it is known already.
    /// - `mayDoubt`: Whether the provider can be asked how an object is now; when it cannot, the newest word counts.
    /// - `isAnswered`: Whether it was asked, after the fact's message came, and its answer was projected before.
    package static func project(
        _ fact: ProviderFact, cause: String, onto record: OrderRecord, renewal: OrderRecord? = nil,
        mayDoubt: Bool = false, isAnswered: Bool = false
    ) throws(MoneyError) -> Projection {
        var projector = Projector(
            projection: Projection(record: record, renewal: renewal), fact: fact, cause: cause, mayDoubt: mayDoubt,
            isAnswered: isAnswered)
        try projector.apply()
        return projector.projection
    }

    private mutating func apply() throws(MoneyError) {
        switch fact.change {
        case .checkoutCompleted(let completion):
            completed(completion)
        case .checkoutExpired:
            projection.closesCheckout = true
            if projection.record.order.sessionExpired() { publish(.checkoutExpired, by: "") }
        case .checkoutFailed(let remoteID, let amounts, let reason):
            projection.closesCheckout = true
            failed(remoteID, amounts, reason, of: \.record)
            if projection.record.order.sessionExpired() { publish(.checkoutExpired, by: "") }
        case .paymentProcessing(let remoteID, let amounts):
            processing(remoteID, amounts)
        case .paymentSucceeded(let remoteID, let amounts):
            succeeded(remoteID, amounts, of: \.record)
        case .paymentFailed(let remoteID, let amounts, let reason):
            failed(remoteID, amounts, reason, of: \.record)
        case .paymentAlias(let remoteID, let alias):
            rename(remoteID, alias)
        case .paymentRefunded(let remoteID, let refunded):
            try refundedTotal(remoteID, refunded)
        case .refund(let remoteID, let payment, let total, let status, let claim):
            try refund(remoteID, payment: payment, total: total, status: status, claim: claim)
        case .subscription(let state, let news):
            subscription(state, news)
        case .renewalPaid(let subscription, let payment, let amounts):
            if try makeRenewal(of: subscription, payment: payment) { renewed(subscription, payment, amounts) }
        case .renewalFailed(let subscription, let payment, let amounts, let reason):
            if try makeRenewal(of: subscription, payment: payment) {
                failed(payment, amounts, reason, of: \.renewalRecord)
            }
        }
    }

    // MARK: - Checkout and payments

    private mutating func completed(_ completion: ProviderFact.Completion) {
        projection.closesCheckout = true
        switch completion.outcome {
        case .paid:
            let payment = completion.payment ?? fact.subject.session ?? cause
            succeeded(payment, completion.amounts, of: \.record)
        case .nothingDue:
            nothingDue(completion.amounts)
        case .processing:
            if let payment = completion.payment { processing(payment, completion.amounts) }
            return
        }
        // Money that does not fit, or was not needed, completes nothing.
        if projection.record.order.paidAt != nil { publish(.checkoutCompleted, by: "") }
    }

    /// A trial began, or the order was free: the order is paid without a payment.
    private mutating func nothingDue(_ amounts: ReportedAmounts) {
        let isPaid = projection.record.order.paidAt != nil
        switch projection.record.order.paymentSucceeded(isKnown: isPaid, reported: amounts, at: fact.occurredAt) {
        case .paid:
            publish(.orderPaid, by: "")
        case .mismatch(let reason):
            let remoteID = fact.subject.session ?? cause
            let payment = payment(remoteID, amounts, status: .succeeded)
            projection.record.save(payment)
            publish(.paymentMismatch, payment, reason: reason, of: \.record)
        case .known, .duplicate:
            break
        }
    }

    private mutating func succeeded(
        _ remoteID: String, _ amounts: ReportedAmounts, of path: WritableKeyPath<Projection, OrderRecord>
    ) {
        let known = projection[keyPath: path].payment(remoteID)
        var payment = payment(remoteID, amounts, status: .succeeded, of: path)
        let effect = projection[keyPath: path].order.paymentSucceeded(
            isKnown: known?.status == .succeeded, reported: amounts, at: fact.occurredAt)
        switch effect {
        case .known:
            return
        case .paid:
            projection[keyPath: path].save(payment)
            publish(.paymentSucceeded, payment, of: path)
            publish(.orderPaid, by: "", of: path)
        case .duplicate:
            payment.isDuplicate = true
            projection[keyPath: path].save(payment)
            publish(.paymentDuplicate, payment, of: path)
        case .mismatch(let reason):
            projection[keyPath: path].save(payment)
            publish(.paymentMismatch, payment, reason: reason, of: path)
        }
    }

    private mutating func processing(_ remoteID: String, _ amounts: ReportedAmounts) {
        let known = projection.record.payment(remoteID)
        guard known == nil || known?.status == .failed && isNewer(than: known?.updatedAt) else { return }
        let payment = payment(remoteID, amounts, status: .processing)
        projection.record.save(payment)
        publish(.paymentProcessing, payment, of: \.record)
    }

    private mutating func failed(
        _ remoteID: String, _ amounts: ReportedAmounts, _ reason: String,
        of path: WritableKeyPath<Projection, OrderRecord>
    ) {
        let known = projection[keyPath: path].payment(remoteID)
        switch known?.status {
        case .succeeded: return
        // The same refusal may be told by two messages: of the session, and of the payment.
        case .failed where !isNewer(than: known?.updatedAt): return
        // A refusal from before the payment was begun again is over.
        case .processing where fact.occurredAt < known?.updatedAt ?? fact.occurredAt: return
        default: break
        }
        var payment = payment(remoteID, amounts, status: .failed, of: path)
        payment.failureReason = reason
        projection[keyPath: path].save(payment)
        publish(.paymentFailed, payment, reason: reason, discriminator: cause, of: path)
    }

    private mutating func rename(_ remoteID: String, _ alias: String) {
        guard var payment = projection.record.payment(remoteID) else {
            projection.waitsFor = remoteID
            return
        }
        payment.aliasID = alias
        projection.record.save(payment)
    }

    private func isNewer(than instant: Date?) -> Bool {
        instant.map { fact.occurredAt > $0 } ?? true
    }

    /// A payment as the fact tells it, under the name by which it is known when the fact calls it by the other one.
    private func payment(
        _ remoteID: String, _ amounts: ReportedAmounts, status: Payment.Status,
        of path: KeyPath<Projection, OrderRecord> = \.record
    ) -> Payment {
        let order = projection[keyPath: path].order
        let known = projection[keyPath: path].payment(remoteID)
        return Payment(
            id: known?.id ?? DerivedIdentifiers.make(order.account, remoteID), order: order.id, status: status,
            total: Money(minorUnits: amounts.total, amounts.currency), remoteID: known?.remoteID ?? remoteID,
            aliasID: known?.aliasID, updatedAt: fact.occurredAt)
    }

    // MARK: - Refunds

    private mutating func refundedTotal(_ remoteID: String, _ refunded: Money) throws(MoneyError) {
        guard let payment = refundablePayment(remoteID, refunded.currency) else { return }
        // Refunds tell more than the charge's running total, which may be older than what they say; those that the
        // provider was asked for are told soon.
        guard !projection.record.refunds.contains(where: { $0.payment == payment.id && $0.isTold }),
            refunded.minorUnits > payment.refunded.minorUnits
        else { return }
        try setRefunded(min(refunded.minorUnits, payment.total.minorUnits), of: payment)
    }

    private mutating func refund(
        _ remoteID: String, payment paymentID: String, total: Money, status: Refund.Status, claim: Refund.ID?
    ) throws(MoneyError) {
        guard let payment = refundablePayment(paymentID, total.currency) else { return }
        let order = projection.record.order
        let known = projection.record.refunds.first { $0.remoteID == remoteID }
        if let known, known.status == status || !known.status.leads(to: status) { return }
        // One that we asked for meets its row by our id, which its metadata carries; only one that still waits for its
        // answer, and for this money, is taken at that word.
        let asked = projection.record.refunds.first {
            $0.id == claim && $0.remoteID == nil && $0.status == .pending && $0.payment == payment.id
                && $0.total == total
        }
        var refund =
            known ?? asked
            ?? Refund(
                id: DerivedIdentifiers.make(order.account, remoteID), order: order.id, payment: payment.id,
                status: .pending, total: total, remoteID: remoteID, updatedAt: fact.occurredAt)
        refund.remoteID = remoteID
        refund.status = status
        refund.updatedAt = fact.occurredAt
        projection.record.save(refund)
        // Refunds of one payment are added up from the refunds, so that a second message of one counts once. The
        // charge's running total may be ahead of the refunds told so far, until one of them is known to have failed.
        let refunds = projection.record.refunds.filter { $0.payment == payment.id }
        let settled = refunds.filter { $0.status == .succeeded }
        let sum = try Money.sum(settled.map(\.total), total.currency).minorUnits
        let hasReturned = refunds.contains { $0.remoteID != nil && ($0.status == .failed || $0.status == .canceled) }
        let running = hasReturned ? sum : max(sum, payment.refunded.minorUnits)
        try setRefunded(min(running, payment.total.minorUnits), of: payment)
        if known == nil { publish(.refundCreated, refund) }
        switch status {
        case .succeeded: publish(.refundCompleted, refund)
        case .failed, .canceled: publish(.refundFailed, refund)
        case .pending: break
        }
    }

    /// The payment that money was given back of; when it is not known yet, the fact waits for it.
    private mutating func refundablePayment(_ remoteID: String, _ currency: Currency) -> Payment? {
        guard let payment = projection.record.payment(remoteID), payment.status == .succeeded,
            payment.total.currency == currency
        else {
            projection.waitsFor = remoteID
            return nil
        }
        return payment
    }

    private mutating func setRefunded(_ minorUnits: Int64, of payment: Payment) throws(MoneyError) {
        var payment = payment
        payment.refunded = Money(minorUnits: minorUnits, payment.total.currency)
        projection.record.save(payment)
        let total = try projection.record.refundedTotal()
        _ = projection.record.order.refunded(total)
    }

    // MARK: - Subscriptions

    private mutating func subscription(
        _ state: ProviderFact.SubscriptionState, _ news: ProviderFact.SubscriptionNews
    ) {
        let order = projection.record.order
        let known = projection.record.subscriptions.first { $0.remoteID == state.remoteID }
        // What was asked for is newer than everything told before, whatever the clocks say.
        let version = fact.isFetched ? max(fact.occurredAt, known?.updatedAt ?? fact.occurredAt) : fact.occurredAt
        let subscription = Subscription(
            id: DerivedIdentifiers.make(order.account, state.remoteID), order: order.id, status: state.status,
            cancelsAtPeriodEnd: state.cancelsAtPeriodEnd, currentPeriodEndsAt: state.currentPeriodEndsAt,
            remoteID: state.remoteID, updatedAt: version)
        guard let known else {
            projection.record.save(subscription)
            publish(.subscriptionCreated, subscription, discriminator: "")
            if state.status == .canceled { publish(.subscriptionCanceled, subscription, discriminator: "") }
            if news == .trialEnding { publishTrialEnding(subscription) }
            return
        }
        if news == .trialEnding { return publishTrialEnding(known) }
        // Nothing follows an end, and nothing goes back to before the first payment.
        guard known.status != .canceled, state.status != .incomplete || known.status == .incomplete else { return }
        let isNews =
            known.status != subscription.status || known.cancelsAtPeriodEnd != subscription.cancelsAtPeriodEnd
            || known.currentPeriodEndsAt != subscription.currentPeriodEndsAt
        // An older word may be all that is left of a change, and of two from the same second nobody can tell which came
        // last: the provider counts whole seconds.
        if mayDoubt, !fact.isFetched, isNews, fact.occurredAt <= known.updatedAt, state.status != .canceled {
            projection.doubt = state.remoteID
            return
        }
        guard version >= known.updatedAt || state.status == .canceled else { return }
        // What the provider answered counts more than what it had sent, even when both are from the same second.
        if isAnswered, isNews, fact.occurredAt <= known.updatedAt, state.status != .canceled { return }
        // Saved even when nothing else differs, so that an older word that is still to come is known to be older.
        projection.record.save(subscription)
        guard isNews else { return }
        switch (known.status, subscription.status) {
        case (_, .canceled): publish(.subscriptionCanceled, subscription, discriminator: "")
        case (let old, .pastDue) where old != .pastDue:
            publish(.subscriptionPastDue, subscription, discriminator: cause)
        case (let old, .paused) where old != .paused:
            publish(.subscriptionPaused, subscription, discriminator: cause)
        case (.paused, .active), (.paused, .trialing):
            publish(.subscriptionResumed, subscription, discriminator: cause)
        default: publish(.subscriptionUpdated, subscription, discriminator: cause)
        }
    }

    /// A trial ends once in each period, however many messages say so.
    private mutating func publishTrialEnding(_ subscription: Subscription) {
        let end = subscription.currentPeriodEndsAt?.millisecondsSince1970 ?? 0
        publish(.subscriptionTrialEnding, subscription, discriminator: String(end))
    }

    /// Makes sure that the order of a later period exists, with the items of the order that began the subscription.
    ///
    /// False when it cannot be made, or not yet; the projection then says why.
    private mutating func makeRenewal(of subscription: String, payment: String) throws(MoneyError) -> Bool {
        let base = projection.record.order
        guard projection.record.subscriptions.contains(where: { $0.remoteID == subscription }) else {
            projection.waitsFor = subscription
            return false
        }
        let items = base.items.filter { $0.interval != nil }
        guard !items.isEmpty else {
            projection.refusal = "order \(base.id) bought nothing that renews"
            return false
        }
        if projection.renewal == nil {
            let order = try Order(
                id: DerivedIdentifiers.make(base.account, payment), kind: .renewal, account: base.account,
                items: items,
                terms: Order.Terms(
                    allowedDiscount: base.terms.allowedDiscount, allowsProviderTax: base.terms.allowsProviderTax),
                customer: base.customer, metadata: base.metadata, catalogHash: base.catalogHash,
                createdAt: fact.occurredAt)
            projection.renewal = OrderRecord(order: order)
        }
        return true
    }

    private mutating func renewed(_ subscription: String, _ payment: String, _ amounts: ReportedAmounts) {
        succeeded(payment, amounts, of: \.renewalRecord)
        guard let renewal = projection.renewal?.order, renewal.paidAt != nil,
            let known = projection.record.subscriptions.first(where: { $0.remoteID == subscription })
        else { return }
        projection.events.append(
            Projection.Draft(
                kind: .subscriptionRenewed, order: renewal.id, discriminator: "", occurredAt: fact.occurredAt,
                payload: .subscription(SubscriptionEvent(order: renewal, subscription: known))))
    }

    // MARK: - Events

    private mutating func publish(
        _ kind: EventKind, by discriminator: String, of path: KeyPath<Projection, OrderRecord> = \.record
    ) {
        let order = projection[keyPath: path].order
        projection.events.append(
            Projection.Draft(
                kind: kind, order: order.id, discriminator: discriminator, occurredAt: fact.occurredAt,
                payload: .order(OrderEvent(order: order))))
    }

    private mutating func publish(
        _ kind: EventKind, _ payment: Payment, reason: String? = nil, discriminator: String = "",
        of path: KeyPath<Projection, OrderRecord>
    ) {
        let order = projection[keyPath: path].order
        projection.events.append(
            Projection.Draft(
                kind: kind, order: order.id, discriminator: payment.remoteID + "/" + discriminator,
                occurredAt: fact.occurredAt,
                payload: .payment(PaymentEvent(order: order, payment: payment, reason: reason))))
    }

    private mutating func publish(_ kind: EventKind, _ refund: Refund) {
        let order = projection.record.order
        projection.events.append(
            Projection.Draft(
                kind: kind, order: order.id, discriminator: refund.remoteID ?? refund.id.rawValue,
                occurredAt: fact.occurredAt, payload: .refund(RefundEvent(order: order, refund: refund))))
    }

    private mutating func publish(_ kind: EventKind, _ subscription: Subscription, discriminator: String) {
        let order = projection.record.order
        projection.events.append(
            Projection.Draft(
                kind: kind, order: order.id, discriminator: subscription.remoteID + "/" + discriminator,
                occurredAt: fact.occurredAt,
                payload: .subscription(SubscriptionEvent(order: order, subscription: subscription))))
    }
}

extension Refund {
    /// Whether the provider has told of it, or is being asked for it; not so for one that it refused to make.
    fileprivate var isTold: Bool { remoteID != nil || status == .pending }
}

extension Projection {
    /// The renewal where there is one; only used after it was made sure of.
    fileprivate var renewalRecord: OrderRecord {
        get { renewal ?? record }
        set { renewal = newValue }
    }
}

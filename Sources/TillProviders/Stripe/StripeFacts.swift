import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Says what a stored Stripe event means.
///
/// Pure, so that a replay gives the same answer.
struct StripeFacts: Sendable {
    let mapping: StripeMapping
    /// Whether the endpoint is one for real money.
    let isLive: Bool

    /// The events to subscribe an endpoint to: every one that means something here.
    static let eventTypes = [
        "checkout.session.completed", "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed", "checkout.session.expired", "payment_intent.succeeded",
        "payment_intent.processing", "payment_intent.payment_failed", "charge.refunded", "charge.refund.updated",
        "refund.created", "refund.updated", "refund.failed", "customer.subscription.created",
        "customer.subscription.updated", "customer.subscription.deleted", "customer.subscription.paused",
        "customer.subscription.resumed", "customer.subscription.trial_will_end", "invoice.paid",
        "invoice.payment_failed", "invoice_payment.paid",
    ]

    func facts(in body: [UInt8]) throws(UnreadableEvent) -> [ProviderFact] {
        let envelope: StripeEventEnvelope
        if let plain = StripeWebhookScanner.envelope(of: body) {
            envelope = plain
        } else {
            envelope = try decode(body)
        }
        // Looked at again and not only on arrival, since a dead message may be applied once more.
        guard (envelope.livemode ?? false) == isLive else {
            throw UnreadableEvent("the event is \(isLive ? "not live" : "live"), this endpoint is not")
        }
        if let account = envelope.account {
            throw UnreadableEvent("it is of the connected account \(account), not of this one")
        }
        let occurredAt = Date(secondsSince1970: envelope.created ?? 0)
        let reading: (ProviderFact.Subject, ProviderFact.Change)?
        switch envelope.type {
        case "checkout.session.completed", "checkout.session.async_payment_succeeded":
            reading = try completed(try object(body))
        case "checkout.session.async_payment_failed":
            reading = try asyncFailed(try object(body))
        case "checkout.session.expired":
            reading = (subject(of: try object(body)), .checkoutExpired)
        case "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed":
            reading = try payment(try object(body), type: envelope.type)
        case "charge.refunded":
            reading = try charge(try object(body))
        case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated":
            reading = try refund(try object(body))
        case "customer.subscription.trial_will_end":
            reading = subscription(try object(body), news: .trialEnding)
        case "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted",
            "customer.subscription.paused", "customer.subscription.resumed":
            reading = subscription(try object(body), news: .changed)
        case "invoice.paid":
            reading = try invoice(try object(body), isPaid: true)
        case "invoice.payment_failed":
            reading = try invoice(try object(body), isPaid: false)
        case "invoice_payment.paid":
            reading = invoicePayment(try object(body))
        default:
            reading = nil
        }
        return reading.map { [ProviderFact(subject: $0.0, occurredAt: occurredAt, change: $0.1)] } ?? []
    }

    // MARK: - One reading for each kind of object

    typealias Reading = (ProviderFact.Subject, ProviderFact.Change)

    private func subject(of session: StripeSession) -> ProviderFact.Subject {
        ProviderFact.Subject(
            session: session.id,
            objects: [session.payment_intent, session.invoice, session.subscription].compactMap { $0?.id },
            claim: session.metadata.flatMap(OwnershipClaim.init(metadata:)))
    }

    private func completed(_ session: StripeSession) throws(UnreadableEvent) -> Reading {
        guard let amounts = mapping.amounts(of: session) else { throw noAmount(session.id) }
        let outcome: ProviderFact.Completion.Outcome =
            switch session.payment_status {
            case "paid": .paid
            case "no_payment_required": .nothingDue
            default: .processing
            }
        let completion = ProviderFact.Completion(
            outcome: outcome, amounts: amounts, payment: session.payment_intent?.id ?? session.invoice?.id)
        return (subject(of: session), .checkoutCompleted(completion))
    }

    private func asyncFailed(_ session: StripeSession) throws(UnreadableEvent) -> Reading {
        guard let amounts = mapping.amounts(of: session) else { throw noAmount(session.id) }
        let payment = session.payment_intent?.id ?? session.invoice?.id ?? session.id
        return (
            subject(of: session),
            .checkoutFailed(remoteID: payment, amounts: amounts, reason: "async_payment_failed")
        )
    }

    private func payment(_ intent: StripePaymentIntent, type: String) throws(UnreadableEvent) -> Reading {
        let total = type == "payment_intent.succeeded" ? intent.amount_received ?? intent.amount : intent.amount
        guard let amounts = mapping.amounts(currency: intent.currency, total: total) else { throw noAmount(intent.id) }
        let subject = ProviderFact.Subject(
            objects: [intent.id], claim: intent.metadata.flatMap(OwnershipClaim.init(metadata:)))
        switch type {
        case "payment_intent.succeeded":
            return (subject, .paymentSucceeded(remoteID: intent.id, amounts: amounts))
        case "payment_intent.processing":
            return (subject, .paymentProcessing(remoteID: intent.id, amounts: amounts))
        default:
            let failure = intent.last_payment_error
            let reason = failure?.decline_code ?? failure?.code ?? "failed"
            return (subject, .paymentFailed(remoteID: intent.id, amounts: amounts, reason: reason))
        }
    }

    private func charge(_ charge: StripeCharge) throws(UnreadableEvent) -> Reading {
        guard let refunded = mapping.money(charge.amount_refunded ?? 0, charge.currency) else {
            throw noAmount(charge.id)
        }
        let payment = charge.payment_intent?.id ?? charge.id
        let subject = ProviderFact.Subject(
            objects: [payment], claim: charge.metadata.flatMap(OwnershipClaim.init(metadata:)))
        return (subject, .paymentRefunded(remoteID: payment, refunded: refunded))
    }

    func refund(_ refund: StripeRefund) throws(UnreadableEvent) -> Reading {
        guard let total = mapping.money(refund.amount, refund.currency) else { throw noAmount(refund.id) }
        guard let payment = refund.payment_intent?.id ?? refund.charge?.id else {
            throw UnreadableEvent("refund \(refund.id) names no payment")
        }
        return (
            ProviderFact.Subject(objects: [payment], claim: nil),
            .refund(
                remoteID: refund.id, payment: payment, total: total, status: mapping.refundStatus(refund.status),
                claim: refund.metadata?[OwnershipClaim.refundKey].flatMap(Refund.ID.init(rawValue:)))
        )
    }

    func subscription(_ wire: StripeSubscription, news: ProviderFact.SubscriptionNews) -> Reading {
        let ends = wire.items?.data?.compactMap(\.current_period_end).max()
        let state = ProviderFact.SubscriptionState(
            remoteID: wire.id, status: mapping.status(of: wire),
            cancelsAtPeriodEnd: wire.cancel_at_period_end ?? false,
            currentPeriodEndsAt: ends.map(Date.init(secondsSince1970:)))
        let subject = ProviderFact.Subject(
            objects: [wire.id], claim: wire.metadata.flatMap(OwnershipClaim.init(metadata:)))
        return (subject, .subscription(state, news))
    }

    /// An invoice outside a subscription, or one that a change of the subscription made, means nothing here.
    private func invoice(_ invoice: StripeInvoice, isPaid: Bool) throws(UnreadableEvent) -> Reading? {
        guard let details = invoice.parent?.subscription_details, let subscription = details.subscription?.id else {
            guard invoice.subscription == nil else {
                throw UnreadableEvent(
                    "the endpoint sends an API version before 2025-03-31; make it send \(StripeClient.apiVersion)")
            }
            return nil
        }
        let total = isPaid ? invoice.amount_paid ?? 0 : invoice.amount_due ?? 0
        guard
            let amounts = mapping.amounts(
                currency: invoice.currency, total: total, subtotal: invoice.subtotal,
                discount: try sum(invoice.total_discount_amounts?.map(\.amount), of: invoice.id),
                tax: try sum(invoice.total_taxes?.map(\.amount), of: invoice.id))
        else { throw noAmount(invoice.id) }
        let subject = ProviderFact.Subject(
            objects: [invoice.id, subscription], claim: details.metadata.flatMap(OwnershipClaim.init(metadata:)))
        switch (invoice.billing_reason, isPaid) {
        case ("subscription_create", true):
            // A trial's first invoice is paid with nothing: no money has moved.
            return total == 0 ? nil : (subject, .paymentSucceeded(remoteID: invoice.id, amounts: amounts))
        case ("subscription_create", false):
            return (subject, .paymentFailed(remoteID: invoice.id, amounts: amounts, reason: "invoice_payment_failed"))
        case ("subscription_cycle", true):
            return (subject, .renewalPaid(subscription: subscription, payment: invoice.id, amounts: amounts))
        case ("subscription_cycle", false):
            return (
                subject,
                .renewalFailed(
                    subscription: subscription, payment: invoice.id, amounts: amounts,
                    reason: "invoice_payment_failed")
            )
        default:
            return nil
        }
    }

    private func sum(_ parts: [Int64?]?, of id: String) throws(UnreadableEvent) -> Int64? {
        guard let parts else { return nil }
        var total: Int64 = 0
        for part in parts {
            let (sum, overflow) = total.addingReportingOverflow(part ?? 0)
            guard !overflow else { throw noAmount(id) }
            total = sum
        }
        return total
    }

    /// A subscription's payment is known by its invoice; refunds name it by the payment intent told here.
    private func invoicePayment(_ wire: StripeInvoicePayment) -> Reading? {
        guard let invoice = wire.invoice?.id, let intent = wire.payment?.payment_intent?.id else { return nil }
        return (
            ProviderFact.Subject(objects: [invoice], claim: nil), .paymentAlias(remoteID: invoice, alias: intent)
        )
    }

    // MARK: - Decoding

    private func object<Object: Decodable & Sendable>(_ body: [UInt8]) throws(UnreadableEvent) -> Object {
        let event: StripeEvent<Object> = try decode(StripeWebhookScanner.objectAlone(of: body) ?? body)
        return event.data.object
    }

    private func decode<Value: Decodable>(_ body: [UInt8]) throws(UnreadableEvent) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch {
            throw UnreadableEvent("the event does not have the shape of \(StripeClient.apiVersion): \(error)")
        }
    }

    private func noAmount(_ id: String) -> UnreadableEvent {
        UnreadableEvent("\(id) has no amount, or one that its currency cannot have")
    }
}

import TillModel

/// The objects of the simulated Stripe as JSON, in the shapes of the samples.
struct StripeShapes: Sendable {
    private let session: ObjectTemplate
    private let intent: ObjectTemplate
    private let charge: ObjectTemplate
    private let refund: ObjectTemplate
    private let subscription: ObjectTemplate
    private let invoice: ObjectTemplate

    init() throws {
        session = try ObjectTemplate(
            fixture: "checkout.completed",
            gaps: [
                "id", "amount_subtotal", "amount_total", "payment_status", "status", "mode", "payment_intent",
                "invoice", "subscription", "metadata", "url",
            ])
        intent = try ObjectTemplate(
            fixture: "payment.succeeded",
            gaps: ["id", "amount", "amount_received", "status", "last_payment_error", "metadata"])
        charge = try ObjectTemplate(
            fixture: "payment.refunded",
            gaps: ["id", "amount", "amount_captured", "amount_refunded", "payment_intent", "metadata"])
        refund = try ObjectTemplate(
            fixture: "refund.created", gaps: ["id", "amount", "status", "payment_intent", "charge"])
        subscription = try ObjectTemplate(
            fixture: "subscription.updated",
            gaps: [
                "id", "status", "cancel_at_period_end", "items.data.0.current_period_end", "pause_collection",
                "latest_invoice", "metadata",
            ])
        invoice = try ObjectTemplate(
            fixture: "subscription.renewed",
            gaps: [
                "id", "amount_due", "amount_paid", "subtotal", "total", "billing_reason", "status",
                "parent.subscription_details.subscription", "parent.subscription_details.metadata",
            ])
    }

    static func metadata(of order: String) -> String {
        #"{"till_order":"\#(order)","till_tenant":"\#(ProviderAccount.defaultName)"}"#
    }

    func json(_ session: StripeState.Session) -> String {
        self.session.filled([
            "id": .text(session.id), "amount_subtotal": .number(session.subtotal),
            "amount_total": .number(session.total), "payment_status": .text(session.paymentStatus),
            "status": .text(session.status.rawValue),
            "mode": .text(session.isSubscription ? "subscription" : "payment"),
            "payment_intent": .text(session.intent), "invoice": .text(session.invoice),
            "subscription": .text(session.subscription), "metadata": .json(Self.metadata(of: session.order)),
            "url": .text(session.status == .open ? "https://pay.example/\(session.id)" : nil),
        ])
    }

    func json(_ intent: StripeState.Intent) -> String {
        let failure = #"{"code":"card_declined","decline_code":"insufficient_funds","type":"card_error"}"#
        return self.intent.filled([
            "id": .text(intent.id), "amount": .number(intent.amount),
            "amount_received": .number(intent.status == .succeeded ? intent.amount : 0),
            "status": .text(intent.status.rawValue),
            "last_payment_error": intent.status == .requiresPaymentMethod ? .json(failure) : nil,
            "metadata": .json(intent.order.map(Self.metadata) ?? "{}"),
        ])
    }

    func charge(of intent: StripeState.Intent, refunded: Int64) -> String {
        charge.filled([
            "id": .text(intent.charge), "amount": .number(intent.amount), "amount_captured": .number(intent.amount),
            "amount_refunded": .number(refunded), "payment_intent": .text(intent.id),
            "metadata": .json(intent.order.map(Self.metadata) ?? "{}"),
        ])
    }

    func json(_ refund: StripeState.Refund, charge: String) -> String {
        self.refund.filled([
            "id": .text(refund.id), "amount": .number(refund.amount), "status": .text(refund.status.rawValue),
            "payment_intent": .text(refund.intent), "charge": .text(charge),
        ])
    }

    func json(_ subscription: StripeState.Subscription) -> String {
        self.subscription.filled([
            "id": .text(subscription.id), "status": .text(subscription.status.rawValue),
            "cancel_at_period_end": .bool(subscription.cancelsAtPeriodEnd),
            "items.data.0.current_period_end": .number(subscription.periodEnd),
            "pause_collection": subscription.isPaused ? .json(#"{"behavior":"void","resumes_at":null}"#) : nil,
            "latest_invoice": .text(subscription.invoice), "metadata": .json(Self.metadata(of: subscription.order)),
        ])
    }

    func json(_ invoice: StripeState.Invoice, order: String) -> String {
        self.invoice.filled([
            "id": .text(invoice.id), "amount_due": .number(invoice.total),
            "amount_paid": .number(invoice.isPaid ? invoice.total : 0), "subtotal": .number(invoice.total),
            "total": .number(invoice.total),
            "billing_reason": .text(invoice.isFirst ? "subscription_create" : "subscription_cycle"),
            "status": .text(invoice.isPaid ? "paid" : "open"),
            "parent.subscription_details.subscription": .text(invoice.subscription),
            "parent.subscription_details.metadata": .json(Self.metadata(of: order)),
        ])
    }

    func invoicePayment(of invoice: StripeState.Invoice) -> String {
        #"{"id":"inpay_\#(invoice.id.dropFirst(3))","object":"invoice_payment","amount_paid":\#(invoice.total),"#
            + #""currency":"usd","invoice":"\#(invoice.id)","livemode":false,"status":"paid","#
            + #""payment":{"type":"payment_intent","payment_intent":"\#(invoice.intent)"}}"#
    }

    func event(id: String, type: String, created: Int64, object: String) -> String {
        #"{"id":"\#(id)","object":"event","api_version":"2026-10-28.endive","created":\#(created),"#
            + #""livemode":false,"pending_webhooks":1,"type":"\#(type)","data":{"object":\#(object)}}"#
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Our words to Stripe's and back.
///
/// Pure.
struct StripeMapping: Sendable {
    /// Which of Stripe's prices stand for ours.
    var remoteIDs = RemoteIDs()
    /// Products that the file says already exist at Stripe, by our key.
    var adoptedProducts: [String: String] = [:]

    // MARK: - Ours to Stripe's

    /// The body that opens a payment page for an order.
    func sessionForm(for order: Order, pages: ReturnPages) throws(ProviderError) -> StripeForm {
        var form = StripeForm()
        form.set("mode", order.isSubscription ? "subscription" : "payment")
        for (index, item) in order.items.enumerated() {
            try add(item, at: "line_items[\(index)]", to: &form)
        }
        form.set("success_url", pages.success)
        form.set("cancel_url", pages.cancel)
        form.set("client_reference_id", order.id.rawValue)
        form.set("customer_email", order.customer.email)
        // Session metadata stays on the session, so what is made from it is told separately.
        let claim = OwnershipClaim(tenant: order.account.tenant, order: order.id).metadata
        form.set("metadata", pairs: claim)
        if order.isSubscription {
            form.set("subscription_data[metadata]", pairs: claim)
            if let days = order.terms.trialDays { form.set("subscription_data[trial_period_days]", Int64(days)) }
        } else {
            form.set("payment_intent_data[metadata]", pairs: claim)
        }
        return form
    }

    private func add(_ item: LineItem, at name: String, to form: inout StripeForm) throws(ProviderError) {
        let synced = remoteIDs.price(item.reference, at: .stripe)
        if let synced, synced.amount == item.unitPrice, synced.interval == item.interval {
            form.set("\(name)[price]", synced.id)
        } else {
            form.set("\(name)[price_data][currency]", item.unitPrice.currency.code.lowercased())
            form.set("\(name)[price_data][unit_amount]", try StripeAmount.minorUnits(item.unitPrice))
            if let product = adoptedProducts[item.product.key] {
                form.set("\(name)[price_data][product]", product)
            } else {
                form.set("\(name)[price_data][product_data][name]", item.product.name)
            }
            if let interval = item.interval {
                form.set("\(name)[price_data][recurring][interval]", interval.unit.rawValue)
                form.set("\(name)[price_data][recurring][interval_count]", Int64(interval.count))
            }
        }
        form.set("\(name)[quantity]", Int64(item.quantity))
    }

    // MARK: - Stripe's to ours

    /// A session as an answer describes it.
    func session(_ wire: StripeSession) throws(ProviderError) -> CheckoutSession {
        guard let amounts = amounts(of: wire) else {
            throw ProviderError(.unreadableAnswer, provider: .stripe, detail: "session \(wire.id) has no amounts")
        }
        let status: CheckoutSession.Status =
            switch wire.status {
            case "complete": .complete
            case "expired": .expired
            default: .open
            }
        return CheckoutSession(
            remoteID: wire.id, url: wire.url, status: status, amounts: amounts,
            expiresAt: Date(secondsSince1970: wire.expires_at ?? 0))
    }

    /// What a session asks for or took; nil where a part is missing or is no amount of ours.
    func amounts(of wire: StripeSession) -> ReportedAmounts? {
        guard let total = wire.amount_total, let code = wire.currency else { return nil }
        return amounts(
            currency: code, total: total, subtotal: wire.amount_subtotal, discount: wire.total_details?.amount_discount,
            tax: wire.total_details?.amount_tax, shipping: wire.total_details?.amount_shipping)
    }

    /// Reported parts in our minor units; nil where one is no amount of ours.
    func amounts(
        currency code: String, total: Int64, subtotal: Int64? = nil, discount: Int64? = nil, tax: Int64? = nil,
        shipping: Int64? = nil
    ) -> ReportedAmounts? {
        guard let currency = Currency(code: code) else { return nil }
        var parts: [Int64?] = []
        for part in [total, subtotal, discount, tax, shipping] {
            guard let part else {
                parts.append(nil)
                continue
            }
            guard let money = StripeAmount.money(part, currency) else { return nil }
            parts.append(money.minorUnits)
        }
        return parts[0].map {
            ReportedAmounts(
                currency: currency, total: $0, subtotal: parts[1], discount: parts[2], tax: parts[3], shipping: parts[4]
            )
        }
    }

    /// An amount in our minor units; nil where it is none of ours.
    func money(_ minorUnits: Int64, _ code: String) -> Money? {
        Currency(code: code).flatMap { StripeAmount.money(minorUnits, $0) }
    }

    /// A subscription's status in our words.
    ///
    /// One that Stripe adds later counts as past due, since it is not paid up.
    func status(of wire: StripeSubscription) -> Subscription.Status {
        switch wire.status {
        case "incomplete": .incomplete
        case "trialing": .trialing
        case "active": wire.pause_collection == nil ? .active : .paused
        case "paused": .paused
        case "canceled", "incomplete_expired": .canceled
        default: .pastDue
        }
    }

    /// A refund's status in our words.
    func refundStatus(_ wire: String?) -> Refund.Status {
        switch wire {
        case "succeeded": .succeeded
        case "failed": .failed
        case "canceled": .canceled
        default: .pending
        }
    }
}

/// What a subscription looks like, and how its periods follow one another.
enum StripeSubscriptionShape {
    /// A subscription to the recurring lines of a session, active or in its trial, not yet stored.
    static func new(
        lines: [JSONValue], data: JSONValue, customer: Document, trialEnd: Int64?, account: StripeAccount
    ) -> Document {
        let id = account.newID("sub_")
        let recurring = lines.filter { !$0["price"]["recurring"].isNull }
        let anchor = trialEnd ?? account.now
        var names: JSONValue = [:]
        let items: [JSONValue] = recurring.map { line in
            let item = account.newID("si_")
            names[item] = line["description"]
            let end = trialEnd ?? StripePeriod(line["price"]["recurring"])?.instant(after: anchor, periods: 1)
            return self.item(item, line, subscription: id, now: account.now, end: end ?? anchor)
        }
        let json: JSONValue = .object(
            nulls: """
                application application_fee_percent billing_cycle_anchor_config billing_thresholds cancel_at \
                canceled_at customer_account days_until_due default_payment_method default_source \
                default_tax_rates ended_at latest_invoice managed_payments next_pending_invoice_item_invoice \
                on_behalf_of pause_collection pending_invoice_item_interval pending_setup_intent pending_update \
                presentment_details schedule status_details test_clock transfer_data
                """,
            [
                "id": .string(id), "object": "subscription",
                "automatic_tax": ["disabled_reason": nil, "enabled": false, "liability": nil],
                "billing_cycle_anchor": .int(anchor),
                "billing_mode": ["flexible": nil, "type": "flexible", "updated_at": nil], "billing_schedules": [],
                "cancel_at_period_end": false,
                "cancellation_details": ["comment": nil, "feedback": nil, "reason": nil],
                "collection_method": "charge_automatically", "created": .int(account.now),
                "currency": recurring.first?["currency"] ?? .null, "customer": .string(customer.id),
                "description": data["description"], "discounts": [],
                "invoice_settings": [
                    "account_tax_ids": nil, "custom_fields": nil, "description": nil, "footer": nil,
                    "issuer": ["type": "self"],
                ],
                "items": StripeList.list(items, url: "/v1/subscription_items?subscription=\(id)"), "livemode": false,
                "metadata": StripeMetadata.initial(data["metadata"]),
                "payment_settings": [
                    "payment_method_options": nil, "payment_method_types": nil, "save_default_payment_method": "off",
                ],
                "start_date": .int(account.now), "status": trialEnd == nil ? "active" : "trialing",
                "trial_end": .optional(trialEnd), "trial_settings": data["trial_settings"],
                "trial_start": trialEnd == nil ? .null : .int(account.now),
            ])
        return Document(json, hidden: ["cycle": trialEnd == nil ? 1 : 0, "names": names])
    }

    private static func item(
        _ id: String, _ line: JSONValue, subscription: String, now: Int64, end: Int64
    ) -> JSONValue {
        let price = line["price"]
        return [
            "id": .string(id), "object": "subscription_item", "billing_thresholds": nil, "created": .int(now),
            "current_period_end": .int(end), "current_period_start": .int(now), "discounts": [],
            "metadata": line["metadata"],
            "plan": plan(of: price),
            "price": price, "quantity": line["quantity"], "subscription": .string(subscription), "tax_rates": [],
        ]
    }

    /// A price as the older word for it.
    static func plan(of price: JSONValue) -> JSONValue {
        [
            "id": price["id"], "object": "plan", "active": price["active"], "amount": price["unit_amount"],
            "amount_decimal": price["unit_amount_decimal"], "billing_scheme": "per_unit",
            "currency": price["currency"], "interval": price["recurring"]["interval"],
            "interval_count": price["recurring"]["interval_count"], "livemode": false,
            "product": price["product"], "usage_type": "licensed",
        ]
    }

    /// Moves every item of a subscription into its next period.
    static func advance(_ subscription: inout Document) {
        let anchor = subscription.json["billing_cycle_anchor"].int ?? 0
        let cycle = subscription.hidden["cycle"].int ?? 0
        subscription.hidden["cycle"] = .int(cycle + 1)
        let items = (subscription.json["items"]["data"].array ?? []).map { item in
            guard let period = StripePeriod(item["price"]["recurring"]) else { return item }
            var item = item
            item["current_period_start"] = .int(period.instant(after: anchor, periods: cycle))
            item["current_period_end"] = .int(period.instant(after: anchor, periods: cycle + 1))
            return item
        }
        subscription.json["items"]["data"] = .array(items)
    }
}

/// Subscriptions as their owner sees and ends them.
///
/// How they begin and renew is in `StripeBilling`.
enum StripeSubscriptions {
    static let routes: [StripeRoute] = [
        .get(
            "/v1/subscriptions",
            StripeField.paging + [
                .optional("customer", .text()), .optional("price", .text()),
                .optional(
                    "status",
                    .choice([
                        "active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused",
                        "trialing", "unpaid",
                    ])),
            ]
                + StripeField.unsupported(
                    """
                    automatic_tax collection_method current_period_end current_period_start customer_account plan \
                    test_clock
                    """), list),
        .get("/v1/subscriptions/:id", [.expand]) { try $0.target("subscription").json },
        .post(
            "/v1/subscriptions/:id",
            [
                .optional("cancel_at_period_end", .boolean), .emptyable("metadata", .metadata),
                .emptyable("description", .text(atMost: 500)), .optional("cancellation_details", details), .expand,
            ]
                + StripeSubscriptionItems.parameters
                + StripeField.unsupported(
                    """
                    add_invoice_items application_fee_percent automatic_tax billing_cycle_anchor billing_schedules \
                    billing_thresholds cancel_at collection_method days_until_due default_payment_method \
                    default_source default_tax_rates discounts invoice_settings off_session on_behalf_of \
                    pause_collection payment_behavior payment_settings pending_invoice_item_interval \
                    proration_date transfer_data trial_end trial_from_plan trial_settings
                    """), update),
        .delete(
            "/v1/subscriptions/:id",
            [.optional("cancellation_details", details), .expand] + StripeField.unsupported("invoice_now prorate"),
            cancel),
    ]

    private static let details: StripeParameter = .table(
        [
            .emptyable("comment", .text()),
            .emptyable(
                "feedback",
                .choice([
                    "customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex",
                    "too_expensive", "unused",
                ])),
        ] + StripeField.unsupported("feedback_option"))

    private static func list(_ call: StripeCall) throws -> JSONValue {
        var conditions = call.conditions([("customer", "customer")])
        if let price = call.input["price"].string { conditions.append(.anyOf("items.data", "price.id", is: price)) }
        let ended = ["canceled", "incomplete_expired"]
        switch call.input["status"].string {
        case "all"?: break
        case "ended"?: conditions.append(.among("status", ended))
        case let status?: conditions.append(.equals("status", status))
        case nil:
            let living = ["active", "incomplete", "past_due", "paused", "trialing", "unpaid"]
            conditions.append(.among("status", living))
        }
        return try StripeList.page(call, "subscription", conditions, url: "/v1/subscriptions")
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var subscription = try call.target("subscription")
        let previous = subscription.json
        if let ending = call.input["cancel_at_period_end"].bool, previous["cancel_at_period_end"].bool != ending {
            guard previous["status"] != "canceled" else {
                throw StripeError.refused(
                    "A canceled subscription can only update its cancellation_details and metadata.",
                    parameter: "cancel_at_period_end")
            }
            let item = previous["items"]["data"].array?.first ?? .null
            subscription.json["cancel_at_period_end"] = .bool(ending)
            subscription.json["cancel_at"] = ending ? item["current_period_end"] : .null
            subscription.json["canceled_at"] = ending ? .int(call.account.now) : .null
            subscription.json["cancellation_details"]["reason"] = ending ? "cancellation_requested" : .null
        }
        try StripeSubscriptionItems.apply(call, to: &subscription)
        if call.has("description") { subscription.json["description"] = call.input["description"] }
        try StripeMetadata.apply(call, to: &subscription.json)
        explain(call, &subscription)
        try call.account.update(subscription, from: previous, event: "customer.subscription.updated")
        return subscription.json
    }

    private static func cancel(_ call: StripeCall) throws -> JSONValue {
        var subscription = try call.target("subscription")
        guard subscription.json["status"] != "canceled" else {
            throw StripeError.noSuch("subscription", subscription.id)
        }
        explain(call, &subscription)
        try StripeBilling.end(&subscription, call.account)
        return subscription.json
    }

    private static func explain(_ call: StripeCall, _ subscription: inout Document) {
        for (name, value) in call.input["cancellation_details"].object ?? [:] {
            subscription.json["cancellation_details"][name] = value
        }
    }
}

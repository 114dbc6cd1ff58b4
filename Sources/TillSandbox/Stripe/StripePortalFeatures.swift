/// What buyers may do in the customer portal.
enum StripePortalFeatures {
    private static let prorations = ["always_invoice", "create_prorations", "none"]

    /// The parameters; those of a new configuration must say of each feature whether it is enabled.
    static func parameters(ofNew isNew: Bool) -> [StripeField] {
        let enabled: StripeField = isNew ? .required("enabled", .boolean) : .optional("enabled", .boolean)
        return [
            .optional(
                "customer_update",
                .table([
                    enabled,
                    .emptyable(
                        "allowed_updates",
                        .list(.choice(["address", "email", "name", "phone", "shipping", "tax_id"]))),
                ])),
            .optional("invoice_history", .table([.required("enabled", .boolean)])),
            .optional(
                "payment_method_update",
                .table([.required("enabled", .boolean), .emptyable("payment_method_configuration", .text())])),
            .optional("subscription_cancel", .table([enabled] + cancel)),
            .optional("subscription_pause", .table(pause)),
            .optional("subscription_update", .table([enabled] + update)),
        ]
    }

    private static let cancel: [StripeField] = [
        .optional("mode", .choice(["at_period_end", "immediately"])),
        .optional("proration_behavior", .choice(prorations)),
        .optional(
            "cancellation_reason",
            .table([
                .required("enabled", .boolean), .emptyable("feedback_options", .list(.text())),
                .emptyable(
                    "options",
                    .list(
                        .choice([
                            "customer_service", "low_quality", "missing_features", "other", "switched_service",
                            "too_complex", "too_expensive", "unused",
                        ]))),
            ])),
    ]

    private static let pause: [StripeField] = [
        .optional("enabled", .boolean),
        .optional(
            "duration",
            .table([
                .required("type", .choice(["indefinite", "interval_options"])),
                .emptyable(
                    "interval_options",
                    .list(
                        .table([
                            .required("interval", .choice(StripePrices.intervals)),
                            .optional("interval_count", .integer(1...1095)),
                        ]))),
            ])),
    ]

    private static let update: [StripeField] = [
        .emptyable("default_allowed_updates", .list(.choice(["price", "promotion_code", "quantity"]))),
        .optional("billing_cycle_anchor", .choice(["now", "unchanged"])),
        .optional("proration_behavior", .choice(prorations)),
        .optional("trial_update_behavior", .choice(["continue_trial", "end_trial"])),
        .optional(
            "schedule_at_period_end",
            .table([
                .emptyable(
                    "conditions",
                    .list(.table([.required("type", .choice(["decreasing_item_amount", "shortening_interval"]))])))
            ])), StripePortalProducts.parameter,
    ]

    /// The features of a configuration that names none.
    static let initial: JSONValue = [
        "customer_update": ["allowed_updates": [], "enabled": false], "invoice_history": ["enabled": false],
        "payment_method_update": ["enabled": false, "payment_method_configuration": nil],
        "subscription_cancel": [
            "cancellation_reason": [
                "enabled": false, "feedback_options": nil,
                "options": ["too_expensive", "missing_features", "switched_service", "unused", "other"],
            ], "enabled": false, "mode": "at_period_end", "proration_behavior": "none",
        ],
        "subscription_pause": [
            "duration": [
                "interval_options": [["interval": "month", "interval_count": 1]], "type": "interval_options",
            ],
            "enabled": false,
        ],
        "subscription_update": [
            "billing_cycle_anchor": "unchanged", "default_allowed_updates": [], "enabled": false,
            "proration_behavior": "none", "schedule_at_period_end": ["conditions": []],
            "trial_update_behavior": "end_trial",
        ],
    ]

    /// The features after a change, without the products, which Stripe shows only when they are asked for.
    static func changed(
        _ present: JSONValue, _ given: JSONValue, hasProducts: Bool
    ) throws(StripeError) -> JSONValue {
        var given = given
        if let fields = given["subscription_update"].object {
            given["subscription_update"] = .object(fields.filter { $0.key != "products" })
        }
        var features = merged(present, given)
        let pauses = features["subscription_pause"]["duration"]["interval_options"].array ?? []
        let isIndefinite = features["subscription_pause"]["duration"]["type"] == "indefinite"
        features["subscription_pause"]["duration"]["interval_options"] = .array(
            isIndefinite
                ? []
                : pauses.map { ["interval": $0["interval"], "interval_count": .int($0["interval_count"].int ?? 1)] })
        let cancel = features["subscription_cancel"]
        guard cancel["proration_behavior"] == "none" || cancel["mode"] == "immediately" else {
            throw .parameter(
                "features[subscription_cancel][proration_behavior]",
                "Prorations on cancellation require `mode=immediately`.")
        }
        guard features["subscription_update"]["enabled"] != true || hasProducts else {
            throw .missing("features[subscription_update][products]")
        }
        return features
    }

    /// Fields with others in their place, each by its name; emptying a list leaves an empty one.
    static func merged(_ present: JSONValue, _ given: JSONValue) -> JSONValue {
        var merged = present
        for (name, value) in given.object ?? [:] {
            switch (present[name], value) {
            case (.object, .object): merged[name] = self.merged(present[name], value)
            case (.array, .null): merged[name] = []
            default: merged[name] = value
            }
        }
        return merged
    }
}

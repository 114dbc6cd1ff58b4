/// Checkout sessions: one visit to the payment page.
enum StripeCheckoutSessions {
    static let kind = "checkout.session"

    static let routes: [StripeRoute] = [
        .post("/v1/checkout/sessions", parameters, create),
        .get(
            "/v1/checkout/sessions",
            StripeField.paging + [
                .optional("customer", .text()), .optional("payment_intent", .text()),
                .optional("subscription", .text()), .optional("status", .choice(["open", "complete", "expired"])),
                .optional("customer_details", .table([.required("email", .text())])),
            ] + StripeField.unsupported("customer_account payment_link"), list),
        .get("/v1/checkout/sessions/:id", [.expand]) { try current($0.target(kind), $0.account).json },
        .get("/v1/checkout/sessions/:id/line_items", StripeField.paging.filter { $0.name != "created" }) { call in
            let session = try call.target(kind)
            return try StripeList.page(
                call, of: session.hidden["line_items"].array ?? [],
                url: "/v1/checkout/sessions/\(session.id)/line_items")
        },
        .post("/v1/checkout/sessions/:id", [.emptyable("metadata", .metadata), .expand], update),
        .post("/v1/checkout/sessions/:id/expire", [.expand], expire),
    ]

    private static let parameters: [StripeField] =
        [
            .required("mode", .choice(["payment", "subscription"])), .required("success_url", .url),
            .optional("cancel_url", .url),
            .required("line_items", .list(.table(StripeCheckoutLines.parameters), atMost: 100)),
            .optional("ui_mode", .choice(["hosted_page"])), .optional("client_reference_id", .text(atMost: 200)),
            .optional("currency", .text(atMost: 3)), .optional("customer", .text()),
            .optional("customer_creation", .choice(["always", "if_required"])),
            .optional("customer_email", .text(atMost: 800)), .optional("expires_at", .instant),
            .optional("metadata", .metadata), .expand, .optional("integration_identifier", .text(atMost: 200)),
            .optional("locale", .text(atMost: 10)),
            .optional("billing_address_collection", .choice(["auto", "required"])),
            .optional("submit_type", .choice(["auto", "book", "donate", "pay", "subscribe"])),
            .optional("payment_method_collection", .choice(["always", "if_required"])),
            .optional(
                "payment_intent_data",
                .table(
                    [
                        .optional("metadata", .metadata), .optional("description", .text(atMost: 1000)),
                        .optional("receipt_email", .text(atMost: 800)),
                        .optional("capture_method", .choice(["automatic", "automatic_async"])),
                        .optional("setup_future_usage", .choice(["off_session", "on_session"])),
                        .optional("statement_descriptor", .text(atMost: 22)),
                        .optional("statement_descriptor_suffix", .text(atMost: 22)),
                    ]
                        + StripeField.unsupported(
                            "application_fee_amount on_behalf_of shipping transfer_data transfer_group"))),
            .optional(
                "subscription_data",
                .table(
                    [
                        .optional("metadata", .metadata), .optional("description", .text(atMost: 500)),
                        .optional("trial_period_days", .integer(1...730)), .optional("trial_end", .instant),
                        .optional(
                            "trial_settings",
                            .table([
                                .required(
                                    "end_behavior",
                                    .table([
                                        .required(
                                            "missing_payment_method", .choice(["cancel", "pause", "create_invoice"]))
                                    ]))
                            ])),
                    ]
                        + StripeField.unsupported(
                            """
                            application_fee_percent billing_cycle_anchor billing_cycle_anchor_config billing_mode \
                            default_tax_rates invoice_settings on_behalf_of pending_invoice_item_interval \
                            proration_behavior transfer_data
                            """))),
        ]
        + StripeField.unsupported(
            """
            adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types automatic_tax \
            branding_settings consent_collection custom_fields custom_text customer_account customer_update discounts \
            excluded_payment_method_types invoice_creation managed_payments name_collection optional_items \
            origin_context payment_method_configuration payment_method_data payment_method_options \
            payment_method_types permissions phone_number_collection redirect_on_completion return_url \
            saved_payment_method_options setup_intent_data shipping_address_collection shipping_options \
            tax_id_collection wallet_options
            """)

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        let input = call.input
        let mode = input["mode"].string ?? ""
        try checkMode(call, mode)
        let expiresAt = try expiry(call)
        if let customer = input["customer"].string {
            guard !call.has("customer_email") else {
                throw StripeError.parameter(
                    "customer_email", "You may only specify one of these parameters: customer, customer_email.")
            }
            _ = try account.find("customer", customer, parameter: "customer")
        }
        if let email = input["customer_email"].string, !StripeCustomers.isEmail(email) {
            throw StripeError.parameter("customer_email", "Invalid email address: \(email)", code: "email_invalid")
        }
        let lines = try StripeCheckoutLines(
            account: account, mode: mode, wantedCurrency: input["currency"].string?.lowercased(),
            hasTrial: try trialEnd(input["subscription_data"], account) != nil
        ).resolve(input["line_items"].array ?? [])
        guard mode != "payment" || lines.total == 0 || lines.total >= lines.currency.minimum else {
            throw StripeError.refused(
                """
                The Checkout Session's total amount due must add up to at least \
                \(lines.currency.formatted(lines.currency.minimum)).
                """, parameter: "line_items", code: "amount_too_small")
        }
        let id = account.newID("cs_test_")
        var json = blank(id: id, mode: mode, expiresAt: expiresAt, lines: lines, account: account)
        for name in [
            "billing_address_collection", "cancel_url", "client_reference_id", "customer", "customer_email",
            "integration_identifier", "locale", "submit_type", "success_url",
        ] where call.has(name) {
            json[name] = input[name]
        }
        json["metadata"] = StripeMetadata.initial(input["metadata"])
        if mode == "payment" { json["customer_creation"] = .string(input["customer_creation"].string ?? "if_required") }
        json["payment_method_collection"] = .string(
            input["payment_method_collection"].string ?? (mode == "payment" ? "if_required" : "always"))
        let hidden: JSONValue = [
            "line_items": .array(lines.lines), "payment_intent_data": input["payment_intent_data"],
            "subscription_data": input["subscription_data"],
        ]
        try account.insert(Document(json, hidden: hidden))
        return json
    }

    private static func checkMode(_ call: StripeCall, _ mode: String) throws(StripeError) {
        if mode == "payment", call.has("subscription_data") {
            throw .parameter("subscription_data", "You can not pass `subscription_data` in `payment` mode.")
        }
        if mode == "subscription", call.has("payment_intent_data") {
            throw .parameter("payment_intent_data", "You can not pass `payment_intent_data` in `subscription` mode.")
        }
        if mode == "subscription", call.has("customer_creation") {
            throw .parameter("customer_creation", "`customer_creation` can only be used in `payment` mode.")
        }
    }

    private static func expiry(_ call: StripeCall) throws(StripeError) -> Int64 {
        let now = call.account.now
        guard let wanted = call.input["expires_at"].int else { return now + 86_400 }
        guard wanted >= now + 1800 else {
            throw .invalidInteger(
                "expires_at", "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.")
        }
        guard wanted <= now + 86_400 else {
            throw .invalidInteger(
                "expires_at", "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.")
        }
        return wanted
    }

    /// When the trial that the subscription begins with ends; nil without one.
    static func trialEnd(_ data: JSONValue, _ account: StripeAccount) throws(StripeError) -> Int64? {
        switch (data["trial_period_days"].int, data["trial_end"].int) {
        case (nil, nil): return nil
        case (let days?, nil): return account.now + days * 86_400
        case (nil, let end?):
            guard end >= account.now + 2 * 86_400 else {
                throw .invalidInteger(
                    "subscription_data[trial_end]", "The `trial_end` date has to be at least 2 days in the future.")
            }
            return end
        case (_?, _?):
            throw .parameter(
                "subscription_data[trial_end]",
                "You may only specify one of these parameters: trial_end, trial_period_days.")
        }
    }

    private static func blank(
        id: String, mode: String, expiresAt: Int64, lines: StripeCheckoutLines.Result, account: StripeAccount
    ) -> JSONValue {
        .object(
            nulls: """
                adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types \
                billing_address_collection branding_settings cancel_url client_reference_id client_secret \
                collected_information consent consent_collection currency_conversion customer customer_account \
                customer_creation customer_details customer_email discounts excluded_payment_method_types \
                integration_identifier invoice invoice_creation locale managed_payments name_collection \
                optional_items origin_context payment_intent payment_link payment_method_collection \
                payment_method_configuration_details payment_method_options permissions phone_number_collection \
                presentment_details recovered_from redirect_on_completion return_url saved_payment_method_options \
                setup_intent shipping_address_collection shipping_cost submit_type subscription success_url \
                tax_id_collection wallet_options
                """,
            [
                "id": .string(id), "object": .string(kind), "amount_subtotal": .int(lines.total),
                "amount_total": .int(lines.total),
                "automatic_tax": ["enabled": false, "liability": nil, "provider": nil, "status": nil],
                "created": .int(account.now), "currency": .string(lines.currency.code), "custom_fields": [],
                "custom_text": [
                    "after_submit": nil, "shipping_address": nil, "submit": nil, "terms_of_service_acceptance": nil,
                ],
                "expires_at": .int(expiresAt), "livemode": false, "metadata": [:], "mode": .string(mode),
                "payment_method_types": ["card"], "payment_status": "unpaid", "shipping_options": [],
                "status": "open",
                "total_details": ["amount_discount": 0, "amount_shipping": 0, "amount_tax": 0],
                "ui_mode": "hosted_page", "url": .string("\(account.origin)/c/pay/\(id)"),
            ])
    }

    private static func list(_ call: StripeCall) throws -> JSONValue {
        try expireDue(call.account)
        var conditions = call.conditions([
            ("customer", "customer"), ("payment_intent", "payment_intent"), ("subscription", "subscription"),
            ("status", "status"),
        ])
        if let email = call.input["customer_details"]["email"].string {
            conditions.append(.equals("customer_details.email", email))
        }
        return try StripeList.page(call, kind, conditions, url: "/v1/checkout/sessions")
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var session = try current(call.target(kind), call.account)
        let previous = session.json
        try StripeMetadata.apply(call, to: &session.json)
        try call.account.update(session, from: previous)
        return session.json
    }

    private static func expire(_ call: StripeCall) throws -> JSONValue {
        let session = try current(call.target(kind), call.account)
        guard session.json["status"] == "open" else {
            throw StripeError.refused(
                """
                Only Checkout Sessions with a status in ["open"] can be expired. \
                This Checkout Session has a status of "\(session.json["status"].string ?? "")".
                """)
        }
        return try expired(session, call.account).json
    }

    /// The session as it is now: one that is past its time expires when it is looked at.
    static func current(_ session: Document, _ account: StripeAccount) throws -> Document {
        guard session.json["status"] == "open", (session.json["expires_at"].int ?? 0) <= account.now else {
            return session
        }
        return try expired(session, account)
    }

    /// Expires every open session that is past its time.
    static func expireDue(_ account: StripeAccount) throws {
        let due = try account.transaction.all(
            kind, [.equals("status", "open"), .compares("expires_at", .lessOrEqual, account.now)])
        for session in due { _ = try expired(session, account) }
    }

    private static func expired(_ session: Document, _ account: StripeAccount) throws -> Document {
        var session = session
        session.json["status"] = "expired"
        session.json["url"] = .null
        try account.transaction.update(session)
        try account.publish("checkout.session.expired", session.json)
        return session
    }
}

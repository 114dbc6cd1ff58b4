/// Payment intents and their charges: the money of one purchase.
enum StripePayments {
    static let routes: [StripeRoute] = [
        .get(
            "/v1/payment_intents",
            StripeField.paging + [.optional("customer", .text())] + StripeField.unsupported("customer_account")
        ) { call in
            try StripeList.page(
                call, "payment_intent", call.conditions([("customer", "customer")]), url: "/v1/payment_intents")
        },
        .get("/v1/payment_intents/:id", [.expand] + StripeField.unsupported("client_secret")) {
            try $0.target("payment_intent").json
        },
        .get(
            "/v1/charges",
            StripeField.paging + [.optional("customer", .text()), .optional("payment_intent", .text())]
                + StripeField.unsupported("transfer_group")
        ) { call in
            try StripeList.page(
                call, "charge", call.conditions([("customer", "customer"), ("payment_intent", "payment_intent")]),
                url: "/v1/charges")
        },
        .get("/v1/charges/:id", [.expand]) { try $0.target("charge").json },
    ]

    /// What a payment is for.
    struct Purpose {
        var amount: Int64
        var currency: String
        var customer: JSONValue
        var email: JSONValue
        /// `payment_intent_data` of the session; an invoice's payment has none.
        var details: JSONValue = [:]
    }

    /// A payment intent that waits for a card, stored and published.
    static func insertIntent(_ purpose: Purpose, _ account: StripeAccount) throws -> Document {
        let id = account.newID("pi_")
        var json: JSONValue = .object(
            nulls: """
                allowed_payment_method_types amount_details application application_fee_amount canceled_at \
                cancellation_reason customer_account description excluded_payment_method_types hooks \
                last_payment_error latest_charge managed_payments next_action on_behalf_of payment_details \
                payment_method payment_method_configuration_details payment_method_options payment_record \
                presentment_details processing receipt_email review setup_future_usage shipping source \
                statement_descriptor statement_descriptor_suffix transfer_data transfer_group
                """,
            [
                "id": .string(id), "object": "payment_intent", "amount": .int(purpose.amount),
                "amount_capturable": 0, "amount_received": 0,
                "automatic_payment_methods": ["allow_redirects": "always", "enabled": true],
                "capture_method": "automatic_async", "client_secret": .string("\(id)_secret_\(account.newID(""))"),
                "confirmation_method": "automatic", "created": .int(account.now),
                "currency": .string(purpose.currency), "customer": purpose.customer, "livemode": false,
                "metadata": StripeMetadata.initial(purpose.details["metadata"]), "payment_method_types": ["card"],
                "status": "requires_payment_method",
            ])
        for name in [
            "description", "receipt_email", "capture_method", "setup_future_usage", "statement_descriptor",
            "statement_descriptor_suffix",
        ] where !purpose.details[name].isNull {
            json[name] = purpose.details[name]
        }
        let intent = Document(json, hidden: ["email": purpose.email])
        try account.insert(intent, event: "payment_intent.created")
        return intent
    }

    /// Takes the money: a charge that succeeded, and the events that say so.
    static func succeed(_ intent: inout Document, _ account: StripeAccount) throws {
        let charge = self.charge(for: intent, failure: nil, account)
        try account.insert(charge, event: "charge.succeeded")
        intent.json["status"] = "succeeded"
        intent.json["amount_received"] = intent.json["amount"]
        intent.json["latest_charge"] = .string(charge.id)
        intent.json["payment_method"] = charge.json["payment_method"]
        intent.json["last_payment_error"] = .null
        intent.json["processing"] = .null
        try account.transaction.update(intent)
        try account.publish("payment_intent.succeeded", intent.json)
    }

    /// Refuses the card: a charge that failed, and an intent that waits for another card.
    static func decline(_ intent: inout Document, _ account: StripeAccount) throws {
        let message = "Your card was declined."
        let charge = self.charge(for: intent, failure: message, account)
        try account.insert(charge, event: "charge.failed")
        intent.json["status"] = "requires_payment_method"
        intent.json["latest_charge"] = .string(charge.id)
        intent.json["payment_method"] = .null
        intent.json["processing"] = .null
        intent.json["last_payment_error"] = [
            "charge": .string(charge.id), "code": "card_declined", "decline_code": "generic_decline",
            "doc_url": "https://stripe.com/docs/error-codes/card-declined", "message": .string(message),
            "type": "card_error",
        ]
        try account.transaction.update(intent)
        try account.publish("payment_intent.payment_failed", intent.json)
    }

    /// Starts a payment whose outcome comes later.
    static func process(_ intent: inout Document, _ account: StripeAccount) throws {
        intent.json["status"] = "processing"
        intent.json["last_payment_error"] = .null
        try account.transaction.update(intent)
        try account.publish("payment_intent.processing", intent.json)
    }

    private static func charge(for intent: Document, failure: String?, _ account: StripeAccount) -> Document {
        let amount = intent.json["amount"]
        return Document(
            .object(
                nulls: """
                    application application_fee application_fee_amount authorization_code balance_transaction \
                    calculated_statement_descriptor failure_balance_transaction failure_code failure_message \
                    fraud_details level3 on_behalf_of outcome presentment_details radar_options receipt_number \
                    receipt_url review shipping source source_transfer transfer transfer_data transfer_group
                    """,
                [
                    "id": .string(account.newID("ch_")), "object": "charge", "amount": amount,
                    "amount_captured": failure == nil ? amount : 0, "amount_refunded": 0,
                    "billing_details": [
                        "address": nil, "email": intent.hidden["email"], "name": nil, "phone": nil, "tax_id": nil,
                    ],
                    "captured": .bool(failure == nil), "created": .int(account.now),
                    "currency": intent.json["currency"], "customer": intent.json["customer"],
                    "description": intent.json["description"], "disputed": false,
                    "failure_code": failure == nil ? nil : "card_declined", "failure_message": .optional(failure),
                    "livemode": false, "metadata": intent.json["metadata"], "paid": .bool(failure == nil),
                    "payment_intent": .string(intent.id), "payment_method": .string(account.newID("pm_")),
                    "payment_method_details": [
                        "card": [
                            "brand": "visa", "country": "US", "exp_month": 12, "exp_year": 2034, "funding": "credit",
                            "last4": failure == nil ? "4242" : "0002",
                        ], "type": "card",
                    ],
                    "receipt_email": intent.json["receipt_email"], "refunded": false,
                    "statement_descriptor": intent.json["statement_descriptor"],
                    "statement_descriptor_suffix": intent.json["statement_descriptor_suffix"],
                    "status": failure == nil ? "succeeded" : "failed",
                ]))
    }
}

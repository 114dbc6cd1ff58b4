/// Invoices: what a subscription asks for each period, and how it was paid.
enum StripeInvoices {
    static let routes: [StripeRoute] = [
        .get(
            "/v1/invoices",
            StripeField.paging + [
                .optional("customer", .text()), .optional("subscription", .text()),
                .optional("status", .choice(["draft", "open", "paid", "uncollectible", "void"])),
            ] + StripeField.unsupported("collection_method customer_account due_date")
        ) { call in
            let conditions = call.conditions([
                ("customer", "customer"), ("subscription", "parent.subscription_details.subscription"),
                ("status", "status"),
            ])
            return try StripeList.page(call, "invoice", conditions, url: "/v1/invoices")
        },
        .get("/v1/invoices/:id", [.expand]) { try $0.target("invoice").json },
        .get(
            "/v1/invoice_payments",
            StripeField.paging + [
                .optional("invoice", .text()), .optional("status", .choice(["canceled", "open", "paid"])),
                .optional(
                    "payment",
                    .table([
                        .required("type", .choice(["payment_intent"])), .optional("payment_intent", .text()),
                    ])),
            ]
        ) { call in
            var conditions = call.conditions([("invoice", "invoice"), ("status", "status")])
            if let intent = call.input["payment"]["payment_intent"].string {
                conditions.append(.equals("payment.payment_intent", intent))
            }
            return try StripeList.page(call, "invoice_payment", conditions, url: "/v1/invoice_payments")
        },
        .get("/v1/invoice_payments/:id", [.expand]) { try $0.target("invoice_payment").json },
    ]

    /// One line of an invoice.
    struct Line {
        var amount: Int64
        var unitAmount: Int64
        var quantity: Int64
        var description: String
        var price: JSONValue
        /// The subscription's item that the line is for; nil for something bought once.
        var subscriptionItem: String?
        var start: Int64
        var end: Int64
    }

    /// An invoice that is due, not yet stored.
    static func new(
        _ subscription: Document, id: String, reason: String, lines: [Line], customer: Document?,
        account: StripeAccount
    ) throws -> Document {
        let total = lines.reduce(0) { $0 + $1.amount }
        let customerID = subscription.json["customer"].string ?? ""
        let number = try account.transaction.count("invoice", [.equals("customer", customerID)]) + 1
        let code = subscription.json["currency"]
        let metadata = subscription.json["metadata"]
        let rows = lines.map { row($0, invoice: id, subscription: subscription, account: account) }
        let json: JSONValue = .object(
            nulls: """
                account_country account_name account_tax_ids amount_paid_off_stripe application auto_advance \
                automatically_finalizes_at confirmation_secret custom_fields customer_account customer_address \
                customer_name customer_phone customer_shipping customer_tax_exempt customer_tax_ids \
                default_payment_method default_source description due_date effective_at ending_balance footer \
                from_invoice hosted_invoice_url invoice_pdf last_finalization_error latest_revision \
                next_payment_attempt on_behalf_of payments receipt_number rendering shipping_cost shipping_details \
                statement_descriptor status_details subtotal_excluding_tax test_clock threshold_reason \
                total_discount_amounts total_excluding_tax total_pretax_credit_amounts total_taxes \
                webhooks_delivered_at
                """,
            [
                "id": .string(id), "object": "invoice", "amount_due": .int(total), "amount_overpaid": 0,
                "amount_paid": 0, "amount_remaining": .int(total), "amount_shipping": 0, "attempt_count": 0,
                "attempted": false,
                "automatic_tax": [
                    "disabled_reason": nil, "enabled": false, "liability": nil, "provider": nil, "status": nil,
                ],
                "billing_reason": .string(reason), "collection_method": "charge_automatically",
                "created": .int(account.now), "currency": code, "customer": subscription.json["customer"],
                "customer_email": customer?.json["email"] ?? .null, "default_tax_rates": [], "discounts": [],
                "issuer": ["account": nil, "type": "self"],
                "lines": StripeList.list(rows, url: "/v1/invoices/\(id)/lines"), "livemode": false, "metadata": [:],
                "number": .string("\(customerID.suffix(8).uppercased())-\(number)"),
                "parent": [
                    "quote_details": nil,
                    "subscription_details": [
                        "metadata": metadata, "subscription": .string(subscription.id),
                        "subscription_proration_date": nil,
                    ], "type": "subscription_details",
                ],
                "payment_settings": [
                    "default_mandate": nil, "payment_method_options": nil, "payment_method_types": nil,
                ],
                "period_end": .int(lines.map(\.start).max() ?? account.now),
                "period_start": .int(lines.map(\.start).min() ?? account.now),
                "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0, "starting_balance": 0,
                "status": "open",
                "status_transitions": [
                    "finalized_at": .int(account.now), "marked_uncollectible_at": nil, "paid_at": nil,
                    "voided_at": nil,
                ],
                "subtotal": .int(total), "total": .int(total),
            ])
        return Document(json)
    }

    private static func row(
        _ line: Line, invoice: String, subscription: Document, account: StripeAccount
    ) -> JSONValue {
        let parent: JSONValue
        if let item = line.subscriptionItem {
            parent = [
                "invoice_item_details": nil,
                "subscription_item_details": [
                    "invoice_item": nil, "proration": false, "proration_details": nil,
                    "subscription": .string(subscription.id), "subscription_item": .string(item),
                ], "type": "subscription_item_details",
            ]
        } else {
            parent = [
                "invoice_item_details": [
                    "invoice_item": .string(account.newID("ii_")), "proration": false, "proration_details": nil,
                    "subscription": .string(subscription.id),
                ], "subscription_item_details": nil, "type": "invoice_item_details",
            ]
        }
        return [
            "id": .string(account.newID("il_")), "object": "line_item", "amount": .int(line.amount),
            "currency": subscription.json["currency"], "description": .string(line.description),
            "discountable": true, "discounts": [], "invoice": .string(invoice), "livemode": false,
            "metadata": line.subscriptionItem == nil ? [:] : subscription.json["metadata"], "parent": parent,
            "period": ["end": .int(line.end), "start": .int(line.start)],
            "pricing": [
                "price_details": ["price": line.price["id"], "product": line.price["product"]],
                "type": "price_details", "unit_amount_decimal": .string(String(line.unitAmount)),
            ],
            "quantity": .int(line.quantity), "subtotal": .int(line.amount), "taxes": [],
        ]
    }

    /// Marks an invoice as paid by an intent, or as owing nothing, and publishes that.
    static func paid(_ invoice: inout Document, by intent: Document?, _ account: StripeAccount) throws {
        invoice.json["status"] = "paid"
        invoice.json["amount_paid"] = invoice.json["total"]
        invoice.json["amount_remaining"] = 0
        invoice.json["attempted"] = true
        if intent != nil { countAttempt(&invoice) }
        invoice.json["next_payment_attempt"] = .null
        invoice.json["status_transitions"]["paid_at"] = .int(account.now)
        try store(invoice, intent: intent, status: "paid", account)
        try account.publish("invoice.paid", invoice.json)
        try account.publish("invoice.payment_succeeded", invoice.json)
        guard intent != nil else { return }
        let payment = try account.transaction.all("invoice_payment", [.equals("invoice", invoice.id)]).first
        if let payment { try account.publish("invoice_payment.paid", payment.json) }
    }

    /// Records that an intent failed to pay an invoice, and publishes that.
    static func failed(_ invoice: inout Document, by intent: Document, _ account: StripeAccount) throws {
        invoice.json["attempted"] = true
        countAttempt(&invoice)
        invoice.json["next_payment_attempt"] = .int(account.now + 3 * 86_400)
        try store(invoice, intent: intent, status: "open", account)
        try account.publish("invoice.payment_failed", invoice.json)
    }

    /// Stores an invoice whose payment is under way.
    static func pending(_ invoice: inout Document, by intent: Document, _ account: StripeAccount) throws {
        invoice.json["attempted"] = true
        try store(invoice, intent: intent, status: "open", account)
        try account.publish("invoice.finalized", invoice.json)
    }

    private static func countAttempt(_ invoice: inout Document) {
        invoice.json["attempt_count"] = .int((invoice.json["attempt_count"].int ?? 0) + 1)
    }

    private static func store(
        _ invoice: Document, intent: Document?, status: String, _ account: StripeAccount
    ) throws {
        if try account.transaction.find("invoice", invoice.id) == nil {
            try account.transaction.insert(invoice)
        } else {
            try account.transaction.update(invoice)
        }
        guard let intent else { return }
        let known = try account.transaction.all("invoice_payment", [.equals("invoice", invoice.id)]).first
        var payment = known ?? newPayment(invoice, intent, account)
        payment.json["status"] = .string(status)
        if status == "paid" {
            payment.json["amount_paid"] = invoice.json["total"]
            payment.json["status_transitions"]["paid_at"] = .int(account.now)
        }
        if known == nil {
            try account.transaction.insert(payment)
        } else {
            try account.transaction.update(payment)
        }
    }

    private static func newPayment(_ invoice: Document, _ intent: Document, _ account: StripeAccount) -> Document {
        Document([
            "id": .string(account.newID("inpay_")), "object": "invoice_payment", "amount_paid": nil,
            "amount_requested": invoice.json["total"], "created": .int(account.now),
            "currency": invoice.json["currency"], "invoice": .string(invoice.id), "is_default": true,
            "livemode": false, "payment": ["payment_intent": .string(intent.id), "type": "payment_intent"],
            "status": "open", "status_transitions": ["canceled_at": nil, "paid_at": nil],
        ])
    }
}

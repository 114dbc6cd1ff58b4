/// Customers: who pays, as far as Stripe knows them.
enum StripeCustomers {
    static let routes: [StripeRoute] = [
        .post("/v1/customers", parameters, create),
        .get(
            "/v1/customers", StripeField.paging + [.optional("email", .text())] + StripeField.unsupported("test_clock")
        ) { call in
            try StripeList.page(call, "customer", call.conditions([("email", "email")]), url: "/v1/customers")
        },
        .get("/v1/customers/:id", [.expand]) { try $0.target("customer").json },
        .post("/v1/customers/:id", parameters, update),
    ]

    private static let parameters: [StripeField] =
        [
            .emptyable("email", .text(atMost: 512)), .emptyable("name", .text(atMost: 256)),
            .emptyable("description", .text()), .emptyable("phone", .text(atMost: 20)),
            .emptyable("metadata", .metadata), .expand,
        ]
        + StripeField.unsupported(
            """
            address balance business_name cash_balance individual_name invoice_prefix invoice_settings \
            next_invoice_sequence payment_method preferred_locales shipping source tax tax_exempt tax_id_data \
            test_clock validate
            """)

    /// Whether text could be an e-mail address: one at sign between two parts, no spaces.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 512
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// A new customer with an address that may be unknown, stored and published.
    static func insert(email: String?, account: StripeAccount) throws -> Document {
        let customer = Document(blank(account, email: email))
        try account.insert(customer, event: "customer.created")
        return customer
    }

    private static func blank(_ account: StripeAccount, email: String?) -> JSONValue {
        .object(
            nulls: "address currency default_source description discount name phone shipping test_clock",
            [
                "id": .string(account.newID("cus_")), "object": "customer", "balance": 0,
                "created": .int(account.now), "delinquent": false, "email": .optional(email),
                "invoice_settings": [
                    "custom_fields": nil, "default_payment_method": nil, "footer": nil, "rendering_options": nil,
                ], "livemode": false, "metadata": [:], "preferred_locales": [], "tax_exempt": "none",
            ])
    }

    private static func create(_ call: StripeCall) throws -> JSONValue {
        var json = blank(call.account, email: nil)
        try apply(call, to: &json)
        try call.account.insert(Document(json), event: "customer.created")
        return json
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var customer = try call.target("customer")
        let previous = customer.json
        try apply(call, to: &customer.json)
        try call.account.update(customer, from: previous, event: "customer.updated")
        return customer.json
    }

    private static func apply(_ call: StripeCall, to json: inout JSONValue) throws(StripeError) {
        if let email = call.input["email"].string, !isEmail(email) {
            throw .parameter("email", "Invalid email address: \(email)", code: "email_invalid")
        }
        for name in ["email", "name", "description", "phone"] where call.has(name) { json[name] = call.input[name] }
        try StripeMetadata.apply(call, to: &json)
    }
}

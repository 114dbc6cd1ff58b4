/// Prices: what a product costs.
///
/// Their amounts, currency, product and period never change; what they cost in other currencies may be added.
enum StripePrices {
    static let routes: [StripeRoute] = [
        .post(
            "/v1/prices",
            StripePriceAmounts.fields + [
                .required("currency", .text(atMost: 3)), .optional("tax_behavior", .choice(taxBehaviors)),
                .optional("currency_options", .map(.table(option))), .optional("recurring", .table(recurring)),
                .optional("billing_scheme", .choice(["per_unit", "tiered"])),
                .optional("tiers_mode", .choice(["graduated", "volume"])),
                .optional("transform_quantity", .table(transformation)), .optional("product", .text()),
                .optional("product_data", .table(productData)), .optional("active", .boolean),
                .optional("nickname", .text()), .emptyable("metadata", .metadata),
                .optional("lookup_key", .text(atMost: 200)), .optional("transfer_lookup_key", .boolean), .expand,
            ], create),
        .get(
            "/v1/prices",
            StripeField.paging + [
                .optional("active", .boolean), .optional("currency", .text()), .optional("product", .text()),
                .optional("lookup_keys", .list(.text(), atMost: 10)),
                .optional("type", .choice(["one_time", "recurring"])),
                .optional(
                    "recurring",
                    .table([
                        .optional("interval", .choice(intervals)), .optional("usage_type", .choice(usageTypes)),
                        .optional("meter", .text()),
                    ])),
            ], list),
        .get("/v1/prices/:id", [.expand]) { try $0.target("price").json },
        .post(
            "/v1/prices/:id",
            [
                .optional("active", .boolean), .emptyable("nickname", .text()), .emptyable("metadata", .metadata),
                .emptyable("lookup_key", .text(atMost: 200)), .optional("transfer_lookup_key", .boolean),
                .optional("tax_behavior", .choice(taxBehaviors)), .emptyable("currency_options", .map(.table(option))),
                .expand,
            ], update),
    ]

    static let intervals = ["day", "week", "month", "year"]
    private static let taxBehaviors = ["exclusive", "inclusive", "unspecified"]

    private static let usageTypes = ["licensed", "metered"]

    /// What makes up a price that is described where something else is made.
    static let amounts: [StripeField] =
        StripePriceAmounts.perUnit + [
            .required("currency", .text(atMost: 3)), .optional("tax_behavior", .choice(taxBehaviors)),
            .optional("currency_options", .map(.table(option))), .optional("recurring", .table(period)),
        ]

    private static let period: [StripeField] = [
        .required("interval", .choice(intervals)), .optional("interval_count", .integer(1...1095)),
    ]

    private static let recurring: [StripeField] =
        period + [
            .optional("usage_type", .choice(usageTypes)), .optional("meter", .text()),
            .optional("trial_period_days", .integer(0...730)),
        ]

    private static let transformation: [StripeField] = [
        .required("divide_by", .integer(1...1_000_000_000_000)), .required("round", .choice(["down", "up"])),
    ]

    private static let option: [StripeField] =
        StripePriceAmounts.fields + [.optional("tax_behavior", .choice(taxBehaviors))]

    private static let productData: [StripeField] =
        [
            .required("name", .text()), .optional("id", .text(atMost: 255)), .optional("active", .boolean),
            .optional("metadata", .metadata), .optional("statement_descriptor", .text(atMost: 22)),
            .optional("tax_code", .text()), .optional("unit_label", .text(atMost: 12)),
        ] + StripeField.unsupported("tax_details")

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        let product: String
        switch (call.input["product"].string, call.input["product_data"].object) {
        case (let id?, nil):
            product = try account.find("product", id, parameter: "product").id
        case (nil, let data?): product = try insertProduct(.object(data), account)
        case (nil, nil): throw StripeError.missing("product")
        case (_?, _?):
            throw StripeError.parameter("product_data", "Please pass only one of product and product_data.")
        }
        var price = try StripePriceDraft(input: call.input, path: nil, account: account).document(product: product)
        for name in ["active", "nickname"] where call.has(name) { price.json[name] = call.input[name] }
        price.json["metadata"] = StripeMetadata.initial(call.input["metadata"])
        try takeLookupKey(call, &price)
        try account.insert(price, event: "price.created")
        return price.json
    }

    private static func insertProduct(_ data: JSONValue, _ account: StripeAccount) throws -> String {
        let id = data["id"].string ?? account.newID("prod_")
        guard try account.transaction.find("product", id) == nil else {
            throw StripeError.refused(
                "Product already exists.", parameter: "product_data[id]", code: "resource_already_exists")
        }
        var product = StripeProducts.new(id: id, name: data["name"].string ?? "", account: account)
        for name in ["active", "statement_descriptor", "tax_code", "unit_label"] where !data[name].isNull {
            product[name] = data[name]
        }
        product["metadata"] = StripeMetadata.initial(data["metadata"])
        try account.insert(Document(product), event: "product.created")
        return id
    }

    /// Gives the price the lookup key that the call names, or refuses when another price has it.
    private static func takeLookupKey(_ call: StripeCall, _ price: inout Document) throws {
        guard call.has("lookup_key") else { return }
        price.json["lookup_key"] = call.input["lookup_key"]
        guard let key = call.input["lookup_key"].string else { return }
        let owners = try call.account.transaction.all("price", [.equals("lookup_key", key)])
        for var owner in owners where owner.id != price.id {
            guard call.input["transfer_lookup_key"] == true else {
                throw StripeError.refused(
                    """
                    A price (`\(owner.id)`) already uses that lookup key. \
                    Pass transfer_lookup_key=true to move it to this price.
                    """, parameter: "lookup_key")
            }
            let previous = owner.json
            owner.json["lookup_key"] = .null
            try call.account.update(owner, from: previous, event: "price.updated")
        }
    }

    private static func list(_ call: StripeCall) throws -> JSONValue {
        var conditions = call.conditions([("currency", "currency"), ("product", "product"), ("type", "type")])
        if let active = call.input["active"].bool { conditions.append(.equals("active", active)) }
        if let keys = call.input["lookup_keys"].array {
            conditions.append(.among("lookup_key", keys.compactMap(\.string)))
        }
        if let interval = call.input["recurring"]["interval"].string {
            conditions.append(.equals("recurring.interval", interval))
        }
        if let usage = call.input["recurring"]["usage_type"].string {
            conditions.append(.equals("recurring.usage_type", usage))
        }
        if let meter = call.input["recurring"]["meter"].string {
            conditions.append(.equals("recurring.meter", meter))
        }
        return try StripeList.page(call, "price", conditions, url: "/v1/prices")
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var price = try call.target("price")
        let previous = price.json
        if let active = call.input["active"].bool {
            if !active { try checkNotDefault(price, call.account) }
            price.json["active"] = .bool(active)
        }
        if call.has("nickname") { price.json["nickname"] = call.input["nickname"] }
        if let tax = call.input["tax_behavior"].string, tax != previous["tax_behavior"].string {
            guard previous["tax_behavior"] == "unspecified" else {
                throw StripeError.refused(
                    "The tax behavior of a price cannot be changed once it is inclusive or exclusive.",
                    parameter: "tax_behavior")
            }
            price.json["tax_behavior"] = .string(tax)
            var own = price.ownOption
            own["tax_behavior"] = .string(tax)
            price.ownOption = own
        }
        if call.has("currency_options") { try setOptions(call, &price) }
        try StripeMetadata.apply(call, to: &price.json)
        try takeLookupKey(call, &price)
        try call.account.update(price, from: previous, event: "price.updated")
        return price.json
    }

    /// Adds or replaces amounts in other currencies; emptying the whole removes them.
    private static func setOptions(_ call: StripeCall, _ price: inout Document) throws {
        guard let currency = StripeCurrency(price.json["currency"].string ?? "") else { return }
        let own = price.ownOption
        if call.input["currency_options"].isNull { price.hidden["currency_options"] = [:] }
        let amounts = StripePriceAmounts(
            isTiered: price.json["billing_scheme"] == "tiered", isRecurring: !price.json["recurring"].isNull)
        var options = price.hidden["currency_options"].object ?? [:]
        options.merge(
            try StripePriceDraft.others(call.input["currency_options"], than: currency, amounts) { $0 }.object ?? [:]
        ) { $1 }
        price.hidden["currency_options"] = .object(options)
        price.ownOption = own
    }

    private static func checkNotDefault(_ price: Document, _ account: StripeAccount) throws {
        let product = try account.find("product", at: price.json["product"])
        guard product?.json["default_price"].string != price.id else {
            throw StripeError.refused(
                """
                This price cannot be archived because it is the default price of its product. \
                Set another default price first.
                """, parameter: "active")
        }
    }
}

extension Document {
    /// What a price costs in its own currency, tiers included.
    fileprivate var ownOption: JSONValue {
        get { hidden["currency_options"][json["currency"].string ?? ""] }
        set { hidden["currency_options"][json["currency"].string ?? ""] = newValue }
    }
}

/// Prices: what a product costs.
///
/// Their amount, currency, product and period never change.
enum StripePrices {
    static let routes: [StripeRoute] = [
        .post(
            "/v1/prices",
            amounts + [
                .optional("product", .text()), .optional("product_data", .table(productData)),
                .optional("active", .boolean), .optional("nickname", .text()), .emptyable("metadata", .metadata),
                .optional("lookup_key", .text(atMost: 200)), .optional("transfer_lookup_key", .boolean),
                .optional("billing_scheme", .choice(["per_unit"])), .expand,
            ] + StripeField.unsupported("tiers tiers_mode transform_quantity"), create),
        .get(
            "/v1/prices",
            StripeField.paging + [
                .optional("active", .boolean), .optional("currency", .text()), .optional("product", .text()),
                .optional("lookup_keys", .list(.text(), atMost: 10)),
                .optional("type", .choice(["one_time", "recurring"])),
                .optional(
                    "recurring",
                    .table([
                        .optional("interval", .choice(intervals)), .optional("usage_type", .choice(["licensed"])),
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

    /// What makes up an amount, wherever a price is described.
    static let amounts: [StripeField] =
        [
            .required("currency", .text(atMost: 3)), .optional("unit_amount", .amount),
            .optional("unit_amount_decimal", .text(atMost: 40)), .optional("tax_behavior", .choice(taxBehaviors)),
            .optional("currency_options", .map(.table(option))),
            .optional(
                "recurring",
                .table(
                    [
                        .required("interval", .choice(intervals)), .optional("interval_count", .integer(1...1095)),
                        .optional("usage_type", .choice(["licensed"])),
                        .optional("trial_period_days", .integer(0...730)),
                    ] + StripeField.unsupported("meter"))),
        ] + StripeField.unsupported("custom_unit_amount")

    private static let option: [StripeField] =
        [
            .optional("unit_amount", .amount), .optional("unit_amount_decimal", .text(atMost: 40)),
            .optional("tax_behavior", .choice(taxBehaviors)),
        ] + StripeField.unsupported("custom_unit_amount tiers")

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
        var price = try new(call.input, product: product, path: nil, account: account)
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

    /// A price from the fields of `amounts`, checked but not stored.
    static func new(_ input: JSONValue, product: String, path: String?, account: StripeAccount) throws -> Document {
        func name(_ field: String) -> String { path.map { "\($0)[\(field)]" } ?? field }
        let code = input["currency"].string ?? ""
        guard let currency = StripeCurrency(code) else { throw invalidCurrency(code, name("currency")) }
        let amount = try amount(input, currency, name)
        var recurring = JSONValue.null
        if !input["recurring"].isNull {
            guard let period = StripePeriod(input["recurring"]), period.isAllowed else {
                throw StripeError.invalidInteger(
                    name("recurring[interval_count]"), "A recurring price can recur at most every three years.")
            }
            recurring = [
                "interval": .string(period.interval), "interval_count": .int(period.count), "meter": nil,
                "trial_period_days": input["recurring"]["trial_period_days"], "usage_type": "licensed",
            ]
        }
        let json: JSONValue = .object(
            nulls: "custom_unit_amount lookup_key nickname tiers_mode transform_quantity",
            [
                "id": .string(account.newID("price_")), "object": "price", "active": true,
                "billing_scheme": "per_unit", "created": .int(account.now), "currency": .string(currency.code),
                "livemode": false, "metadata": [:], "product": .string(product), "recurring": recurring,
                "tax_behavior": .string(input["tax_behavior"].string ?? "unspecified"),
                "type": recurring.isNull ? "one_time" : "recurring", "unit_amount": .int(amount),
                "unit_amount_decimal": .string(String(amount)),
            ])
        var hidden: JSONValue = [:]
        hidden["currency_options"] = try options(input, base: json, name)
        return Document(json, hidden: hidden)
    }

    private static func invalidCurrency(_ code: String, _ parameter: String) -> StripeError {
        .parameter(parameter, "Invalid currency: \(code).", code: "invalid_currency")
    }

    /// The amount, given either whole or as a decimal that is whole.
    private static func amount(
        _ input: JSONValue, _ currency: StripeCurrency, _ name: (String) -> String
    ) throws -> Int64 {
        let amount: Int64
        switch (input["unit_amount"].int, input["unit_amount_decimal"].string) {
        case (let whole?, nil): amount = whole
        case (nil, let decimal?):
            let parts = decimal.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            guard let whole = Int64(parts[0]), whole >= 0, parts.count == 1 || parts[1].allSatisfy({ $0 == "0" }) else {
                throw StripeError.parameter(
                    name("unit_amount_decimal"),
                    "The sandbox takes whole minor units only, such as 1900 or 1900.00: '\(decimal)' is not one.",
                    code: "parameter_invalid_string")
            }
            amount = whole
        case (nil, nil): throw StripeError.missing(name("unit_amount"))
        case (_?, _?):
            throw StripeError.parameter(
                name("unit_amount_decimal"), "Please pass only one of unit_amount and unit_amount_decimal.")
        }
        try currency.check(amount, parameter: name("unit_amount"))
        return amount
    }

    /// The price in each of its currencies, its own included, as expanding shows it.
    private static func options(_ input: JSONValue, base: JSONValue, _ name: (String) -> String) throws -> JSONValue {
        func option(_ amount: Int64, _ tax: JSONValue) -> JSONValue {
            [
                "custom_unit_amount": nil, "tax_behavior": .string(tax.string ?? "unspecified"),
                "unit_amount": .int(amount), "unit_amount_decimal": .string(String(amount)),
            ]
        }
        let code = base["currency"].string ?? ""
        var options: JSONValue = [:]
        options[code] = option(base["unit_amount"].int ?? 0, base["tax_behavior"])
        for (other, given) in input["currency_options"].object ?? [:] {
            let path = name("currency_options") + "[\(other)]"
            guard let currency = StripeCurrency(other), currency.code == other, other != code else {
                throw invalidCurrency(other, path)
            }
            options[other] = option(try amount(given, currency) { "\(path)[\($0)]" }, given["tax_behavior"])
        }
        return options
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
        }
        if let given = call.input["currency_options"].object {
            var all = price.hidden["currency_options"]
            for (code, option) in try options(["currency_options": .object(given)], base: previous, { $0 }).object
                ?? [:]
            {
                all[code] = option
            }
            price.hidden["currency_options"] = all
        }
        try StripeMetadata.apply(call, to: &price.json)
        try takeLookupKey(call, &price)
        try call.account.update(price, from: previous, event: "price.updated")
        return price.json
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

/// Coupons: what is taken off.
///
/// What a coupon takes off never changes; a person types a promotion code, which leads to a coupon.
enum StripeCoupons {
    static let kind = "coupon"

    static let routes: [StripeRoute] = [
        .post("/v1/coupons", parameters, create),
        .get("/v1/coupons", StripeField.paging) { call in
            try StripeRedemption.endDue(call.account)
            return try StripeList.page(call, kind, url: "/v1/coupons")
        },
        .get("/v1/coupons/:id", [.expand]) { call in
            try StripeRedemption.endDue(call.account)
            return try call.target(kind).json
        },
        .post(
            "/v1/coupons/:id",
            [
                .optional("name", .text(atMost: 40)), .emptyable("metadata", .metadata),
                .optional("currency_options", .map(.table(option))), .expand,
            ], update),
        .delete("/v1/coupons/:id", [], delete),
    ]

    private static let parameters: [StripeField] = [
        .optional("id", .text(atMost: 200)), .optional("name", .text(atMost: 40)),
        .optional("percent_off", .decimal(places: 12)), .optional("amount_off", positive),
        .optional("currency", .text(atMost: 3)), .optional("currency_options", .map(.table(option))),
        .optional("duration", .choice(["forever", "once", "repeating"])), .optional("duration_in_months", positive),
        .optional("max_redemptions", positive), .optional("redeem_by", .instant),
        .optional("applies_to", .table([.optional("products", .list(.text()))])), .emptyable("metadata", .metadata),
        .expand,
    ]

    private static let positive = StripeParameter.integer(1...Int64.max)
    private static let option: [StripeField] = [.required("amount_off", positive)]
    private static let fiveYears: Int64 = 5 * 366 * 86_400

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let input = call.input
        let account = call.account
        let id = input["id"].string ?? String(account.newID("").uppercased().suffix(8))
        var json: JSONValue = .object(
            nulls: "amount_off currency percent_off",
            [
                "id": .string(id), "object": .string(kind), "created": .int(account.now),
                "duration": .string(input["duration"].string ?? "once"),
                "duration_in_months": input["duration_in_months"], "livemode": false,
                "max_redemptions": input["max_redemptions"], "metadata": StripeMetadata.initial(input["metadata"]),
                "name": input["name"], "redeem_by": input["redeem_by"], "times_redeemed": 0, "valid": true,
            ])
        var hidden: JSONValue = [:]
        try setReduction(input, &json, &hidden)
        try checkDuration(input)
        if let until = input["redeem_by"].int {
            guard until > account.now else {
                throw StripeError.invalidInteger("redeem_by", "`redeem_by` must be in the future.")
            }
            guard until <= account.now + fiveYears else {
                throw StripeError.invalidInteger(
                    "redeem_by", "`redeem_by` cannot be more than five years in the future.")
            }
        }
        if let products = input["applies_to"]["products"].array {
            for product in products {
                _ = try account.find("product", product.string ?? "", parameter: "applies_to[products]")
            }
            hidden["applies_to"] = ["products": .array(products)]
        }
        guard try account.transaction.find(kind, id) == nil else {
            throw StripeError.refused("Coupon already exists.", parameter: "id", code: "resource_already_exists")
        }
        try account.insert(Document(json, hidden: hidden), event: "coupon.created")
        return json
    }

    private static func setReduction(
        _ input: JSONValue, _ json: inout JSONValue, _ hidden: inout JSONValue
    ) throws(StripeError) {
        switch (input["percent_off"].string, input["amount_off"].int) {
        case (let percent?, nil):
            guard let decimal = StripeDecimal(percent, places: 12), decimal.text != "0",
                decimal.floor < 100 || decimal.whole == 100
            else {
                throw .parameter(
                    "percent_off", "Invalid percent_off: \(percent). It must be above 0 and at most 100.")
            }
            json["percent_off"] = decimal.whole.map(JSONValue.int) ?? .decimal(decimal.text)
            guard !input["currency_options"].isNull else { return }
            throw .parameter("currency_options", "`currency_options` requires `amount_off`.")
        case (nil, let amount?):
            guard let code = input["currency"].string else { throw .missing("currency") }
            guard let currency = StripeCurrency(code) else { throw invalidCurrency(code, "currency") }
            try currency.check(amount, parameter: "amount_off")
            json["amount_off"] = .int(amount)
            json["currency"] = .string(currency.code)
            var options = try others(input["currency_options"], than: currency.code)
            options[currency.code] = ["amount_off": .int(amount)]
            hidden["currency_options"] = options
        case (nil, nil): throw .missing("percent_off")
        case (_?, _?):
            throw .parameter("percent_off", "You may only specify one of these parameters: amount_off, percent_off.")
        }
    }

    private static func others(_ given: JSONValue, than own: String) throws(StripeError) -> JSONValue {
        for (code, option) in (given.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let path = "currency_options[\(code)]"
            guard let currency = StripeCurrency(code), currency.code == code, code != own else {
                throw invalidCurrency(code, path)
            }
            try currency.check(option["amount_off"].int ?? 0, parameter: "\(path)[amount_off]")
        }
        return given.isNull ? [:] : given
    }

    private static func invalidCurrency(_ code: String, _ parameter: String) -> StripeError {
        .parameter(parameter, "Invalid currency: \(code).", code: "invalid_currency")
    }

    private static func checkDuration(_ input: JSONValue) throws(StripeError) {
        let isRepeating = input["duration"] == "repeating"
        guard isRepeating == (input["duration_in_months"].int != nil) else {
            guard isRepeating else {
                throw .parameter("duration_in_months", "`duration_in_months` requires `duration=repeating`.")
            }
            throw .missing("duration_in_months")
        }
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        try StripeRedemption.endDue(call.account)
        var coupon = try call.target(kind)
        let previous = coupon.json
        if call.has("name") { coupon.json["name"] = call.input["name"] }
        if let given = call.input["currency_options"].object {
            guard let own = previous["currency"].string else {
                throw StripeError.parameter("currency_options", "`currency_options` requires `amount_off`.")
            }
            var options = coupon.hidden["currency_options"].object ?? [:]
            options.merge(try others(.object(given), than: own).object ?? [:]) { $1 }
            coupon.hidden["currency_options"] = .object(options)
        }
        try StripeMetadata.apply(call, to: &coupon.json)
        try call.account.update(coupon, from: previous, event: "coupon.updated")
        return coupon.json
    }

    private static func delete(_ call: StripeCall) throws -> JSONValue {
        let coupon = try call.target(kind)
        try call.account.transaction.delete(kind, coupon.id)
        try StripeRedemption.endCodes(of: coupon.id, call.account)
        try call.account.publish("coupon.deleted", coupon.json)
        return ["id": .string(coupon.id), "object": .string(kind), "deleted": true]
    }
}

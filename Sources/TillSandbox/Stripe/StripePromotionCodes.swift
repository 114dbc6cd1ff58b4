/// Promotion codes: what buyers type to get a coupon.
enum StripePromotionCodes {
    static let kind = "promotion_code"

    static let routes: [StripeRoute] = [
        .post("/v1/promotion_codes", parameters, create),
        .get(
            "/v1/promotion_codes",
            StripeField.paging + [
                .optional("active", .boolean), .optional("code", .text()), .optional("coupon", .text()),
                .optional("customer", .text()),
            ] + StripeField.unsupported("customer_account"), list),
        .get("/v1/promotion_codes/:id", [.expand]) { call in
            try StripeRedemption.endDue(call.account)
            return try call.target(kind).json
        },
        .post(
            "/v1/promotion_codes/:id",
            [
                .optional("active", .boolean), .emptyable("metadata", .metadata),
                .optional("restrictions", .table([options])), .expand,
            ], update),
    ]

    private static let parameters: [StripeField] =
        [
            .required(
                "promotion", .table([.required("type", .choice(["coupon"])), .required("coupon", .text())])),
            .optional("code", .text(atMost: 500)), .optional("active", .boolean), .optional("customer", .text()),
            .optional("expires_at", .instant), .optional("max_redemptions", positive),
            .optional("metadata", .metadata),
            .optional(
                "restrictions",
                .table([
                    .optional("first_time_transaction", .boolean), .optional("minimum_amount", positive),
                    .optional("minimum_amount_currency", .text(atMost: 3)), options,
                ])), .expand,
        ] + StripeField.unsupported("customer_account")

    private static let positive = StripeParameter.integer(1...Int64.max)
    private static let options = StripeField.optional(
        "currency_options", .map(.table([.optional("minimum_amount", positive)])))

    private static func create(_ call: StripeCall) throws -> JSONValue {
        try StripeRedemption.endDue(call.account)
        let input = call.input
        let account = call.account
        let coupon = try account.find(
            StripeCoupons.kind, input["promotion"]["coupon"].string ?? "", parameter: "promotion[coupon]")
        guard coupon.json["valid"] == true else {
            throw StripeError.refused(
                "Coupon expired: \(coupon.id)", parameter: "promotion[coupon]", code: "coupon_expired")
        }
        let code = input["code"].string ?? String(account.newID("").uppercased().suffix(8))
        try checkSpelling(code)
        try checkLimits(input, coupon.json, account)
        if let customer = input["customer"].string { _ = try account.find("customer", customer, parameter: "customer") }
        let (restrictions, options) = try restrictions(input["restrictions"])
        let isActive = input["active"].bool ?? true
        let json: JSONValue = .object(
            nulls: "customer_account",
            [
                "id": .string(account.newID("promo_")), "object": .string(kind), "active": .bool(isActive),
                "code": .string(code), "created": .int(account.now), "customer": input["customer"],
                "expires_at": input["expires_at"], "livemode": false, "max_redemptions": input["max_redemptions"],
                "metadata": StripeMetadata.initial(input["metadata"]),
                "promotion": ["coupon": .string(coupon.id), "type": "coupon"], "restrictions": restrictions,
                "times_redeemed": 0,
            ])
        if isActive { try checkUnique(json, account) }
        try account.insert(Document(json, hidden: ["currency_options": options]), event: "promotion_code.created")
        return json
    }

    private static func checkSpelling(_ code: String) throws(StripeError) {
        let isPlain = code.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain else {
            throw .parameter(
                "code", "Promotion codes can only contain letters from a to z, digits and dashes: \(code)")
        }
    }

    /// A code ends no later, and is taken no more often, than its coupon.
    private static func checkLimits(
        _ input: JSONValue, _ coupon: JSONValue, _ account: StripeAccount
    ) throws(StripeError) {
        if let end = input["expires_at"].int {
            guard end > account.now else {
                throw .invalidInteger("expires_at", "`expires_at` must be in the future.")
            }
            if let last = coupon["redeem_by"].int, end > last {
                throw .refused("`expires_at` cannot be after the coupon's `redeem_by`.", parameter: "expires_at")
            }
        }
        if let count = input["max_redemptions"].int, let most = coupon["max_redemptions"].int, count > most {
            throw .refused(
                "`max_redemptions` cannot be greater than the coupon's `max_redemptions`.",
                parameter: "max_redemptions")
        }
    }

    private static func restrictions(
        _ given: JSONValue
    ) throws(StripeError) -> (shown: JSONValue, options: JSONValue) {
        var shown: JSONValue = [
            "first_time_transaction": .bool(given["first_time_transaction"].bool ?? false), "minimum_amount": nil,
            "minimum_amount_currency": nil,
        ]
        var options: JSONValue = [:]
        switch (given["minimum_amount"].int, given["minimum_amount_currency"].string) {
        case (let amount?, let code?):
            guard let currency = StripeCurrency(code) else {
                throw .parameter(
                    "restrictions[minimum_amount_currency]", "Invalid currency: \(code).", code: "invalid_currency")
            }
            try currency.check(amount, parameter: "restrictions[minimum_amount]")
            shown["minimum_amount"] = .int(amount)
            shown["minimum_amount_currency"] = .string(currency.code)
            options = try others(given["currency_options"], than: currency.code)
            options[currency.code] = ["minimum_amount": .int(amount)]
        case (nil, nil):
            guard given["currency_options"].isNull else { throw .missing("restrictions[minimum_amount]") }
        case (nil, _?): throw .missing("restrictions[minimum_amount]")
        case (_?, nil): throw .missing("restrictions[minimum_amount_currency]")
        }
        return (shown, options)
    }

    private static func others(_ given: JSONValue, than own: String) throws(StripeError) -> JSONValue {
        for (code, option) in (given.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let path = "restrictions[currency_options][\(code)]"
            guard let currency = StripeCurrency(code), currency.code == code, code != own else {
                throw .parameter(path, "Invalid currency: \(code).", code: "invalid_currency")
            }
            guard let amount = option["minimum_amount"].int else { throw .missing("\(path)[minimum_amount]") }
            try currency.check(amount, parameter: "\(path)[minimum_amount]")
        }
        return given.isNull ? [:] : given
    }

    /// Refuses a code that an active one has, for the same customer or for everybody.
    private static func checkUnique(_ code: JSONValue, _ account: StripeAccount) throws {
        let text = code["code"].string ?? ""
        let owners = try account.transaction.all(kind, [.equalsIgnoringCase("code", text), .equals("active", true)])
        guard owners.allSatisfy({ $0.id == code["id"].string || $0.json["customer"] != code["customer"] }) else {
            throw StripeError.refused(
                "An active promotion code with `code: \(text)` already exists.", parameter: "code",
                code: "resource_already_exists")
        }
    }

    private static func list(_ call: StripeCall) throws -> JSONValue {
        try StripeRedemption.endDue(call.account)
        var conditions = call.conditions([("coupon", "promotion.coupon"), ("customer", "customer")])
        if let active = call.input["active"].bool { conditions.append(.equals("active", active)) }
        if let code = call.input["code"].string { conditions.append(.equalsIgnoringCase("code", code)) }
        return try StripeList.page(call, kind, conditions, url: "/v1/promotion_codes")
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        try StripeRedemption.endDue(account)
        var code = try call.target(kind)
        let previous = code.json
        if let active = call.input["active"].bool, .bool(active) != previous["active"] {
            if active { try checkUsable(previous, account) }
            code.json["active"] = .bool(active)
        }
        if let given = call.input["restrictions"]["currency_options"].object {
            guard let own = previous["restrictions"]["minimum_amount_currency"].string else {
                throw StripeError.missing("restrictions[minimum_amount]")
            }
            var options = code.hidden["currency_options"].object ?? [:]
            options.merge(try others(.object(given), than: own).object ?? [:]) { $1 }
            code.hidden["currency_options"] = .object(options)
        }
        try StripeMetadata.apply(call, to: &code.json)
        try account.update(code, from: previous, event: "promotion_code.updated")
        return code.json
    }

    /// Refuses to begin a code again that has ended, or whose coupon has.
    private static func checkUsable(_ code: JSONValue, _ account: StripeAccount) throws {
        let coupon = try account.find(StripeCoupons.kind, at: code["promotion"]["coupon"])
        let hasEnded = code["expires_at"].int.map { $0 <= account.now } ?? false
        guard coupon?.json["valid"] == true, !hasEnded else {
            throw StripeError.refused(
                "This promotion code, or its coupon, has ended and cannot be activated.", parameter: "active")
        }
        try checkUnique(code, account)
    }
}

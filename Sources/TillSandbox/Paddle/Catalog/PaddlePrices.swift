/// Prices: how a product is charged for.
///
/// Unlike Stripe's they can be changed in everything but the product they belong to.
enum PaddlePrices {
    static let routes: [PaddleRoute] = [
        .list(
            PaddleEntity.price.collection,
            PaddleParameter.paging + [
                .list("id"), includingProduct, .list("product_id"), .list("status", .choice(["active", "archived"])),
                PaddleParameter(name: "recurring", form: .flag),
                PaddleParameter(name: "type", form: .choice(["custom", "standard"])),
            ], list),
        .create(
            .price,
            [
                .required("description", description), .required("product_id", .id(.product)),
                .required("unit_price", .money),
            ] + details, create),
        .get(.price, [includingProduct]) { call in
            .found(try shown(try call.account.find(.price, call.id).json, call))
        },
        .update(
            .price,
            [.optional("description", description), .optional("unit_price", .money), .optional("status", .status)]
                + details, update),
    ]

    private static let includingProduct = PaddleParameter.list("include", .choice(["product"]))
    private static let description = PaddleShape.text(2...500)
    private static let overrides = PaddleShape.list(
        .table([.required("country_codes", .list(.country, 1...250)), .required("unit_price", .money)]), 0...250)
    private static let duration: [PaddleField] = [
        .required("interval", .choice(["day", "week", "month", "year"])),
        .required("frequency", .integer(1...Int64.max)),
    ]
    private static let details: [PaddleField] = [
        .optional("type", .catalogType), .optional("name", .nullable(.text(1...150))),
        .optional("billing_cycle", .nullable(.table(duration))),
        .optional("trial_period", .nullable(.table(duration + paidTrial))),
        .optional("tax_mode", .choice(["account_setting", "external", "internal", "location"])),
        .optional("unit_price_overrides", overrides),
        .optional(
            "quantity",
            .table([.required("minimum", .integer(quantities)), .required("maximum", .integer(quantities))])),
        .optional("custom_data", .nullable(.customData)),
    ]
    private static let paidTrial: [PaddleField] = [
        .optional("requires_payment_method", .boolean), .optional("unit_price", .nullable(.money)),
        .optional("unit_price_overrides", overrides),
    ]
    private static let quantities: ClosedRange<Int64> = 1...999_999_999

    private static func list(_ call: PaddleCall) throws -> PaddleResult {
        let orders: PaddleList.Orders = [
            "billing_cycle.frequency": "billing_cycle.frequency", "billing_cycle.interval": "billing_cycle.interval",
            "product_id": "product_id", "quantity.maximum": "quantity.maximum",
            "quantity.minimum": "quantity.minimum", "status": "status", "tax_mode": "tax_mode",
            "unit_price.currency_code": "unit_price.currency_code",
        ]
        var conditions = call.conditions([("id", "id"), ("product_id", "product_id"), ("type", "type")])
        if let recurring = call.query["recurring"] {
            conditions.append(.isNull("billing_cycle", recurring == "false"))
        }
        return try PaddleList(entity: .price, orders: orders).page(
            call, conditions + [.among("status", call.statuses)]
        ) { try shown($0, call) }
    }

    /// A price with its product, when the request asks for it.
    private static func shown(_ price: JSONValue, _ call: PaddleCall) throws -> JSONValue {
        guard call.query.list("include") != nil else { return price }
        var price = price
        price["product"] = try call.account.find(.product, price["product_id"].string ?? "").json
        return price
    }

    private static func create(_ call: PaddleCall) throws -> PaddleResult {
        _ = try call.account.find(.product, call.body["product_id"].string ?? "")
        let usual: JSONValue = .object(
            nulls: "name billing_cycle trial_period custom_data",
            [
                "type": "standard", "tax_mode": "account_setting", "unit_price_overrides": [],
                "quantity": ["minimum": 1, "maximum": 100],
            ])
        let price = try settled(PaddleEntry(entity: .price, call: call).new(usual))
        try call.account.insert(.price, price)
        return .made(price)
    }

    private static func update(_ call: PaddleCall) throws -> PaddleResult {
        var price = try PaddleEntry(entity: .price, call: call).changed()
        price.json = try settled(price.json)
        try call.account.update(.price, price)
        return .found(price.json)
    }

    /// The price with what Paddle assumes of its trial, when all of it fits together.
    private static func settled(_ price: JSONValue) throws(PaddleError) -> JSONValue {
        var price = price
        if price["trial_period"].object != nil, price["trial_period"]["requires_payment_method"].isNull {
            price["trial_period"]["requires_payment_method"] = true
        }
        try PaddlePriceRules.check(price)
        return price
    }
}

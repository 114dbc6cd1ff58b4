/// Discounts: percentages and amounts that a purchase is made cheaper by.
enum PaddleDiscounts {
    static let routes: [PaddleRoute] = [
        .list(
            PaddleEntity.discount.collection,
            PaddleParameter.paging + [
                .list("id"), .list("code"), PaddleParameter(name: "mode", form: .choice(["custom", "standard"])),
                .list("status", .choice(["active", "archived", "expired", "used"])),
            ], list),
        .create(
            .discount,
            [.required("description", description), .required("type", type), .required("amount", .text(1...32))]
                + details, create),
        .get(.discount) { call in
            try expireDue(call.account)
            return .found(try call.account.find(.discount, call.id).json)
        },
        .update(
            .discount,
            [
                .optional("description", description), .optional("type", type), .optional("amount", .text(1...32)),
                .optional("status", .status),
            ] + details, update),
    ]

    private static let description = PaddleShape.text(1...500)
    private static let type = PaddleShape.choice(["flat", "flat_per_seat", "percentage"])
    private static let details: [PaddleField] = [
        .optional("enabled_for_checkout", .boolean), .optional("code", .nullable(PaddleDiscountCode.shape)),
        .optional("mode", .catalogType), .optional("currency_code", .nullable(.currency)),
        .optional("recur", .boolean),
        .optional("maximum_recurring_intervals", .nullable(.integer(1...Int64.max))),
        .optional("usage_limit", .nullable(.integer(1...Int64.max))),
        .optional("restrict_to", .nullable(.list(.id(.price, .product), 0...10_000))),
        .optional("expires_at", .nullable(PaddleInstant.shape)), .optional("custom_data", .nullable(.customData)),
        .optional("discount_group_id", .nullable(.text(1...64))),
    ]

    private static func list(_ call: PaddleCall) throws -> PaddleResult {
        try expireDue(call.account)
        var conditions = call.conditions([("id", "id"), ("mode", "mode")])
        if let codes = call.query.list("code") { conditions.append(.amongIgnoringCase("code", codes)) }
        return try PaddleList(entity: .discount, orders: ["created_at": "created_at"]).page(
            call, conditions + [.among("status", call.statuses)])
    }

    private static func create(_ call: PaddleCall) throws -> PaddleResult {
        try expireDue(call.account)
        let usual: JSONValue = .object(
            nulls: """
                code currency_code maximum_recurring_intervals usage_limit restrict_to expires_at custom_data
                discount_group_id
                """,
            ["enabled_for_checkout": true, "mode": "standard", "recur": false, "times_used": 0])
        let discount = try settled(PaddleEntry(entity: .discount, call: call).new(usual), call)
        try call.account.insert(.discount, discount)
        return .made(discount)
    }

    private static func update(_ call: PaddleCall) throws -> PaddleResult {
        try expireDue(call.account)
        var discount = try PaddleEntry(entity: .discount, call: call).changed()
        discount.json = try settled(discount.json, call)
        try call.account.update(.discount, discount)
        return .found(discount.json)
    }

    /// The discount with its code and its status, when all of it fits together.
    private static func settled(_ discount: JSONValue, _ call: PaddleCall) throws -> JSONValue {
        var discount = discount
        try PaddleDiscountRules.check(discount)
        if call.has("restrict_to") { try PaddleDiscountRules.checkRestriction(discount, call.account) }
        if let group = discount["discount_group_id"].string { throw PaddleError.notFound("Discount group \(group)") }
        if let text = discount["expires_at"].string, let instant = PaddleInstant(text) {
            discount["expires_at"] = .string(instant.text)
        }
        if discount["status"] != "archived" {
            discount["status"] = isOver(discount, call.account) ? "expired" : "active"
        }
        return try PaddleDiscountCode.settled(discount, call.account)
    }

    /// Ends the discounts whose time is up.
    private static func expireDue(_ account: PaddleAccount) throws {
        let active = try account.transaction.all(
            PaddleEntity.discount.kind, [.equals("status", "active"), .isNull("expires_at", false)])
        for var discount in active where isOver(discount.json, account) {
            discount.json["status"] = "expired"
            try account.transaction.update(discount)
        }
    }

    private static func isOver(_ discount: JSONValue, _ account: PaddleAccount) -> Bool {
        guard let instant = discount["expires_at"].string.flatMap(PaddleInstant.init) else { return false }
        return instant.milliseconds <= account.milliseconds
    }
}

/// Products: what is sold.
///
/// Their prices are entities of their own.
enum PaddleProducts {
    static let routes: [PaddleRoute] = [
        .list(
            PaddleEntity.product.collection,
            PaddleParameter.paging + [
                .list("id"), includingPrices, .list("status", .choice(["active", "archived"])),
                .list("tax_category", .choice(taxCategories)),
                PaddleParameter(name: "type", form: .choice(["custom", "standard"])),
            ], list),
        .create(
            .product, [.required("name", name), .required("tax_category", .choice(taxCategories))] + details, create),
        .get(.product, [includingPrices]) { call in
            .found(try shown(try call.account.find(.product, call.id).json, call))
        },
        .update(
            .product,
            [
                .optional("name", name), .optional("tax_category", .choice(taxCategories)),
                .optional("status", .status),
            ] + details, update),
    ]

    private static let includingPrices = PaddleParameter.list("include", .choice(["prices"]))
    private static let taxCategories = [
        "digital-goods", "ebooks", "implementation-services", "professional-services", "saas",
        "software-programming-services", "standard", "training-services", "website-hosting",
    ]
    private static let name = PaddleShape.text(1...200)
    private static let details: [PaddleField] = [
        .optional("description", .nullable(.text(0...2048))), .optional("type", .catalogType),
        .optional("image_url", .nullable(image)), .optional("custom_data", .nullable(.customData)),
    ]
    private static let image = PaddleShape.matching("Must be an https address") { text in
        text.isEmpty || (text.lowercased().hasPrefix("https://") && SandboxURL.isWebAddress(text))
    }

    private static func list(_ call: PaddleCall) throws -> PaddleResult {
        let orders: PaddleList.Orders = [
            "created_at": "created_at", "custom_data": "custom_data", "description": "description",
            "image_url": "image_url", "name": "name", "status": "status", "tax_category": "tax_category",
            "updated_at": "updated_at",
        ]
        let conditions = call.conditions([("id", "id"), ("tax_category", "tax_category"), ("type", "type")])
        return try PaddleList(entity: .product, orders: orders).page(
            call, conditions + [.among("status", call.statuses)]
        ) { try shown($0, call) }
    }

    /// A product with its prices, when the request asks for them; those it would be shown in a list of prices.
    private static func shown(_ product: JSONValue, _ call: PaddleCall) throws -> JSONValue {
        guard call.query.list("include") != nil else { return product }
        let prices = try call.account.transaction.all(
            PaddleEntity.price.kind,
            [.equals("product_id", product["id"].string ?? ""), .among("status", call.statuses)])
        var product = product
        product["prices"] = .array(prices.map(\.json))
        return product
    }

    private static func create(_ call: PaddleCall) throws -> PaddleResult {
        let product = try PaddleEntry(entity: .product, call: call).new(
            .object(nulls: "description image_url custom_data", ["type": "standard"]))
        try call.account.insert(.product, product)
        return .made(product)
    }

    private static func update(_ call: PaddleCall) throws -> PaddleResult {
        let product = try PaddleEntry(entity: .product, call: call).changed()
        try call.account.update(.product, product)
        return .found(product.json)
    }
}

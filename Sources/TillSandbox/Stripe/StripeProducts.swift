/// Products: what is sold.
///
/// Their prices are objects of their own.
enum StripeProducts {
    static let routes: [StripeRoute] = [
        .post(
            "/v1/products",
            details + [
                .required("name", .text()), .optional("id", .text(atMost: 255)),
                .optional("type", .choice(["service", "good"])), .optional("default_price_data", .table(defaultPrice)),
            ], create),
        .get(
            "/v1/products",
            StripeField.paging + [
                .optional("active", .boolean), .optional("ids", .list(.text())), .optional("shippable", .boolean),
                .optional("type", .choice(["service", "good"])), .optional("url", .text()),
            ], list),
        .get("/v1/products/:id", [.expand]) { try $0.target("product").json },
        .post(
            "/v1/products/:id",
            details + [.optional("name", .text()), .emptyable("default_price", .text())], update),
        .delete("/v1/products/:id", [], delete),
    ]

    private static let details: [StripeField] =
        [
            .optional("active", .boolean), .emptyable("description", .text(atMost: 40_000)), .expand,
            .emptyable("images", .list(.url, atMost: 8)), .emptyable("metadata", .metadata),
            .emptyable("marketing_features", .list(.table([.required("name", .text(atMost: 80))]), atMost: 15)),
            .optional("shippable", .boolean), .emptyable("statement_descriptor", .text(atMost: 22)),
            .emptyable("tax_code", .text()), .emptyable("unit_label", .text(atMost: 12)), .emptyable("url", .url),
        ] + StripeField.unsupported("package_dimensions tax_details")

    private static let defaultPrice: [StripeField] =
        StripePrices.amounts + [.optional("metadata", .metadata)]

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        let id = call.input["id"].string ?? account.newID("prod_")
        guard try account.transaction.find("product", id) == nil else {
            throw StripeError.refused(
                "Product already exists.", parameter: "id", code: "resource_already_exists")
        }
        var product = new(id: id, name: call.input["name"].string ?? "", account: account)
        try apply(call, to: &product)
        if let type = call.input["type"].string { product["type"] = .string(type) }
        if let data = call.input["default_price_data"].object {
            var price = try StripePriceDraft(input: .object(data), path: "default_price_data", account: account)
                .document(product: id)
            price.json["metadata"] = StripeMetadata.initial(data["metadata"] ?? [:])
            try account.insert(price, event: "price.created")
            product["default_price"] = .string(price.id)
        }
        try account.insert(Document(product), event: "product.created")
        return product
    }

    /// A product with nothing but a name.
    static func new(id: String, name: String, account: StripeAccount) -> JSONValue {
        .object(
            nulls:
                "default_price description package_dimensions shippable statement_descriptor tax_code unit_label url",
            [
                "id": .string(id), "object": "product", "active": true, "created": .int(account.now), "images": [],
                "livemode": false, "marketing_features": [], "metadata": [:], "name": .string(name),
                "type": "service", "updated": .int(account.now),
            ])
    }

    private static func list(_ call: StripeCall) throws -> JSONValue {
        var conditions = call.conditions([("type", "type"), ("url", "url")])
        if let active = call.input["active"].bool { conditions.append(.equals("active", active)) }
        if let shippable = call.input["shippable"].bool { conditions.append(.equals("shippable", shippable)) }
        if let ids = call.input["ids"].array {
            for cursor in ["starting_after", "ending_before"] where call.has(cursor) {
                throw StripeError.parameter(cursor, "You may not use `\(cursor)` together with `ids`.")
            }
            conditions.append(.among("id", ids.compactMap(\.string)))
        }
        return try StripeList.page(call, "product", conditions, url: "/v1/products")
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var document = try call.target("product")
        let previous = document.json
        try apply(call, to: &document.json)
        if let name = call.input["name"].string { document.json["name"] = .string(name) }
        if call.has("default_price") {
            try checkDefaultPrice(call)
            document.json["default_price"] = call.input["default_price"]
        }
        if document.json != previous { document.json["updated"] = .int(call.account.now) }
        try call.account.update(document, from: previous, event: "product.updated")
        return document.json
    }

    private static func checkDefaultPrice(_ call: StripeCall) throws {
        guard let id = call.input["default_price"].string else { return }
        let price = try call.account.find("price", id, parameter: "default_price")
        guard price.json["product"].string == call.pathID else {
            throw StripeError.refused(
                "The price `\(id)` belongs to another product and cannot be the default here.",
                parameter: "default_price")
        }
        guard price.json["active"] == true else {
            throw StripeError.refused(
                "The price `\(id)` is not active and cannot be the default.", parameter: "default_price")
        }
    }

    private static func apply(_ call: StripeCall, to product: inout JSONValue) throws(StripeError) {
        for name in ["active", "description", "shippable", "statement_descriptor", "tax_code", "unit_label", "url"]
        where call.has(name) {
            product[name] = call.input[name]
        }
        if let descriptor = call.input["statement_descriptor"].string {
            guard descriptor.count >= 5, descriptor.contains(where: \.isLetter) else {
                throw .parameter(
                    "statement_descriptor",
                    "The statement descriptor must be from 5 to 22 characters and contain at least one letter.")
            }
            guard !descriptor.contains(where: { #"<>\"'*"#.contains($0) }) else {
                throw .parameter(
                    "statement_descriptor", #"The statement descriptor must not contain any of <, >, \, ", ' and *."#)
            }
        }
        if let code = call.input["tax_code"].string {
            let digits = code.dropFirst("txcd_".count)
            guard code.hasPrefix("txcd_"), digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw .noSuch("tax code", code, parameter: "tax_code")
            }
        }
        for name in ["images", "marketing_features"] where call.has(name) {
            product[name] = call.input[name].isNull ? [] : call.input[name]
        }
        try StripeMetadata.apply(call, to: &product)
    }

    private static func delete(_ call: StripeCall) throws -> JSONValue {
        let product = try call.target("product")
        guard try call.account.transaction.count("price", [.equals("product", product.id)]) == 0 else {
            throw StripeError.refused(
                """
                This product cannot be deleted because it has one or more user-created prices. \
                Archive it instead by setting active=false.
                """)
        }
        try call.account.transaction.delete("product", product.id)
        try StripeProductFeatures.deleteAll(of: product.id, call.account)
        try call.account.publish("product.deleted", product.json)
        return ["id": .string(product.id), "object": "product", "deleted": true]
    }
}

/// The products and prices that buyers may change to in the customer portal.
struct StripePortalProducts {
    let account: StripeAccount

    static let parameter = StripeField.emptyable(
        "products",
        .list(
            .table([
                .required("product", .text()), .required("prices", .list(.text())),
                .optional(
                    "adjustable_quantity",
                    .table([
                        .required("enabled", .boolean), .optional("minimum", .integer(0...999_999)),
                        .optional("maximum", .integer(1...999_999)),
                    ])),
            ]), atMost: 10))

    /// The products as Stripe keeps them; archived prices, and those of other products, are refused.
    func read(_ given: JSONValue) throws -> JSONValue {
        var seen: Set<String> = []
        var read: [JSONValue] = []
        for (index, product) in (given.array ?? []).enumerated() {
            let path = "features[subscription_update][products][\(index)]"
            let id = try account.find("product", product["product"].string ?? "", parameter: "\(path)[product]").id
            guard seen.insert(id).inserted else {
                throw StripeError.parameter("\(path)[product]", "The product `\(id)` is named twice.")
            }
            for (index, price) in (product["prices"].array ?? []).enumerated() {
                try check(price.string ?? "", of: id, "\(path)[prices][\(index)]")
            }
            var quantity: JSONValue = ["enabled": false, "maximum": nil, "minimum": 1]
            for (name, value) in product["adjustable_quantity"].object ?? [:] { quantity[name] = value }
            read.append(["adjustable_quantity": quantity, "prices": product["prices"], "product": .string(id)])
        }
        return .array(read)
    }

    private func check(_ id: String, of product: String, _ path: String) throws {
        let price = try account.find("price", id, parameter: path)
        guard price.json["product"].string == product else {
            throw StripeError.refused("The price `\(id)` does not belong to the product `\(product)`.", parameter: path)
        }
        guard price.json["active"] == true else {
            throw StripeError.refused("The price `\(id)` is inactive. Only active prices can be used.", parameter: path)
        }
        guard !price.json["recurring"].isNull else {
            throw StripeError.refused("The price `\(id)` is not recurring.", parameter: path)
        }
    }
}

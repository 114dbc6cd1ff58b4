/// Which features come with a product.
enum StripeProductFeatures {
    private static let kind = "product_feature"

    static let routes: [StripeRoute] = [
        .post("/v1/products/:id/features", [.required("entitlement_feature", .text()), .expand], create),
        .get("/v1/products/:id/features", StripeField.paging.filter { $0.name != "created" }) { call in
            let product = try call.target("product").id
            return try StripeList.page(
                call, kind, [.remembered("product", product)], url: "/v1/products/\(product)/features"
            ) { try shown($0, call.account) }
        },
        .get("/v1/products/:id/features/:id", [.expand]) { try shown(target($0), $0.account) },
        .delete("/v1/products/:id/features/:id") { call in
            let attached = try target(call)
            try call.account.transaction.delete(kind, attached.id)
            return ["id": .string(attached.id), "object": .string(kind), "deleted": true]
        },
    ]

    /// Takes every feature from a product that goes.
    static func deleteAll(of product: String, _ account: StripeAccount) throws {
        for attached in try account.transaction.all(kind, [.remembered("product", product)]) {
            try account.transaction.delete(kind, attached.id)
        }
    }

    private static func target(_ call: StripeCall) throws -> Document {
        let attached = try call.account.find(kind, call.pathIDs.last ?? "")
        guard attached.hidden["product"].string == call.pathID else {
            throw StripeError.noSuch("product feature", attached.id)
        }
        return attached
    }

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        let product = try call.target("product")
        let feature = try account.find(
            StripeFeatures.kind, call.input["entitlement_feature"].string ?? "", parameter: "entitlement_feature")
        guard feature.json["active"] == true else {
            throw StripeError.refused(
                "The feature `\(feature.id)` is archived and cannot be attached.", parameter: "entitlement_feature")
        }
        let same = try account.transaction.count(
            kind, [.remembered("product", product.id), .remembered("feature", feature.id)])
        guard same == 0 else {
            throw StripeError.refused(
                "The feature `\(feature.id)` is already attached to this product.", parameter: "entitlement_feature",
                code: "resource_already_exists")
        }
        let attached = Document(
            ["id": .string(account.newID("prodft_test_")), "object": .string(kind), "livemode": false],
            hidden: ["product": .string(product.id), "feature": .string(feature.id)])
        try account.insert(attached)
        return try shown(attached, account)
    }

    /// What Stripe shows: the feature in full, as it is now.
    private static func shown(_ attached: Document, _ account: StripeAccount) throws -> JSONValue {
        var json = attached.json
        json["entitlement_feature"] = try account.find(
            StripeFeatures.kind, attached.hidden["feature"].string ?? ""
        ).json
        return json
    }
}

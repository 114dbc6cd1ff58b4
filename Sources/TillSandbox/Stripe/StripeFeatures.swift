/// Features: what somebody who bought a product may do.
enum StripeFeatures {
    static let kind = "entitlements.feature"

    static let routes: [StripeRoute] = [
        .post(
            "/v1/entitlements/features",
            [
                .required("lookup_key", .text(atMost: 80)), .required("name", .text(atMost: 80)),
                .optional("metadata", .metadata), .expand,
            ], create),
        .get(
            "/v1/entitlements/features",
            StripeField.paging.filter { $0.name != "created" } + [
                .optional("archived", .boolean), .optional("lookup_key", .text()),
            ]
        ) { call in
            var conditions = call.conditions([("lookup_key", "lookup_key")])
            if let archived = call.input["archived"].bool { conditions.append(.equals("active", !archived)) }
            return try StripeList.page(call, kind, conditions, url: "/v1/entitlements/features")
        },
        .get("/v1/entitlements/features/:id", [.expand]) { try $0.target(kind).json },
        .post(
            "/v1/entitlements/features/:id",
            [
                .optional("name", .text(atMost: 80)), .optional("active", .boolean), .emptyable("metadata", .metadata),
                .expand,
            ], update),
    ]

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let key = call.input["lookup_key"].string ?? ""
        try checkLookupKey(key, call.account)
        let json: JSONValue = [
            "id": .string(call.account.newID("feat_test_")), "object": .string(kind), "active": true,
            "livemode": false, "lookup_key": .string(key),
            "metadata": StripeMetadata.initial(call.input["metadata"]), "name": call.input["name"],
        ]
        try call.account.insert(Document(json))
        return json
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var feature = try call.target(kind)
        let previous = feature.json
        if let name = call.input["name"].string { feature.json["name"] = .string(name) }
        if let active = call.input["active"].bool, .bool(active) != previous["active"] {
            if active { try checkLookupKey(previous["lookup_key"].string ?? "", call.account) }
            feature.json["active"] = .bool(active)
        }
        try StripeMetadata.apply(call, to: &feature.json)
        try call.account.update(feature, from: previous)
        return feature.json
    }

    private static func checkLookupKey(_ key: String, _ account: StripeAccount) throws {
        let owners = try account.transaction.all(kind, [.equals("lookup_key", key), .equals("active", true)])
        if let owner = owners.first {
            throw StripeError.refused(
                "An active feature (`\(owner.id)`) with the lookup key `\(key)` already exists.",
                parameter: "lookup_key", code: "resource_already_exists")
        }
    }
}

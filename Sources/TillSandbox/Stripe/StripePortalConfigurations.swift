/// Configurations of the customer portal: what buyers may do there by themselves.
enum StripePortalConfigurations {
    static let kind = "billing_portal.configuration"

    static let routes: [StripeRoute] = [
        .post(
            "/v1/billing_portal/configurations",
            common + [.required("features", .table(StripePortalFeatures.parameters(ofNew: true)))], create),
        .get(
            "/v1/billing_portal/configurations",
            StripeField.paging.filter { $0.name != "created" } + [
                .optional("active", .boolean), .optional("is_default", .boolean),
            ]
        ) { call in
            var conditions: [DocumentCondition] = []
            if let active = call.input["active"].bool { conditions.append(.equals("active", active)) }
            if let isDefault = call.input["is_default"].bool { conditions.append(.equals("is_default", isDefault)) }
            return try StripeList.page(call, kind, conditions, url: "/v1/billing_portal/configurations")
        },
        .get("/v1/billing_portal/configurations/:id", [.expand]) { try $0.target(kind).json },
        .post(
            "/v1/billing_portal/configurations/:id",
            common + [
                .optional("features", .table(StripePortalFeatures.parameters(ofNew: false))),
                .optional("active", .boolean),
            ], update),
    ]

    private static let common: [StripeField] = [
        .optional(
            "business_profile",
            .table([
                .emptyable("headline", .text(atMost: 60)), .emptyable("privacy_policy_url", .url),
                .emptyable("terms_of_service_url", .url),
            ])),
        .emptyable("default_return_url", .url), .emptyable("name", .text()), .emptyable("metadata", .metadata),
        .optional("login_page", .table([.required("enabled", .boolean)])), .expand,
    ]

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let account = call.account
        let json: JSONValue = .object(
            nulls: "application default_return_url name",
            [
                "id": .string(account.newID("bpc_")), "object": .string(kind), "active": true,
                "business_profile": .object(nulls: "headline privacy_policy_url terms_of_service_url", [:]),
                "created": .int(account.now), "features": StripePortalFeatures.initial,
                // Only what people set up on Stripe's own pages is the one that is shown when nobody names another.
                "is_default": false, "livemode": false,
                "login_page": ["enabled": false, "url": nil], "metadata": [:], "updated": .int(account.now),
            ])
        var configuration = Document(json, hidden: ["products": []])
        try apply(call, to: &configuration)
        try account.insert(configuration, event: "billing_portal.configuration.created")
        return configuration.json
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var configuration = try call.target(kind)
        let previous = configuration.json
        if let active = call.input["active"].bool { configuration.json["active"] = .bool(active) }
        try apply(call, to: &configuration)
        configuration.json["updated"] = .int(call.account.now)
        try call.account.update(configuration, from: previous, event: "billing_portal.configuration.updated")
        return configuration.json
    }

    private static func apply(_ call: StripeCall, to configuration: inout Document) throws {
        let input = call.input
        for name in ["default_return_url", "name"] where call.has(name) { configuration.json[name] = input[name] }
        if let profile = input["business_profile"].object {
            configuration.json["business_profile"] = StripePortalFeatures.merged(
                configuration.json["business_profile"], .object(profile))
        }
        if let enabled = input["login_page"]["enabled"].bool {
            let url = enabled ? "\(call.account.origin)/p/login/\(configuration.id)" : nil
            configuration.json["login_page"] = ["enabled": .bool(enabled), "url": .optional(url)]
        }
        try StripeMetadata.apply(call, to: &configuration.json)
        guard let given = input["features"].object else { return }
        if let products = given["subscription_update"]?.object?["products"] {
            configuration.hidden["products"] = try StripePortalProducts(account: call.account).read(products)
        }
        configuration.json["features"] = try StripePortalFeatures.changed(
            configuration.json["features"], .object(given),
            hasProducts: configuration.hidden["products"].array?.isEmpty == false)
    }
}

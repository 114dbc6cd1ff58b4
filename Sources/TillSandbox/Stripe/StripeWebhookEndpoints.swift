/// Webhook endpoints: where events go.
enum StripeWebhookEndpoints {
    static let kind = "webhook_endpoint"

    static let routes: [StripeRoute] = [
        .post(
            "/v1/webhook_endpoints",
            [
                .required("url", .url), .required("enabled_events", .list(.text(), atMost: 300)),
                .optional("api_version", .text()), .emptyable("description", .text()),
                .emptyable("metadata", .metadata), .expand,
            ] + StripeField.unsupported("connect"), create),
        .get("/v1/webhook_endpoints", StripeField.paging.filter { $0.name != "created" }) { call in
            try StripeList.page(call, kind, url: "/v1/webhook_endpoints")
        },
        .get("/v1/webhook_endpoints/:id", [.expand]) { try $0.target(kind).json },
        .post(
            "/v1/webhook_endpoints/:id",
            [
                .optional("url", .url), .optional("enabled_events", .list(.text(), atMost: 300)),
                .optional("disabled", .boolean), .emptyable("description", .text()), .emptyable("metadata", .metadata),
                .expand,
            ], update),
        .delete("/v1/webhook_endpoints/:id") { call in
            let endpoint = try call.target(kind)
            try call.account.transaction.delete(kind, endpoint.id)
            try call.account.transaction.abandonDeliveries(endpoint: endpoint.id)
            return ["id": .string(endpoint.id), "object": .string(kind), "deleted": true]
        },
    ]

    /// Whether an endpoint asked for events of a type.
    static func wants(_ endpoint: JSONValue, _ type: String) -> Bool {
        (endpoint["enabled_events"].array ?? []).contains { $0 == "*" || $0 == .string(type) }
    }

    private static func create(_ call: StripeCall) throws -> JSONValue {
        guard try call.account.transaction.count(kind) < 16 else {
            throw StripeError.refused("You have reached the maximum of 16 test webhook endpoints.")
        }
        if let version = call.input["api_version"].string, version != StripeAccount.version {
            throw StripeError.parameter(
                "api_version", "The sandbox emulates the version \(StripeAccount.version) only, not '\(version)'.")
        }
        try checkEvents(call)
        let secret = call.account.newID("whsec_")
        var json = blank(url: call.input["url"].string ?? "", call.account)
        json["enabled_events"] = call.input["enabled_events"]
        json["description"] = call.input["description"]
        json["metadata"] = StripeMetadata.initial(call.input["metadata"])
        try call.account.insert(Document(json, hidden: ["secret": .string(secret)]))
        json["secret"] = .string(secret)
        return json
    }

    /// Refuses what cannot be the name of an event.
    private static func checkEvents(_ call: StripeCall) throws(StripeError) {
        for (index, event) in (call.input["enabled_events"].array ?? []).enumerated() {
            let name = event.string ?? ""
            let isPlain =
                name.contains(".")
                && name.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: ".")
                        || byte == UInt8(ascii: "_")
                }
            guard isPlain || name == "*" else {
                throw .parameter("enabled_events[\(index)]", "Invalid enabled_events[\(index)]: '\(name)'")
            }
        }
    }

    private static func blank(url: String, _ account: StripeAccount) -> JSONValue {
        [
            "id": .string(account.newID("we_")), "object": .string(kind),
            "api_version": .string(StripeAccount.version), "application": nil, "created": .int(account.now),
            "description": nil, "enabled_events": ["*"], "livemode": false, "metadata": [:], "status": "enabled",
            "url": .string(url),
        ]
    }

    private static func update(_ call: StripeCall) throws -> JSONValue {
        var endpoint = try call.target(kind)
        try checkEvents(call)
        for name in ["url", "enabled_events", "description"] where call.has(name) {
            endpoint.json[name] = call.input[name]
        }
        if let disabled = call.input["disabled"].bool { endpoint.json["status"] = disabled ? "disabled" : "enabled" }
        try StripeMetadata.apply(call, to: &endpoint.json)
        try call.account.transaction.update(endpoint)
        return endpoint.json
    }

    /// Makes the endpoints of this start's configuration, in place of those of an earlier start.
    ///
    /// One with the same address keeps its identity, so that what was on its way to it goes on with the new secret.
    static func configure(_ endpoints: [SandboxConfiguration.WebhookEndpoint], _ account: StripeAccount) throws {
        var earlier: [String: Document] = [:]
        for endpoint in try account.transaction.all(kind) where endpoint.hidden["configured"] == true {
            earlier[endpoint.json["url"].string ?? ""] = endpoint
        }
        for endpoint in endpoints {
            let hidden: JSONValue = ["secret": .string(endpoint.secret), "configured": true]
            if var known = earlier.removeValue(forKey: endpoint.url) {
                known.hidden = hidden
                known.json["status"] = "enabled"
                try account.transaction.update(known)
            } else {
                try account.insert(Document(blank(url: endpoint.url, account), hidden: hidden))
            }
        }
        for endpoint in earlier.values {
            try account.transaction.delete(kind, endpoint.id)
            try account.transaction.abandonDeliveries(endpoint: endpoint.id)
        }
    }
}

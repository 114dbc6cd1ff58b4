/// Meters: how usage that is paid for afterwards is counted.
enum StripeMeters {
    static let kind = "billing.meter"

    static let routes: [StripeRoute] = [
        .post(
            "/v1/billing/meters",
            [
                .required("display_name", .text(atMost: 250)), .required("event_name", .text(atMost: 100)),
                .required("default_aggregation", .table([.required("formula", .choice(["count", "last", "sum"]))])),
                .optional(
                    "customer_mapping",
                    .table([
                        .required("event_payload_key", .text(atMost: 100)), .required("type", .choice(["by_id"])),
                    ])),
                .optional("value_settings", .table([.required("event_payload_key", .text(atMost: 100))])),
                .optional("event_time_window", .choice(["day", "hour"])), .expand,
            ], create),
        .get(
            "/v1/billing/meters",
            StripeField.paging.filter { $0.name != "created" } + [
                .optional("status", .choice(["active", "inactive"]))
            ]
        ) { call in
            try StripeList.page(call, kind, call.conditions([("status", "status")]), url: "/v1/billing/meters")
        },
        .get("/v1/billing/meters/:id", [.expand]) { try $0.target(kind).json },
        .post("/v1/billing/meters/:id", [.optional("display_name", .text(atMost: 250)), .expand]) { call in
            try change(call, event: "billing.meter.updated") { meter in
                if let name = call.input["display_name"].string { meter["display_name"] = .string(name) }
            }
        },
        .post("/v1/billing/meters/:id/deactivate", [.expand]) { call in
            try checkStatus(call, "active", "This meter is already inactive.")
            return try change(call, event: "billing.meter.deactivated") { meter in
                meter["status"] = "inactive"
                meter["status_transitions"] = ["deactivated_at": .int(call.account.now)]
            }
        },
        .post("/v1/billing/meters/:id/reactivate", [.expand]) { call in
            try checkStatus(call, "inactive", "This meter is already active.")
            try checkEventName(try call.target(kind).json["event_name"].string ?? "", call.account)
            return try change(call, event: "billing.meter.reactivated") { meter in
                meter["status"] = "active"
                meter["status_transitions"] = ["deactivated_at": nil]
            }
        },
    ]

    private static func create(_ call: StripeCall) throws -> JSONValue {
        let input = call.input
        let account = call.account
        try checkEventName(input["event_name"].string ?? "", account)
        let mapping: JSONValue = ["event_payload_key": "stripe_customer_id", "type": "by_id"]
        let settings: JSONValue = ["event_payload_key": "value"]
        let json: JSONValue = [
            "id": .string(account.newID("mtr_test_")), "object": .string(kind), "created": .int(account.now),
            "customer_mapping": input["customer_mapping"].isNull ? mapping : input["customer_mapping"],
            "default_aggregation": input["default_aggregation"], "display_name": input["display_name"],
            "event_name": input["event_name"], "event_time_window": input["event_time_window"], "livemode": false,
            "status": "active", "status_transitions": ["deactivated_at": nil], "updated": .int(account.now),
            "value_settings": input["value_settings"].isNull ? settings : input["value_settings"],
        ]
        try account.insert(Document(json), event: "billing.meter.created")
        return json
    }

    private static func change(
        _ call: StripeCall, event: String, _ body: (inout JSONValue) -> Void
    ) throws -> JSONValue {
        var meter = try call.target(kind)
        let previous = meter.json
        body(&meter.json)
        if meter.json != previous { meter.json["updated"] = .int(call.account.now) }
        try call.account.update(meter, from: previous, event: event)
        return meter.json
    }

    private static func checkStatus(_ call: StripeCall, _ status: String, _ refusal: String) throws {
        guard try call.target(kind).json["status"].string == status else { throw StripeError.refused(refusal) }
    }

    private static func checkEventName(_ name: String, _ account: StripeAccount) throws {
        let owners = try account.transaction.all(kind, [.equals("event_name", name), .equals("status", "active")])
        if let owner = owners.first {
            throw StripeError.refused(
                "An active meter (`\(owner.id)`) with the event name `\(name)` already exists.",
                parameter: "event_name", code: "resource_already_exists")
        }
    }
}

import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripePriceTests {
    private static let base = [("product_data[name]", "P"), ("currency", "usd")]
    private static let monthly = [("recurring[interval]", "month")]
    private static let tiers =
        base + monthly + [
            ("billing_scheme", "tiered"), ("tiers_mode", "graduated"), ("tiers[0][up_to]", "10"),
            ("tiers[0][unit_amount]", "500"), ("tiers[0][flat_amount]", "0"), ("tiers[1][up_to]", "inf"),
            ("tiers[1][unit_amount_decimal]", "0.250"),
        ]
    private static let euroTiers = [
        ("currency_options[eur][tiers][0][up_to]", "10"), ("currency_options[eur][tiers][0][unit_amount]", "450"),
        ("currency_options[eur][tiers][1][up_to]", "inf"), ("currency_options[eur][tiers][1][unit_amount]", "1"),
    ]

    @Test(
        arguments: [
            ("0.2", "0.2", nil), ("0.000000000001", "0.000000000001", nil), ("12.50", "12.5", nil),
            ("1900.000", "1900", 1900),
            ("007", "7", 7), ("0", "0", 0),
        ] as [(String, String, Int64?)])
    func `a decimal amount is kept to the last place`(_ given: String, _ shown: String, _ whole: Int64?) async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.base + [("unit_amount_decimal", given)])
            #expect(price["unit_amount_decimal"] == .string(shown))
            #expect(price["unit_amount"] == .optional(whole))
        }
    }

    @Test(arguments: ["1e3", "-1", "+1", ".5", "5.", "0.1234567890123", "1 2", "1234567890123456", "999999999.5"])
    func `a decimal that is none, or too large, is refused`(_ given: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.post("/v1/prices", Self.base + [("unit_amount_decimal", given)])
            #expect(answer.status == 400)
            #expect(answer.error["param"] == "unit_amount_decimal" || answer.code == "amount_too_large")
        }
    }

    @Test func `tiers are shown only when they are asked for`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.tiers)
            #expect(price.json.object?["tiers"] == nil)
            #expect(price["billing_scheme"] == "tiered")
            #expect(price["tiers_mode"] == "graduated")
            #expect(price["unit_amount"] == nil && price["unit_amount_decimal"] == nil)
            let expected: JSONValue = [
                [
                    "up_to": 10, "unit_amount": 500, "unit_amount_decimal": "500", "flat_amount": 0,
                    "flat_amount_decimal": "0",
                ],
                [
                    "up_to": nil, "unit_amount": nil, "unit_amount_decimal": "0.25", "flat_amount": nil,
                    "flat_amount_decimal": nil,
                ],
            ]
            #expect(try await shop.get("/v1/prices/\(price.id)", [("expand[]", "tiers")])["tiers"] == expected)
            let list = try await shop.get("/v1/prices", [("expand[]", "data.tiers")])
            #expect(list["data"].array?.first?["tiers"] == expected)
            let event = try await shop.events().last { $0["type"] == "price.created" }
            #expect(event?["data"]["object"].object?["tiers"] == nil)
        }
    }

    @Test func `tiers in another currency are shown only when that currency is named`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.tiers + Self.euroTiers)
            #expect(price.json.object?["currency_options"] == nil)
            let plain = try await shop.get("/v1/prices/\(price.id)", [("expand[]", "currency_options")])
            #expect(plain["currency_options"].object.map { Set($0.keys) } == ["usd", "eur"])
            #expect(plain["currency_options"]["eur"].object?["tiers"] == nil)
            let vague = try await shop.get("/v1/prices", [("expand[]", "data.currency_options.tiers")])
            #expect(vague.status == 200)
            #expect(vague["data"].array?.first?["currency_options"]["eur"].object?["tiers"] == nil)
            let named = try await shop.get(
                "/v1/prices",
                [("expand[0]", "data.currency_options.eur.tiers"), ("expand[1]", "data.currency_options.gbp.tiers")])
            let options = named["data"].array?.first?["currency_options"]
            #expect(options?["eur"]["tiers"].array?.map(\.["unit_amount"]) == [450, 1])
            #expect(options?["usd"].object?["tiers"] == nil)
            #expect(options?.object?["gbp"] == nil)
        }
    }

    @Test(arguments: [
        ("billing_scheme=tiered", "tiers_mode"), ("billing_scheme=tiered&tiers_mode=volume", "tiers"),
        ("tiers_mode=volume&unit_amount=1", "tiers_mode"),
        ("unit_amount=1&tiers[0][up_to]=inf&tiers[0][unit_amount]=1", "tiers"),
        ("unit_amount=1&unit_amount_decimal=1", "unit_amount"),
        ("unit_amount=1&custom_unit_amount[enabled]=true", "custom_unit_amount"),
        ("custom_unit_amount[enabled]=false", "custom_unit_amount[enabled]"), ("", "unit_amount"),
        ("unit_amount=1&currency_options[usd][unit_amount]=1", "currency_options[usd]"),
        ("unit_amount=1&currency_options[EUR][unit_amount]=1", "currency_options[EUR]"),
        ("unit_amount=1&currency_options[eur][tax_behavior]=inclusive", "currency_options[eur][unit_amount]"),
        ("unit_amount=1&recurring[interval]=month&recurring[usage_type]=metered", "recurring[meter]"),
        ("unit_amount=1&recurring[interval]=month&recurring[meter]=mtr_1", "recurring[meter]"),
        (
            "custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=500&custom_unit_amount[preset]=400",
            "custom_unit_amount[preset]"
        ),
        ("custom_unit_amount[enabled]=true&custom_unit_amount[minimum]=1", "custom_unit_amount[minimum]"),
        ("custom_unit_amount[enabled]=true&recurring[interval]=month", "custom_unit_amount"),
    ])
    func `a price that makes no sense is refused by the parameter`(_ form: String, _ parameter: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(
                .post, "/v1/prices", raw: "product_data[name]=P&currency=usd&" + form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
            #expect(try await shop.get("/v1/prices")["data"] == [])
        }
    }

    @Test(arguments: [
        (["10", "20"], "tiers[1][up_to]"), (["inf", "inf"], "tiers[0][up_to]"),
        (["10", "10", "inf"], "tiers[1][up_to]"),
        (["0", "inf"], "tiers[0][up_to]"),
    ])
    func `tiers rise to one that has no end`(_ ends: [String], _ parameter: String) async throws {
        try await Shop.open { shop in
            var form = Self.base + [("billing_scheme", "tiered"), ("tiers_mode", "volume")]
            for (index, end) in ends.enumerated() {
                form += [("tiers[\(index)][up_to]", end), ("tiers[\(index)][unit_amount]", "1")]
            }
            let answer = try await shop.post("/v1/prices", form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
        }
    }

    @Test func `a tier needs an amount, and tiers come with no packages`() async throws {
        try await Shop.open { shop in
            let bare = Self.base + [("billing_scheme", "tiered"), ("tiers_mode", "volume"), ("tiers[0][up_to]", "inf")]
            let missing = try await shop.post("/v1/prices", bare)
            #expect(missing.error["message"] == "An entry in the tiers array is missing an amount.")
            let package = [("transform_quantity[divide_by]", "10"), ("transform_quantity[round]", "up")]
            #expect(try await shop.post("/v1/prices", Self.tiers + package).error["param"] == "transform_quantity")
            let price = try await shop.post("/v1/prices", Self.base + package + [("unit_amount", "5")])
            #expect(price["transform_quantity"] == ["divide_by": 10, "round": "up"])
        }
    }

    @Test func `a buyer may choose an amount between bounds`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post(
                "/v1/prices",
                Self.base + [
                    ("custom_unit_amount[enabled]", "true"), ("custom_unit_amount[minimum]", "500"),
                    ("custom_unit_amount[maximum]", "5000"),
                ])
            #expect(price["custom_unit_amount"] == ["minimum": 500, "maximum": 5000, "preset": nil])
            #expect(price["unit_amount"] == nil && price["unit_amount_decimal"] == nil)
        }
    }

    @Test func `tax behavior is told once`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.base + [("unit_amount", "100")])
            #expect(price["tax_behavior"] == "unspecified")
            let told = try await shop.post("/v1/prices/\(price.id)", [("tax_behavior", "inclusive")])
            #expect(told["tax_behavior"] == "inclusive")
            let shown = try await shop.get("/v1/prices/\(price.id)", [("expand[]", "currency_options")])
            #expect(shown["currency_options"]["usd"]["tax_behavior"] == "inclusive")
            #expect(try await shop.post("/v1/prices/\(price.id)", [("tax_behavior", "inclusive")]).status == 200)
            for other in ["exclusive", "unspecified"] {
                let refused = try await shop.post("/v1/prices/\(price.id)", [("tax_behavior", other)])
                #expect(refused.status == 400)
                #expect(refused.error["param"] == "tax_behavior")
            }
        }
    }

    @Test func `currencies can be added to a price and all be taken away`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.base + [("unit_amount", "100")])
            let path = "/v1/prices/\(price.id)"
            func currencies(_ form: [(String, String)]) async throws -> Set<String>? {
                let answer = try await shop.post(path, form + [("expand[]", "currency_options")])
                return answer["currency_options"].object.map { Set($0.keys) }
            }
            #expect(try await currencies([("currency_options[eur][unit_amount]", "90")]) == ["usd", "eur"])
            #expect(
                try await currencies([("currency_options[gbp][unit_amount_decimal]", "80.5")]) == ["usd", "eur", "gbp"])
            let tiered = try await shop.post(path, Self.euroTiers)
            #expect(tiered.status == 400)
            #expect(try await currencies([("currency_options", "")]) == ["usd"])
        }
    }

    @Test func `nickname, metadata and lookup key are changed and unset with empty values`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post(
                "/v1/prices",
                Self.base + [
                    ("unit_amount", "100"), ("nickname", "N"), ("lookup_key", "k"), ("metadata[a]", "1"),
                    ("metadata[b]", "2"),
                ])
            let changed = try await shop.post(
                "/v1/prices/\(price.id)",
                [("nickname", ""), ("lookup_key", ""), ("metadata[a]", ""), ("metadata[c]", "3")])
            #expect(changed["nickname"] == nil && changed["lookup_key"] == nil)
            #expect(changed["metadata"] == ["b": "2", "c": "3"])
            #expect(try await shop.get("/v1/prices", [("lookup_keys[]", "k")])["data"] == [])
        }
    }

    @Test func `an archived price keeps its lookup key until it is transferred`() async throws {
        try await Shop.open { shop in
            let form = Self.base + [("unit_amount", "100"), ("lookup_key", "k")]
            let old = try await shop.post("/v1/prices", form)
            _ = try await shop.post("/v1/prices/\(old.id)", [("active", "false")])
            #expect(try await shop.post("/v1/prices", form).status == 400)
            let found = try await shop.get("/v1/prices", [("lookup_keys[]", "k"), ("lookup_keys[]", "other")])
            #expect(found["data"].array?.map(\.["id"]) == [.string(old.id)])
            #expect(try await shop.post("/v1/prices", form + [("transfer_lookup_key", "true")]).status == 200)
        }
    }

    @Test func `checkout says so when it cannot play a price`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post("/v1/prices", Self.tiers)
            let answer = try await shop.post(
                "/v1/checkout/sessions", shop.sessionForm(price.id, mode: "subscription"))
            #expect(answer.status == 400)
            #expect(answer.error["message"].string?.contains("does not emulate") == true)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct StripeMeterTests {
    private static let form = [
        ("display_name", "Calls"), ("event_name", "calls"), ("default_aggregation[formula]", "sum"),
    ]

    @Test func `a metered price counts by an active meter`() async throws {
        try await Shop.open { shop in
            let meter = try await shop.post("/v1/billing/meters", Self.form)
            #expect(meter.id.hasPrefix("mtr_"))
            #expect(meter["customer_mapping"] == ["event_payload_key": "stripe_customer_id", "type": "by_id"])
            #expect(meter["value_settings"] == ["event_payload_key": "value"])
            let price = [
                ("product_data[name]", "P"), ("currency", "usd"), ("unit_amount_decimal", "0.2"),
                ("recurring[interval]", "month"), ("recurring[usage_type]", "metered"), ("recurring[meter]", meter.id),
            ]
            let made = try await shop.post("/v1/prices", price)
            #expect(made["recurring"]["usage_type"] == "metered")
            #expect(made["recurring"]["meter"].string == meter.id)
            let found = try await shop.get("/v1/prices", [("recurring[meter]", meter.id)])
            #expect(found["data"].array?.map(\.["id"]) == [.string(made.id)])
            #expect(try await shop.get("/v1/prices", [("recurring[usage_type]", "licensed")])["data"] == [])
            _ = try await shop.post("/v1/billing/meters/\(meter.id)/deactivate")
            let refused = try await shop.post("/v1/prices", price)
            #expect(refused.error["param"] == "recurring[meter]")
            let unknown = try await shop.post("/v1/prices", price.dropLast() + [("recurring[meter]", "mtr_none")])
            #expect(unknown.code == "resource_missing")
        }
    }

    @Test func `a meter is renamed, ended and begun again, and its event is its own while it is active`() async throws {
        try await Shop.open { shop in
            let meter = try await shop.post("/v1/billing/meters", Self.form)
            #expect(try await shop.post("/v1/billing/meters", Self.form).code == "resource_already_exists")
            let path = "/v1/billing/meters/\(meter.id)"
            #expect(try await shop.post(path, [("display_name", "All calls")])["display_name"] == "All calls")
            #expect(try await shop.post(path, [("event_name", "other")]).code == "parameter_unknown")
            #expect(try await shop.post(path + "/reactivate").status == 400)
            let ended = try await shop.post(path + "/deactivate")
            #expect(ended["status"] == "inactive")
            #expect(ended["status_transitions"]["deactivated_at"] == .int(Int64(shop.clock.seconds)))
            #expect(try await shop.post(path + "/deactivate").status == 400)
            let other = try await shop.post("/v1/billing/meters", Self.form)
            #expect(try await shop.post(path + "/reactivate").code == "resource_already_exists")
            _ = try await shop.post("/v1/billing/meters/\(other.id)/deactivate")
            #expect(try await shop.post(path + "/reactivate")["status"] == "active")
            let active = try await shop.get("/v1/billing/meters", [("status", "active")])
            #expect(active["data"].array?.map(\.["id"]) == [.string(meter.id)])
            #expect(
                try await shop.eventTypes().prefix(3) == [
                    "billing.meter.created", "billing.meter.updated", "billing.meter.deactivated",
                ])
        }
    }
}

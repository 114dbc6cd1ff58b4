import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeCouponTests {
    @Test(
        arguments: [
            ("20", .int(20)), ("12.5", .decimal("12.5")), ("0.0001", .decimal("0.0001")), ("100", .int(100)),
            ("8.10", .decimal("8.1")),
        ] as [(String, JSONValue)])
    func `a percentage is kept exactly`(_ given: String, _ shown: JSONValue) async throws {
        try await Shop.open { shop in
            let coupon = try await shop.post("/v1/coupons", [("id", "launch"), ("percent_off", given)])
            #expect(coupon["percent_off"] == shown)
            #expect(coupon["duration"] == "once")
            #expect(coupon["amount_off"] == nil && coupon["currency"] == nil && coupon["valid"] == true)
            #expect(try await shop.get("/v1/coupons/launch")["percent_off"] == shown)
        }
    }

    @Test(arguments: [
        ("percent_off=0", "percent_off"), ("percent_off=100.1", "percent_off"), ("percent_off=-1", "percent_off"),
        ("percent_off=101", "percent_off"), ("percent_off=x", "percent_off"), ("", "percent_off"),
        ("percent_off=10&amount_off=5&currency=usd", "percent_off"), ("amount_off=5", "currency"),
        ("amount_off=0&currency=usd", "amount_off"), ("amount_off=5&currency=xyz", "currency"),
        ("amount_off=15&currency=kwd", "amount_off"),
        ("percent_off=10&currency_options[eur][amount_off]=5", "currency_options"),
        ("amount_off=5&currency=usd&currency_options[usd][amount_off]=5", "currency_options[usd]"),
        ("percent_off=10&duration=repeating", "duration_in_months"),
        ("percent_off=10&duration_in_months=3", "duration_in_months"), ("percent_off=10&duration=weekly", "duration"),
        ("percent_off=10&max_redemptions=0", "max_redemptions"), ("percent_off=10&redeem_by=1600000000", "redeem_by"),
        ("percent_off=10&redeem_by=2000000000", "redeem_by"),
        ("percent_off=10&applies_to[products][0]=none", "applies_to[products]"),
        ("percent_off=10&name=12345678901234567890123456789012345678901", "name"),
    ])
    func `a coupon that makes no sense is refused by the parameter`(_ form: String, _ parameter: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(.post, "/v1/coupons", raw: form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
            #expect(try await shop.get("/v1/coupons")["data"] == [])
        }
    }

    @Test func `what a coupon applies to, and its currencies, are shown only when they are asked for`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/products", [("id", "pro"), ("name", "Pro")])
            let coupon = try await shop.post(
                "/v1/coupons",
                [
                    ("id", "five"), ("amount_off", "500"), ("currency", "usd"), ("applies_to[products][0]", "pro"),
                    ("currency_options[eur][amount_off]", "450"), ("duration", "repeating"),
                    ("duration_in_months", "3"), ("max_redemptions", "10"),
                ])
            #expect(coupon["amount_off"] == 500 && coupon["currency"] == "usd" && coupon["percent_off"] == nil)
            #expect(coupon["duration_in_months"] == 3 && coupon["max_redemptions"] == 10)
            #expect(coupon.json.object?["applies_to"] == nil && coupon.json.object?["currency_options"] == nil)
            let expand = [("expand[0]", "data.applies_to"), ("expand[1]", "data.currency_options")]
            let shown = try await shop.get("/v1/coupons", expand)["data"].array?.first
            #expect(shown?["applies_to"] == ["products": ["pro"]])
            #expect(shown?["currency_options"] == ["usd": ["amount_off": 500], "eur": ["amount_off": 450]])
        }
    }

    @Test func `only the name, metadata and other currencies of a coupon are changed`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post(
                "/v1/coupons", [("id", "five"), ("amount_off", "500"), ("currency", "usd"), ("metadata[a]", "1")])
            for field in ["percent_off", "duration", "redeem_by", "max_redemptions", "applies_to[products][0]"] {
                #expect(try await shop.post("/v1/coupons/five", [(field, "1")]).code == "parameter_unknown")
            }
            let changed = try await shop.post(
                "/v1/coupons/five",
                [
                    ("name", "Five off"), ("metadata[a]", ""), ("metadata[b]", "2"),
                    ("currency_options[eur][amount_off]", "450"), ("expand[]", "currency_options"),
                ])
            #expect(changed["name"] == "Five off")
            #expect(changed["metadata"] == ["b": "2"])
            #expect(changed["currency_options"]["eur"]["amount_off"] == 450)
            _ = try await shop.post("/v1/coupons", [("id", "tenth"), ("percent_off", "10")])
            let refused = try await shop.post("/v1/coupons/tenth", [("currency_options[eur][amount_off]", "1")])
            #expect(refused.error["param"] == "currency_options")
        }
    }

    @Test func `a coupon's id is its own until it is deleted`() async throws {
        try await Shop.open { shop in
            let form = [("id", "launch"), ("percent_off", "10")]
            _ = try await shop.post("/v1/coupons", form)
            #expect(try await shop.post("/v1/coupons", form).code == "resource_already_exists")
            let code = try await shop.makeCode("LAUNCH")
            let gone: JSONValue = ["id": "launch", "object": "coupon", "deleted": true]
            #expect(try await shop.delete("/v1/coupons/launch").json == gone)
            #expect(try await shop.get("/v1/coupons/launch").status == 404)
            #expect(try await shop.delete("/v1/coupons/launch").status == 404)
            #expect(try await shop.get("/v1/promotion_codes/\(code.id)")["active"] == false)
            #expect(try await shop.post("/v1/coupons", form).status == 200)
            #expect(try await shop.eventTypes().filter { $0.hasPrefix("coupon.") }.count == 3)
            let unnamed = try await shop.post("/v1/coupons", [("percent_off", "10")])
            #expect(unnamed.id.count == 8)
        }
    }

    @Test func `a coupon is valid to its last second`() async throws {
        try await Shop.open { shop in
            let end = String(shop.clock.seconds + 100)
            _ = try await shop.post("/v1/coupons", [("id", "launch"), ("percent_off", "10"), ("redeem_by", end)])
            let code = try await shop.makeCode("LAUNCH")
            shop.clock.advance(by: 100)
            #expect(try await shop.get("/v1/coupons")["data"].array?.first?["valid"] == true)
            shop.clock.advance(by: 1)
            #expect(try await shop.get("/v1/coupons/launch")["valid"] == false)
            #expect(try await shop.get("/v1/promotion_codes", [("active", "true")])["data"] == [])
            let late = try await shop.post(
                "/v1/promotion_codes", [("promotion[type]", "coupon"), ("promotion[coupon]", "launch")])
            #expect(late.code == "coupon_expired")
            #expect(try await shop.post("/v1/promotion_codes/\(code.id)", [("active", "true")]).status == 400)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct StripePromotionCodeTests {
    @Test func `a code is unique among active ones, whatever the case of its letters`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/coupons", [("id", "launch"), ("percent_off", "10")])
            let first = try await shop.makeCode("Launch-10")
            #expect(first["code"] == "Launch-10")
            #expect(first["promotion"] == ["type": "coupon", "coupon": "launch"])
            #expect(try await shop.makeCode("LAUNCH-10").code == "resource_already_exists")
            _ = try await shop.post("/v1/promotion_codes/\(first.id)", [("active", "false")])
            let second = try await shop.makeCode("LAUNCH-10")
            #expect(second.status == 200)
            let again = try await shop.post("/v1/promotion_codes/\(first.id)", [("active", "true")])
            #expect(again.code == "resource_already_exists")
            func ids(_ form: [(String, String)]) async throws -> [String?]? {
                try await shop.get("/v1/promotion_codes", form)["data"].array?.map(\.["id"].string)
            }
            #expect(try await ids([("code", "launch-10")]) == [second.id, first.id])
            #expect(try await ids([("coupon", "launch"), ("active", "false")]) == [first.id])
            #expect(try await ids([("coupon", "other")]) == [])
        }
    }

    @Test func `a code's coupon is shown in full when it is asked for`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/products", [("id", "pro"), ("name", "Pro")])
            _ = try await shop.post(
                "/v1/coupons", [("id", "launch"), ("percent_off", "10"), ("applies_to[products][0]", "pro")])
            _ = try await shop.makeCode("LAUNCH")
            let list = try await shop.get(
                "/v1/promotion_codes", [("expand[]", "data.promotion.coupon.applies_to")])
            let coupon = list["data"].array?.first?["promotion"]["coupon"]
            #expect(coupon?["percent_off"] == 10)
            #expect(coupon?["applies_to"] == ["products": ["pro"]])
        }
    }

    @Test func `restrictions are kept, and only their other currencies are changed`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/coupons", [("id", "launch"), ("percent_off", "10")])
            let code = try await shop.makeCode(
                "LAUNCH",
                [
                    ("restrictions[first_time_transaction]", "true"), ("restrictions[minimum_amount]", "5000"),
                    ("restrictions[minimum_amount_currency]", "usd"), ("metadata[a]", "1"),
                    ("restrictions[currency_options][eur][minimum_amount]", "4500"),
                ])
            #expect(
                code["restrictions"] == [
                    "first_time_transaction": true, "minimum_amount": 5000, "minimum_amount_currency": "usd",
                ])
            let path = "/v1/promotion_codes/\(code.id)"
            for field in ["code", "expires_at", "max_redemptions", "promotion[coupon]"] {
                #expect(try await shop.post(path, [(field, "1")]).code == "parameter_unknown")
            }
            let changed = try await shop.post(
                path,
                [
                    ("restrictions[currency_options][gbp][minimum_amount]", "4000"), ("metadata[a]", ""),
                    ("expand[]", "restrictions.currency_options"),
                ])
            #expect(
                changed["restrictions"]["currency_options"] == [
                    "usd": ["minimum_amount": 5000], "eur": ["minimum_amount": 4500], "gbp": ["minimum_amount": 4000],
                ])
            #expect(changed["metadata"] == [:])
        }
    }

    @Test(arguments: [
        ("code=NO SPACE", "code"), ("code=a_b", "code"), ("expires_at=1600000000", "expires_at"),
        ("expires_at=1790000101", "expires_at"), ("max_redemptions=11", "max_redemptions"),
        ("restrictions[minimum_amount]=5", "restrictions[minimum_amount_currency]"),
        ("restrictions[minimum_amount_currency]=usd", "restrictions[minimum_amount]"),
        ("restrictions[currency_options][eur][minimum_amount]=5", "restrictions[minimum_amount]"),
        ("customer=cus_none", "customer"), ("coupon=launch", "coupon"),
    ])
    func `a code that makes no sense is refused by the parameter`(_ form: String, _ parameter: String) async throws {
        try await Shop.open { shop in
            _ = try await shop.post(
                "/v1/coupons",
                [("id", "launch"), ("percent_off", "10"), ("max_redemptions", "10"), ("redeem_by", "1790000100")])
            let answer = try await shop.send(
                .post, "/v1/promotion_codes", raw: "promotion[type]=coupon&promotion[coupon]=launch&" + form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
        }
    }

    @Test func `a code ends at its time`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/coupons", [("id", "launch"), ("percent_off", "10")])
            let code = try await shop.makeCode("LAUNCH", [("expires_at", String(shop.clock.seconds + 10))])
            shop.clock.advance(by: 9)
            #expect(try await shop.get("/v1/promotion_codes/\(code.id)")["active"] == true)
            shop.clock.advance(by: 1)
            #expect(try await shop.get("/v1/promotion_codes/\(code.id)")["active"] == false)
            #expect(try await shop.makeCode("LAUNCH").status == 200)
        }
    }
}

extension Shop {
    /// A promotion code that leads to the coupon `launch`.
    fileprivate func makeCode(_ code: String, _ more: [(String, String)] = []) async throws -> Answer {
        try await post(
            "/v1/promotion_codes",
            [("promotion[type]", "coupon"), ("promotion[coupon]", "launch"), ("code", code)] + more)
    }
}

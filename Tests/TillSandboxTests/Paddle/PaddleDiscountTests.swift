import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleDiscountTests {
    private static let amounts: [(String, String, String?, String?)] = [
        ("percentage", "0.01", nil, nil), ("percentage", "100", nil, nil), ("percentage", "12.5", nil, nil),
        ("percentage", "0.009", nil, "amount"), ("percentage", "100.01", nil, "amount"),
        ("percentage", "-5", nil, "amount"), ("percentage", "ten", nil, "amount"), ("percentage", "1.", nil, "amount"),
        ("percentage", "10", "USD", "currency_code"), ("flat", "500", "USD", nil),
        ("flat", "500", nil, "currency_code"),
        ("flat", "5.00", "USD", "amount"), ("flat_per_seat", "500", "JPY", nil),
    ]

    private static let wrong: [(String, JSONValue, String)] = [
        ("code", "TEN-OFF", "bad_request"), ("code", "", "bad_request"),
        ("code", .string(String(repeating: "A", count: 33)), "bad_request"), ("amount", 10, "bad_request"),
        ("maximum_recurring_intervals", 3, "invalid_field"), ("usage_limit", 0, "bad_request"),
        ("expires_at", "tomorrow", "bad_request"),
        ("expires_at", "2030-01-01T00:00:00", "bad_request"), ("expires_at", "2030-01-01T00:00:00Z!", "bad_request"),
        ("expires_at", "2030-01-01", "bad_request"), ("expires_at", "2026-13-01T00:00:00Z", "bad_request"),
        ("restrict_to", ["pro_1"], "bad_request"), ("type", "gift", "bad_request"), ("times_used", 1, "bad_request"),
        ("description", "", "bad_request"), ("discount_group_id", "dsg_1", "not_found"),
    ]

    @Test func `a discount has every field that Paddle shows, and a code of its own`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post("/discounts", shop.discountBody())
            #expect(made.status == 201)
            var expected = shop.discountBody([
                "status": "active", "enabled_for_checkout": true, "mode": "standard", "recur": false, "times_used": 0,
            ])
            for name in [
                "currency_code", "maximum_recurring_intervals", "usage_limit", "restrict_to", "expires_at",
                "custom_data", "import_meta", "discount_group_id",
            ] { expected[name] = nil }
            for name in ["id", "code", "created_at", "updated_at"] { expected[name] = made.entity[name] }
            #expect(made.entity == expected)
            #expect(made.entity["code"].string?.wholeMatch(of: /[A-Z0-9]{10}/) != nil)
        }
    }

    @Test func `a discount that is not for checkout has no code until it is`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post("/discounts", shop.discountBody(["enabled_for_checkout": false]))
            #expect(made.entity["code"].isNull)
            let path = "/discounts/\(made.entity["id"].string ?? "")"
            let enabled = try await shop.patch(path, ["enabled_for_checkout": true])
            #expect(enabled.entity["code"].string?.count == 10)
            let again = try await shop.patch(path, ["code": nil])
            #expect(again.entity["code"].string?.count == 10)
            #expect(again.entity["code"] != enabled.entity["code"])
        }
    }

    @Test func `no two active discounts have the same code, however it is written`() async throws {
        try await PaddleShop.open { shop in
            let first = try await shop.post("/discounts", shop.discountBody(["code": "Launch10"]))
            let path = "/discounts/\(first.entity["id"].string ?? "")"
            let refused = try await shop.post("/discounts", shop.discountBody(["code": "LAUNCH10"]))
            #expect(refused.status == 409)
            #expect(refused.code == "discount_code_conflict")
            #expect(try await shop.patch(path, ["code": "launch10"]).status == 200)
            #expect(try await shop.patch(path, ["status": "archived"]).status == 200)
            let second = try await shop.post("/discounts", shop.discountBody(["code": "LAUNCH10"]))
            #expect(second.status == 201)
            #expect(try await shop.patch(path, ["status": "active"]).code == "discount_code_conflict")
            #expect(try await shop.patch(path, ["status": "active", "code": "OTHER"]).status == 200)
            #expect(try await shop.get("/discounts?code=launch10").ids == [second.entity["id"].string])
            #expect(try await shop.get("/discounts?code=launch10,other").ids.count == 2)
        }
    }

    @Test(arguments: amounts)
    func `a type has its own kind of amount`(
        _ type: String, _ amount: String, _ currency: String?, _ field: String?
    ) async throws {
        try await PaddleShop.open { shop in
            var more: [String: JSONValue] = ["type": .string(type), "amount": .string(amount)]
            if let currency { more["currency_code"] = .string(currency) }
            let answer = try await shop.post("/discounts", shop.discountBody(more))
            #expect(answer.status == (field == nil ? 201 : 400), "\(answer.text)")
            #expect(answer.wrongFields == [field].compactMap(\.self))
            if field != nil { #expect(answer.code == "invalid_field") }
        }
    }

    @Test(arguments: wrong)
    func `a field is held against Paddle's rules`(_ name: String, _ value: JSONValue, _ code: String) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.post("/discounts", shop.discountBody([name: value]))
            #expect(answer.code == code, "\(answer.text)")
            #expect(try await shop.get("/discounts").ids.isEmpty)
        }
    }

    @Test func `a change is held against the whole discount`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post(
                "/discounts", shop.discountBody(["recur": true, "maximum_recurring_intervals": 3]))
            let path = "/discounts/\(made.entity["id"].string ?? "")"
            #expect(try await shop.patch(path, ["recur": false]).wrongFields == ["maximum_recurring_intervals"])
            #expect(try await shop.patch(path, ["type": "flat"]).wrongFields == ["currency_code"])
            let flat = try await shop.patch(path, ["type": "flat", "amount": "500", "currency_code": "EUR"])
            #expect(flat.entity["currency_code"] == "EUR")
        }
    }

    @Test func `a discount is restricted to what is there and active`() async throws {
        try await PaddleShop.open { shop in
            let price = try await shop.makePrice()
            let product = try await shop.get("/prices/\(price)").entity["product_id"]
            let body = shop.discountBody(["restrict_to": [product, .string(price)]])
            #expect(try await shop.post("/discounts", body).status == 201)
            let nobody = "pro_" + String(repeating: "0", count: 26)
            let unknown = try await shop.post("/discounts", shop.discountBody(["restrict_to": [.string(nobody)]]))
            #expect(unknown.code == "discount_restricted_product_not_active")
            _ = try await shop.patch("/prices/\(price)", ["status": "archived"])
            #expect(try await shop.post("/discounts", body).code == "discount_restricted_product_price_not_active")
        }
    }

    @Test func `a discount expires, gives its code free, and can be given more time`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post(
                "/discounts", shop.discountBody(["code": "SOON", "expires_at": "2026-09-21T16:14:20.5+02:00"]))
            #expect(made.entity["expires_at"] == "2026-09-21T14:14:20.500Z")
            #expect(made.entity["status"] == "active")
            shop.clock.advance(by: 61)
            let path = "/discounts/\(made.entity["id"].string ?? "")"
            #expect(try await shop.get(path).entity["status"] == "expired")
            #expect(try await shop.get("/discounts").ids.isEmpty)
            #expect(try await shop.get("/discounts?status=expired").ids.count == 1)
            #expect(try await shop.patch(path, ["expires_at": nil]).entity["status"] == "active")
        }
    }
}

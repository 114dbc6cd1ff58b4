import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddlePriceTests {
    private static let paidTrials: [(JSONValue, Int)] = [
        (["unit_price": dollars], 201), (["unit_price": euros], 400),
        (["unit_price_overrides": [["country_codes": ["FR", "DE"], "unit_price": euros]]], 201),
        (["unit_price_overrides": [["country_codes": ["DE", "FR"], "unit_price": dollars]]], 400),
        (["unit_price_overrides": [["country_codes": ["DE"], "unit_price": euros]]], 400),
    ]

    private static let wrong: [(String, JSONValue, [String])] = [
        ("unit_price", ["amount": 1900, "currency_code": "USD"], ["unit_price.amount"]),
        ("unit_price", ["amount": "1", "currency_code": "usd"], ["unit_price.currency_code"]),
        ("unit_price", ["amount": "1", "currency_code": "KWD"], ["unit_price.currency_code"]),
        ("unit_price", ["amount": "1"], ["unit_price"]),
        ("description", "x", ["description"]), ("name", "", ["name"]),
        ("billing_cycle", ["interval": "month", "frequency": 0], ["billing_cycle.frequency"]),
        ("billing_cycle", ["interval": "months", "frequency": 1], ["billing_cycle.interval"]),
        ("billing_cycle", ["interval": "month"], ["billing_cycle"]),
        ("tax_mode", "none", ["tax_mode"]),
        ("quantity", ["minimum": 0, "maximum": 5], ["quantity.minimum"]),
        ("quantity", ["minimum": 5, "maximum": 4], ["quantity"]),
        ("quantity", ["minimum": 5], ["quantity"]),
        ("quantity", ["minimum": 1, "maximum": 1_000_000_000], ["quantity.maximum"]),
        (
            "unit_price_overrides", [["country_codes": ["XX"], "unit_price": euros]],
            ["unit_price_overrides.0.country_codes.0"]
        ),
        (
            "unit_price_overrides", [["country_codes": [], "unit_price": euros]],
            ["unit_price_overrides.0.country_codes"]
        ),
        (
            "unit_price_overrides", [["country_codes": ["DE", "DE"], "unit_price": euros]],
            ["unit_price_overrides.0.country_codes"]
        ),
    ]

    private static let month: JSONValue = ["interval": "month", "frequency": 1]
    private static let dollars: JSONValue = ["amount": "100", "currency_code": "USD"]
    private static let euros: JSONValue = ["amount": "90", "currency_code": "EUR"]

    @Test func `a price has every field that Paddle shows, with what Paddle assumes`() async throws {
        try await PaddleShop.open { shop in
            let product = try await shop.makeProduct()
            let made = try await shop.post("/prices", shop.priceBody(product))
            #expect(made.status == 201)
            var expected = shop.priceBody(
                product,
                [
                    "type": "standard", "tax_mode": "account_setting", "unit_price_overrides": [],
                    "quantity": ["minimum": 1, "maximum": 100], "status": "active",
                ])
            for name in ["name", "billing_cycle", "trial_period", "custom_data", "import_meta"] {
                expected[name] = nil
            }
            for name in ["id", "created_at", "updated_at"] { expected[name] = made.entity[name] }
            #expect(made.entity == expected)
        }
    }

    @Test func `everything but its product can be changed`() async throws {
        try await PaddleShop.open { shop in
            let path = "/prices/\(try await shop.makePrice())"
            let changed = try await shop.patch(
                path,
                [
                    "unit_price": Self.euros, "billing_cycle": Self.month, "name": "Monthly", "tax_mode": "internal",
                    "quantity": ["minimum": 2, "maximum": 2], "custom_data": ["key": "pro/monthly"],
                ])
            #expect(changed.status == 200)
            #expect(changed.entity["unit_price"] == Self.euros)
            #expect(changed.entity["billing_cycle"] == Self.month)
            #expect(try await shop.get(path).entity == changed.entity)
            let other = try await shop.makeProduct()
            let moved = try await shop.patch(path, ["product_id": .string(other)])
            #expect(moved.status == 400)
            #expect(moved.error["errors"].array?.first?["message"] == "Additional property product_id is not allowed")
        }
    }

    @Test func `a price needs a product that is there`() async throws {
        try await PaddleShop.open { shop in
            let nobody = "pro_" + String(repeating: "0", count: 26)
            let answer = try await shop.post("/prices", shop.priceBody(nobody))
            #expect(answer.status == 404)
            #expect(answer.error["detail"] == .string("Product \(nobody) not found."))
            #expect(try await shop.post("/prices", shop.priceBody("pro_1")).wrongFields == ["product_id"])
        }
    }

    @Test(arguments: [
        ("0", 201), ("1900", 201), ("9223372036854775807", 201), ("9223372036854775808", 400), ("-1", 400),
        ("+1", 400), ("19.00", 400), ("007", 400), ("", 400), (" 1", 400),
    ])
    func `an amount is a whole number in a string`(_ amount: String, _ status: Int) async throws {
        try await PaddleShop.open { shop in
            let product = try await shop.makeProduct()
            let answer = try await shop.post(
                "/prices",
                shop.priceBody(product, ["unit_price": ["amount": .string(amount), "currency_code": "JPY"]]))
            #expect(answer.status == status)
        }
    }

    @Test(arguments: wrong)
    func `a field is held against Paddle's rules`(
        _ name: String, _ value: JSONValue, _ fields: [String]
    ) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.post("/prices", shop.priceBody(try await shop.makeProduct(), [name: value]))
            #expect(answer.status == 400)
            #expect(answer.code == "bad_request")
            #expect(answer.wrongFields == fields)
            #expect(try await shop.get("/prices").ids.isEmpty)
        }
    }

    @Test func `at most two hundred and fifty overrides are taken, and no country twice`() async throws {
        try await PaddleShop.open { shop in
            let product = try await shop.makeProduct()
            let countries = PaddleCodes.countries.sorted()
            let each = countries.map { country -> JSONValue in
                ["country_codes": [.string(country)], "unit_price": Self.euros]
            }
            #expect(
                try await shop.post(
                    "/prices", shop.priceBody(product, ["unit_price_overrides": .array(each)])
                ).status == 201)
            let many = Array(repeating: each, count: 2).flatMap(\.self)
            let refused = try await shop.post(
                "/prices", shop.priceBody(product, ["unit_price_overrides": .array(many)]))
            #expect(refused.wrongFields == ["unit_price_overrides"])
            let twice: JSONValue = [
                ["country_codes": ["DE", "FR"], "unit_price": Self.euros],
                ["country_codes": ["FR"], "unit_price": Self.dollars],
            ]
            let conflicting = try await shop.post("/prices", shop.priceBody(product, ["unit_price_overrides": twice]))
            #expect(conflicting.code == "price_duplicate_currency_override_for_country")
        }
    }

    @Test func `a trial needs a billing cycle, whichever request would take one without the other`() async throws {
        try await PaddleShop.open { shop in
            let product = try await shop.makeProduct()
            let trial: JSONValue = ["interval": "day", "frequency": 14]
            let refused = try await shop.post("/prices", shop.priceBody(product, ["trial_period": trial]))
            #expect(refused.code == "price_trial_period_requires_billing_cycle")
            let id = try await shop.makePrice(["billing_cycle": Self.month, "trial_period": trial])
            let made = try await shop.get("/prices/\(id)").entity["trial_period"]
            #expect(made == ["interval": "day", "frequency": 14, "requires_payment_method": true])
            let stripped = try await shop.patch("/prices/\(id)", ["billing_cycle": nil])
            #expect(stripped.code == "price_trial_period_requires_billing_cycle")
            #expect(try await shop.get("/prices/\(id)").entity["billing_cycle"] == Self.month)
            let both = try await shop.patch("/prices/\(id)", ["billing_cycle": nil, "trial_period": nil])
            #expect(both.status == 200)
        }
    }

    @Test(arguments: paidTrials)
    func `a paid trial is in the currencies of what follows it`(_ paid: JSONValue, _ status: Int) async throws {
        try await PaddleShop.open { shop in
            var trial: JSONValue = ["interval": "day", "frequency": 14]
            for (name, value) in paid.object ?? [:] { trial[name] = value }
            let answer = try await shop.post(
                "/prices",
                shop.priceBody(
                    try await shop.makeProduct(),
                    [
                        "billing_cycle": Self.month, "trial_period": trial,
                        "unit_price_overrides": [["country_codes": ["DE", "FR"], "unit_price": Self.euros]],
                    ]))
            #expect(answer.status == status)
            #expect(status == 201 || answer.code == "trial_currency_mismatch")
        }
    }
}

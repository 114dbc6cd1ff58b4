import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeCatalogTests {
    @Test func `a product keeps its caller's id, merges metadata and is unset with empty values`() async throws {
        try await Shop.open { shop in
            let form = [
                ("id", "pro"), ("name", "Pro"), ("description", "D"), ("metadata[a]", "1"), ("metadata[b]", "2"),
            ]
            let made = try await shop.post("/v1/products", form)
            #expect(made.id == "pro")
            #expect(try await shop.post("/v1/products", form).code == "resource_already_exists")
            let changed = try await shop.post(
                "/v1/products/pro", [("description", ""), ("metadata[a]", ""), ("metadata[c]", "3")])
            #expect(changed["description"] == nil)
            #expect(changed["metadata"] == ["b": "2", "c": "3"])
            #expect(try await shop.post("/v1/products/pro", [("metadata", "")])["metadata"] == [:])
            #expect(try await shop.get("/v1/products/none").code == "resource_missing")
            #expect(try await shop.get("/v1/products/none").status == 404)
        }
    }

    @Test func `a product without prices can be deleted, one with prices cannot`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/products", [("id", "bare"), ("name", "Bare")])
            #expect(
                try await shop.delete("/v1/products/bare").json == ["id": "bare", "object": "product", "deleted": true])
            #expect(try await shop.get("/v1/products/bare").status == 404)
            _ = try await shop.post(
                "/v1/products",
                [
                    ("id", "priced"), ("name", "P"), ("default_price_data[currency]", "usd"),
                    ("default_price_data[unit_amount]", "100"),
                ])
            #expect(try await shop.delete("/v1/products/priced").status == 400)
        }
    }

    @Test func `the default price cannot be archived until another is the default`() async throws {
        try await Shop.open { shop in
            let product = try await shop.post(
                "/v1/products",
                [("name", "P"), ("default_price_data[currency]", "usd"), ("default_price_data[unit_amount]", "100")])
            let price = product["default_price"].string ?? ""
            let refused = try await shop.post("/v1/prices/\(price)", [("active", "false")])
            #expect(refused.status == 400)
            #expect(refused.error["message"].string?.contains("default price") == true)
            _ = try await shop.post("/v1/products/\(product.id)", [("default_price", "")])
            #expect(try await shop.post("/v1/prices/\(price)", [("active", "false")])["active"] == false)
            #expect(try await shop.post("/v1/products/\(product.id)", [("default_price", price)]).status == 400)
        }
    }

    @Test(arguments: ["unit_amount", "currency", "product", "recurring[interval]"])
    func `what makes a price cannot be changed`(_ field: String) async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            let answer = try await shop.post("/v1/prices/\(price)", [(field, "1")])
            #expect(answer.code == "parameter_unknown")
        }
    }

    @Test func `a lookup key has one price and can be moved`() async throws {
        try await Shop.open { shop in
            let product = try await shop.post("/v1/products", [("name", "P")]).id
            let form = [("product", product), ("currency", "usd"), ("lookup_key", "pro")]
            let old = try await shop.post("/v1/prices", form + [("unit_amount", "100")])
            let refused = try await shop.post("/v1/prices", form + [("unit_amount", "200")])
            #expect(refused.error["param"] == "lookup_key")
            let new = try await shop.post(
                "/v1/prices", form + [("unit_amount", "200"), ("transfer_lookup_key", "true")])
            #expect(new["lookup_key"] == "pro")
            #expect(try await shop.get("/v1/prices/\(old.id)")["lookup_key"] == nil)
            let found = try await shop.get(
                "/v1/prices", [("lookup_keys[]", "pro"), ("active", "true"), ("expand[]", "data.product")])
            #expect(found["data"].array?.map(\.["id"]) == [.string(new.id)])
            #expect(found["data"].array?.first?["product"]["name"] == "P")
        }
    }

    @Test func `prices are listed by product and by whether they are active`() async throws {
        try await Shop.open { shop in
            let first = try await shop.makePrice()
            let second = try await shop.makePrice(every: "year")
            let product = try await shop.get("/v1/prices/\(second)")["product"].string ?? ""
            let list = try await shop.get("/v1/prices", [("product", product)])
            #expect(list["data"].array?.map(\.["id"]) == [.string(second)])
            _ = try await shop.post("/v1/prices/\(second)", [("active", "false")])
            let active = try await shop.get("/v1/prices", [("active", "true")])
            #expect(active["data"].array?.map(\.["id"]) == [.string(first)])
        }
    }

    @Test(arguments: [
        ("kwd", "5125", 400), ("kwd", "5120", 200), ("isk", "550", 400), ("isk", "500", 200), ("ugx", "501", 400),
        ("jpy", "501", 200), ("usd", "99999999", 200), ("usd", "100000000", 400), ("usd", "-1", 400),
        ("jpy", "100000000", 200), ("usd", "9223372036854775807", 400), ("usd", "9223372036854775808", 400),
        ("xyz", "100", 400), ("lyd", "100", 400), ("usd", "1.5", 400),
    ])
    func `amounts follow the rules of their currency`(_ currency: String, _ amount: String, _ status: Int) async throws
    {
        try await Shop.open { shop in
            let answer = try await shop.post(
                "/v1/prices", [("product_data[name]", "P"), ("currency", currency), ("unit_amount", amount)])
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [
        ("month", "36", 200), ("month", "37", 400), ("day", "1095", 200), ("week", "157", 400), ("year", "0", 400),
    ])
    func `a price recurs at most every three years`(_ interval: String, _ count: String, _ status: Int) async throws {
        try await Shop.open { shop in
            let answer = try await shop.post(
                "/v1/prices",
                [
                    ("product_data[name]", "P"), ("currency", "usd"), ("unit_amount", "100"),
                    ("recurring[interval]", interval), ("recurring[interval_count]", count),
                ])
            #expect(answer.status == status)
        }
    }

    @Test func `more metadata than Stripe keeps is refused`() async throws {
        try await Shop.open { shop in
            let many = (0...50).map { ("metadata[k\($0)]", "v") }
            let tooMany = try await shop.post("/v1/products", [("name", "P")] + many)
            #expect(tooMany.status == 400)
            let long = String(repeating: "k", count: 41)
            #expect(try await shop.post("/v1/products", [("name", "P"), ("metadata[\(long)]", "v")]).status == 400)
            let value = String(repeating: "v", count: 501)
            #expect(try await shop.post("/v1/products", [("name", "P"), ("metadata[k]", value)]).status == 400)
        }
    }

    @Test func `a price may cost something of its own in other currencies`() async throws {
        try await Shop.open { shop in
            let price = try await shop.post(
                "/v1/prices",
                [
                    ("product_data[name]", "P"), ("currency", "usd"), ("unit_amount", "1900"),
                    ("currency_options[eur][unit_amount]", "1800"),
                ])
            #expect(price["currency_options"] == nil)
            let shown = try await shop.get("/v1/prices/\(price.id)", [("expand[]", "currency_options")])
            #expect(shown["currency_options"]["eur"]["unit_amount"] == 1800)
            let form = shop.sessionForm(price.id)
            let session = try await shop.post("/v1/checkout/sessions", form + [("currency", "eur")])
            #expect(session["amount_total"] == 1800)
            #expect(session["currency"] == "eur")
            #expect(try await shop.post("/v1/checkout/sessions", form + [("currency", "gbp")]).status == 400)
        }
    }
}

import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeProductTests {
    @Test func `everything of a product is shown, changed and unset`() async throws {
        try await Shop.open { shop in
            let form = [
                ("id", "pro"), ("name", "Pro"), ("description", "D"), ("shippable", "true"),
                ("images[0]", "https://shop.example/a.png"), ("images[1]", "https://shop.example/b.png"),
                ("marketing_features[0][name]", "Fast"), ("tax_code", "txcd_10103001"), ("unit_label", "seat"),
                ("url", "https://shop.example/pro"), ("statement_descriptor", "PRO PLAN"), ("active", "false"),
            ]
            let made = try await shop.post("/v1/products", form)
            #expect(made["images"] == ["https://shop.example/a.png", "https://shop.example/b.png"])
            #expect(made["marketing_features"] == [["name": "Fast"]])
            for name in ["description", "tax_code", "unit_label", "url", "statement_descriptor"] {
                #expect(made[name].string == form.first { $0.0 == name }?.1)
            }
            #expect(made["shippable"] == true && made["active"] == false)
            shop.clock.advance(by: 5)
            let emptied = [
                "description", "images", "marketing_features", "tax_code", "unit_label", "url",
            ].map { ($0, "") }
            let changed = try await shop.post(
                "/v1/products/pro", emptied + [("shippable", "false"), ("name", "Pro 2")])
            #expect(changed["images"] == [] && changed["marketing_features"] == [])
            for name in ["description", "tax_code", "unit_label", "url"] { #expect(changed[name] == nil) }
            #expect(changed["name"] == "Pro 2" && changed["shippable"] == false)
            #expect(changed["updated"].int == made["updated"].int.map { $0 + 5 })
        }
    }

    @Test(arguments: [
        ("statement_descriptor=ABC", "statement_descriptor"), ("statement_descriptor=12345", "statement_descriptor"),
        ("statement_descriptor=PRO*PLAN", "statement_descriptor"),
        ("statement_descriptor=12345678901234567890ABC", "statement_descriptor"), ("tax_code=digital", "tax_code"),
        ("unit_label=abcdefghijklm", "unit_label"), ("url=nowhere", "url"), ("images[0]=nowhere", "images[0]"),
        ("marketing_features[0][name]=", "marketing_features[0][name]"), ("type=thing", "type"),
    ])
    func `what a product cannot have is refused by the parameter`(_ form: String, _ parameter: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(.post, "/v1/products", raw: "name=A&" + form)
            #expect(answer.status == 400)
            #expect(answer.error["param"].string == parameter)
        }
    }

    @Test(arguments: [("images", 8), ("marketing_features", 15)])
    func `a product has only so many of each`(_ field: String, _ most: Int) async throws {
        try await Shop.open { shop in
            func form(_ count: Int) -> [(String, String)] {
                (0..<count).map {
                    field == "images"
                        ? ("images[\($0)]", "https://shop.example/\($0).png")
                        : ("marketing_features[\($0)][name]", "F\($0)")
                }
            }
            #expect(try await shop.post("/v1/products", [("name", "A")] + form(most)).status == 200)
            let more = try await shop.post("/v1/products", [("name", "A")] + form(most + 1))
            #expect(more.code == "array_too_large")
        }
    }

    @Test func `products are listed by id, by whether they are active and by whether they are shipped`() async throws {
        try await Shop.open { shop in
            for (id, active, shippable) in [("a", "true", "true"), ("b", "false", "true"), ("c", "true", "false")] {
                _ = try await shop.post(
                    "/v1/products", [("id", id), ("name", id), ("active", active), ("shippable", shippable)])
            }
            func ids(_ form: [(String, String)]) async throws -> [String?]? {
                try await shop.get("/v1/products", form)["data"].array?.map(\.["id"].string)
            }
            #expect(try await ids([("ids[]", "a"), ("ids[]", "b"), ("ids[]", "none")]) == ["b", "a"])
            #expect(try await ids([("active", "true")]) == ["c", "a"])
            #expect(try await ids([("shippable", "true"), ("active", "true")]) == ["a"])
            #expect(try await shop.get("/v1/products", [("ids[]", "a"), ("starting_after", "b")]).status == 400)
        }
    }

    @Test func `archiving a product leaves its prices as they are`() async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            let product = try await shop.get("/v1/prices/\(price)")["product"].string ?? ""
            #expect(try await shop.post("/v1/products/\(product)", [("active", "false")])["active"] == false)
            #expect(try await shop.get("/v1/prices/\(price)")["active"] == true)
        }
    }

    @Test func `the default price is one of the product's own`() async throws {
        try await Shop.open { shop in
            let price = try await shop.makePrice()
            _ = try await shop.post("/v1/products", [("id", "other"), ("name", "Other")])
            let refused = try await shop.post("/v1/products/other", [("default_price", price)])
            #expect(refused.error["param"] == "default_price")
            let unknown = try await shop.post("/v1/products/other", [("default_price", "price_none")])
            #expect(unknown.code == "resource_missing")
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct StripeFeatureTests {
    @Test func `a feature's key is its own while it is active`() async throws {
        try await Shop.open { shop in
            let form = [("lookup_key", "export"), ("name", "Export"), ("metadata[a]", "1")]
            let feature = try await shop.post("/v1/entitlements/features", form)
            #expect(feature["active"] == true)
            #expect(try await shop.post("/v1/entitlements/features", form).code == "resource_already_exists")
            let path = "/v1/entitlements/features/\(feature.id)"
            let changed = try await shop.post(path, [("name", "Exporting"), ("metadata[a]", ""), ("metadata[b]", "2")])
            #expect(changed["name"] == "Exporting")
            #expect(changed["metadata"] == ["b": "2"])
            #expect(try await shop.post(path, [("lookup_key", "other")]).code == "parameter_unknown")
            #expect(try await shop.post(path, [("active", "false")])["active"] == false)
            let other = try await shop.post("/v1/entitlements/features", form)
            #expect(try await shop.post(path, [("active", "true")]).code == "resource_already_exists")
            func ids(_ form: [(String, String)]) async throws -> [String?]? {
                try await shop.get("/v1/entitlements/features", form)["data"].array?.map(\.["id"].string)
            }
            #expect(try await ids([]) == [other.id, feature.id])
            #expect(try await ids([("archived", "true")]) == [feature.id])
            #expect(try await ids([("archived", "false"), ("lookup_key", "export")]) == [other.id])
        }
    }

    @Test func `features are attached to a product, shown as they are now, and taken off`() async throws {
        try await Shop.open { shop in
            for id in ["pro", "other"] { _ = try await shop.post("/v1/products", [("id", id), ("name", id)]) }
            let feature = try await shop.post("/v1/entitlements/features", [("lookup_key", "export"), ("name", "E")])
            let form = [("entitlement_feature", feature.id)]
            let attached = try await shop.post("/v1/products/pro/features", form)
            #expect(attached["object"] == "product_feature")
            #expect(attached["entitlement_feature"] == feature.json)
            #expect(try await shop.post("/v1/products/pro/features", form).code == "resource_already_exists")
            let unknown = try await shop.post("/v1/products/pro/features", [("entitlement_feature", "feat_none")])
            #expect(unknown.code == "resource_missing")
            _ = try await shop.post("/v1/entitlements/features/\(feature.id)", [("name", "E2")])
            let list = try await shop.get("/v1/products/pro/features")
            #expect(list["data"].array?.map(\.["entitlement_feature"]["name"]) == ["E2"])
            #expect(try await shop.get("/v1/products/other/features")["data"] == [])
            #expect(try await shop.get("/v1/products/other/features/\(attached.id)").status == 404)
            #expect(try await shop.get("/v1/products/none/features").status == 404)
            let path = "/v1/products/pro/features/\(attached.id)"
            #expect(try await shop.get(path)["entitlement_feature"]["id"].string == feature.id)
            #expect(
                try await shop.delete(path).json == [
                    "id": .string(attached.id), "object": "product_feature", "deleted": true,
                ])
            #expect(try await shop.get(path).status == 404)
            _ = try await shop.post("/v1/entitlements/features/\(feature.id)", [("active", "false")])
            #expect(try await shop.post("/v1/products/pro/features", form).status == 400)
        }
    }
}

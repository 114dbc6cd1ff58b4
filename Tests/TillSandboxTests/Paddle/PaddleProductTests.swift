import NIOHTTP1
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleProductTests {
    private static let fields: [(String, JSONValue, Int)] = [
        ("name", "", 400), ("name", .string(String(repeating: "é", count: 200)), 200),
        ("name", .string(String(repeating: "n", count: 201)), 400), ("name", .null, 400),
        ("tax_category", "food", 400), ("tax_category", "ebooks", 200),
        ("description", .string(String(repeating: "d", count: 2049)), 400), ("type", "custom", 200),
        ("type", "other", 400), ("image_url", "", 200), ("image_url", "https://shop.example/i.png", 200),
        ("image_url", "http://shop.example/i.png", 400), ("custom_data", .null, 200), ("custom_data", ["a"], 400),
        ("custom_data", "text", 400), ("status", "used", 400), ("id", "pro_1", 400), ("created_at", "x", 400),
    ]

    @Test func `a product has every field that Paddle shows`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post("/products", ["name": "Pro", "tax_category": "saas"])
            #expect(made.status == 201)
            var expected: JSONValue = [
                "name": "Pro", "tax_category": "saas", "type": "standard", "status": "active",
                "created_at": "2026-09-21T14:13:20.000Z", "updated_at": "2026-09-21T14:13:20.000Z",
            ]
            for name in ["description", "image_url", "custom_data", "import_meta"] { expected[name] = nil }
            expected["id"] = made.entity["id"]
            #expect(made.entity == expected)
            #expect(try await shop.get("/products/\(made.entity["id"].string ?? "")").entity == expected)
        }
    }

    @Test func `a change changes what it names and the time of the last change`() async throws {
        try await PaddleShop.open { shop in
            let made = try await shop.post(
                "/products",
                ["name": "Pro", "tax_category": "saas", "description": "D", "custom_data": ["a": 1, "b": 2]])
            shop.clock.advance(by: 60)
            let id = made.entity["id"].string ?? ""
            let changed = try await shop.patch(
                "/products/\(id)", ["description": nil, "custom_data": ["c": 3], "tax_category": "standard"])
            #expect(changed.status == 200)
            #expect(changed.entity["name"] == "Pro")
            #expect(changed.entity["description"].isNull)
            #expect(changed.entity["custom_data"] == ["c": 3])
            #expect(changed.entity["created_at"] == made.entity["created_at"])
            #expect(changed.entity["updated_at"] == "2026-09-21T14:14:20.000Z")
        }
    }

    @Test func `custom data is any object, and comes back as it was`() async throws {
        try await PaddleShop.open { shop in
            let sent = #"{"name":"P","tax_category":"saas","custom_data":{"a":[1.5,null,{"b":"\u00e9"}],"n":1e30}}"#
            let made = try await shop.send(.POST, "/products", raw: sent)
            #expect(made.status == 201)
            let shown = try await shop.get("/products/\(made.entity["id"].string ?? "")")
            #expect(
                shown.text.contains(#""custom_data":{"a":[1.5,null,{"b":"é"}],"n":1000000000000000000000000000000}"#))
        }
    }

    @Test func `an archived product must be made active to be changed`() async throws {
        try await PaddleShop.open { shop in
            let path = "/products/\(try await shop.makeProduct())"
            #expect(try await shop.patch(path, ["status": "archived", "name": "Old"]).entity["status"] == "archived")
            let refused = try await shop.patch(path, ["name": "New"])
            #expect(refused.status == 400)
            #expect(refused.code == "entity_archived")
            #expect(try await shop.patch(path, ["status": "archived"]).status == 200)
            let back = try await shop.patch(path, ["status": "active", "name": "New"])
            #expect(back.entity["status"] == "active")
            #expect(back.entity["name"] == "New")
        }
    }

    @Test func `a product that is not there is not found`() async throws {
        try await PaddleShop.open { shop in
            let price = try await shop.makePrice()
            #expect(try await shop.get("/products/\(price)").status == 404)
            let answer = try await shop.patch("/products/pro_none", ["name": "P"])
            #expect(answer.status == 404)
            #expect(answer.error["detail"] == "Product pro_none not found.")
        }
    }

    @Test func `everything that is wrong with a body is said at once`() async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.post("/products", ["name": 5, "colour": "red", "image_url": "ftp://x"])
            #expect(answer.status == 400)
            #expect(answer.code == "bad_request")
            #expect(answer.wrongFields.sorted() == ["(root)", "(root)", "image_url", "name"])
            let messages = (answer.error["errors"].array ?? []).compactMap { $0["message"].string }
            #expect(messages.contains("tax_category is required"))
            #expect(messages.contains("Invalid type. Expected: string, given: integer"))
        }
    }

    @Test(arguments: fields)
    func `a field is held against Paddle's rules`(_ name: String, _ value: JSONValue, _ status: Int) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.patch("/products/\(try await shop.makeProduct())", .object([name: value]))
            #expect(answer.status == status, "\(answer.text)")
        }
    }
}

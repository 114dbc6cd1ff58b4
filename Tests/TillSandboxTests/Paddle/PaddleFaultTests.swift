import NIOHTTP1
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleFaultTests {
    private static let product: JSONValue = ["name": "P", "tax_category": "saas"]

    @Test func `a rate limit that was asked for is met once, and says when to come back`() async throws {
        try await PaddleShop.open { shop in
            try await shop.fault("{\"api_rate_limit_next\":1}")
            let refused = try await shop.post("/products", Self.product)
            #expect(refused.status == 429)
            #expect(refused.code == "too_many_requests")
            #expect(refused.header("Retry-After") == "1")
            #expect(try await shop.get("/products").ids.isEmpty)
        }
    }

    @Test func `a steady limit takes so many writes in any one second and every read`() async throws {
        try await PaddleShop.open { shop in
            try await shop.fault("{\"api_writes_per_second\":1}")
            #expect(try await shop.post("/products", Self.product).status == 201)
            #expect(try await shop.post("/products", Self.product).status == 429)
            #expect(try await shop.get("/products").ids.count == 1)
            shop.clock.advance(by: 1)
            #expect(try await shop.post("/products", Self.product).status == 201)
        }
    }

    @Test func `an answer that was asked to be lost leaves what was done`() async throws {
        try await PaddleShop.open { shop in
            try await shop.fault("{\"api_error_after_success_next\":1}")
            #expect(try await shop.get("/products").status == 200)
            let lost = try await shop.post("/products", Self.product)
            #expect(lost.status == 500)
            #expect(lost.error["type"] == "api_error")
            #expect(try await shop.get("/products").ids.count == 1)
        }
    }

    @Test func `an error before anything is done leaves nothing`() async throws {
        try await PaddleShop.open { shop in
            try await shop.fault("{\"api_error_next\":1}")
            #expect(try await shop.get("/products").status == 200)
            #expect(try await shop.post("/products", Self.product).status == 500)
            #expect(try await shop.get("/products").ids.isEmpty)
            #expect(try await shop.post("/products", Self.product).status == 201)
        }
    }

    @Test func `a write without effect is answered as if it were done and leaves nothing`() async throws {
        try await PaddleShop.open { shop in
            let path = "/products/\(try await shop.makeProduct())"
            try await shop.fault("{\"api_no_effect_next\":2}")
            #expect(try await shop.patch(path, ["name": "New"]).entity["name"] == "New")
            let made = try await shop.post("/products", Self.product)
            #expect(made.status == 201)
            #expect(try await shop.get("/products/\(made.entity["id"].string ?? "")").status == 404)
            #expect(try await shop.get(path).entity["name"] == "Pro")
            #expect(try await shop.patch(path, ["name": "New"]).status == 200)
            #expect(try await shop.get(path).entity["name"] == "New")
        }
    }

    @Test func `a write that hangs is done and never answered`() async throws {
        try await PaddleShop.open { shop in
            try await shop.fault("{\"api_hang_next\":1}")
            await #expect(throws: (any Error).self) { try await shop.post("/products", Self.product) }
            #expect(try await shop.get("/products").ids.count == 1)
            let log = try await shop.send(.GET, shop.sandbox + "/sandbox/requests")
            #expect(log["paddle"]["writes"] == 1)
            #expect(log["paddle"]["reads"] == 1)
            #expect(log["paddle"]["log"].array?.map(\.["status"]) == [nil, 200])
            #expect(log["stripe"]["reads"] == 0)
        }
    }

    @Test func `lists that lag show what is written only later, and an entity's own address at once`() async throws {
        try await PaddleShop.open { shop in
            let old = try await shop.makeProduct("Old")
            try await shop.fault("{\"list_lag_milliseconds\":1500}")
            let new = try await shop.makeProduct("New")
            _ = try await shop.patch("/products/\(old)", ["status": "archived"])
            #expect(try await shop.get("/products").ids == [old])
            #expect(try await shop.get("/products/\(new)").entity["name"] == "New")
            #expect(try await shop.get("/products/\(old)").entity["status"] == "archived")
            shop.clock.advance(by: 1.5)
            #expect(try await shop.get("/products").ids == [new])
        }
    }
}

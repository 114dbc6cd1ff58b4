import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct SandboxAPIFaultTests {
    @Test func `a write without effect is answered as if it were done and leaves nothing`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_no_effect_next\":1}")
            let answer = try await shop.post("/v1/products", [("id", "pro"), ("name", "A")], key: "k")
            #expect(answer.status == 200)
            #expect(answer.id == "pro")
            #expect(answer.header("Idempotency-Key") == "k")
            #expect(try await shop.get("/v1/products/pro").status == 404)
            #expect(try await shop.events().isEmpty)
            let again = try await shop.post("/v1/products", [("id", "pro"), ("name", "A")], key: "k")
            #expect(again.header("Idempotent-Replayed") == nil)
            #expect(try await shop.get("/v1/products/pro")["name"] == "A")
        }
    }

    @Test func `an error before anything is done leaves nothing and keeps no answer`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_error_next\":1}")
            #expect(try await shop.get("/v1/products").status == 200)
            let failed = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(failed.status == 500)
            #expect(failed.error["type"] == "api_error")
            #expect(try await shop.get("/v1/products")["data"] == [])
            let again = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == nil)
        }
    }

    @Test func `a write that hangs is done and never answered`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_hang_next\":1}")
            await #expect(throws: (any Error).self) {
                try await shop.post("/v1/products", [("id", "pro"), ("name", "A")], key: "k")
            }
            #expect(try await shop.get("/v1/products/pro")["name"] == "A")
            let again = try await shop.post("/v1/products", [("id", "pro"), ("name", "A")], key: "k")
            #expect(again.header("Idempotent-Replayed") == "true")
            let log = try await shop.send(.get, "/sandbox/requests")["stripe"]["log"].array
            #expect(log?.map(\.["status"]) == [nil, 200, 200])
        }
    }

    @Test func `a rate limit says when to come back`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_rate_limit_next\":1}")
            let refused = try await shop.get("/v1/products")
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After") == "1")
        }
    }

    @Test func `a steady limit takes so many writes in any one second and every read`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_writes_per_second\":2}")
            func write() async throws -> Int { try await shop.post("/v1/products", [("name", "A")]).status }
            #expect(try await write() == 200)
            shop.clock.advance(by: 0.5)
            #expect(try await write() == 200)
            let refused = try await shop.post("/v1/products", [("name", "A")])
            #expect(refused.status == 429)
            #expect(refused.code == "rate_limit")
            #expect(refused.header("Retry-After") == "1")
            #expect(try await shop.get("/v1/products")["data"].array?.count == 2)
            shop.clock.advance(by: 0.5)
            #expect(try await write() == 200)
            #expect(try await write() == 429)
            _ = try await shop.control("/faults", "{\"api_writes_per_second\":0}")
            #expect(try await write() == 200)
        }
    }

    @Test func `lists that lag show what is written only later, and an object's own address at once`() async throws {
        try await Shop.open { shop in
            func names() async throws -> [String?]? {
                try await shop.get("/v1/products", [("active", "true")])["data"].array?.map(\.["name"].string)
            }
            _ = try await shop.post("/v1/products", [("id", "a"), ("name", "A")])
            _ = try await shop.control("/faults", "{\"list_lag_milliseconds\":1500}")
            #expect(try await names() == ["A"])
            _ = try await shop.post("/v1/products", [("id", "b"), ("name", "B")])
            _ = try await shop.post("/v1/products/a", [("name", "A2")])
            #expect(try await shop.get("/v1/products/b")["name"] == "B")
            #expect(try await shop.get("/v1/products/a")["name"] == "A2")
            #expect(try await names() == ["A"])
            shop.clock.advance(by: 1)
            _ = try await shop.post("/v1/products/a", [("name", "A3")])
            #expect(try await names() == ["A"])
            shop.clock.advance(by: 0.5)
            #expect(try await names() == ["B", "A2"])
            shop.clock.advance(by: 1)
            #expect(try await names() == ["B", "A3"])
            _ = try await shop.post("/v1/products/b", [("active", "false")])
            _ = try await shop.delete("/v1/products/a")
            #expect(try await names() == ["B", "A3"])
            #expect(try await shop.get("/v1/products/a").status == 404)
            shop.clock.advance(by: 1.5)
            #expect(try await names() == [])
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct SandboxRequestLogTests {
    @Test func `reads, writes and refused writes are counted until the log is emptied`() async throws {
        try await Shop.open { shop in
            _ = try await shop.get("/v1/products", [("limit", "1")])
            _ = try await shop.post("/v1/products", [("name", "A")])
            shop.clock.advance(by: 1)
            _ = try await shop.post("/v1/products", [])
            _ = try await shop.delete("/v1/products/none")
            let shown = try await shop.send(.get, "/sandbox/requests")
            let stripe = shown["stripe"]
            #expect(stripe["reads"] == 1)
            #expect(stripe["writes"] == 3)
            #expect(stripe["refused_writes"] == 2)
            let at = Int64(shop.clock.seconds) * 1000
            #expect(
                stripe["log"].array == [
                    ["method": "GET", "path": "/v1/products", "status": 200, "at": .int(at - 1000)],
                    ["method": "POST", "path": "/v1/products", "status": 200, "at": .int(at - 1000)],
                    ["method": "POST", "path": "/v1/products", "status": 400, "at": .int(at)],
                    ["method": "DELETE", "path": "/v1/products/none", "status": 404, "at": .int(at)],
                ])
            let nothing: JSONValue = ["reads": 0, "writes": 0, "refused_writes": 0, "log": []]
            #expect(shown["paddle"] == nothing)
            #expect(try await shop.control("/requests/reset")["stripe"] == nothing)
        }
    }

    @Test func `only the last ten thousand requests are kept one by one`() throws {
        let log = SandboxRequestLog()
        for at in 0..<25_000 {
            log.record(.init(method: "GET", path: "/", isWrite: false, status: 200, at: Int64(at)), of: .paddle)
        }
        let paddle = log.json["paddle"]
        #expect(paddle["reads"] == 25_000)
        #expect(paddle["log"].array?.count == 10_000)
        #expect(paddle["log"].array?.first?["at"] == 15_000)
        #expect(paddle["log"].array?.last?["at"] == 24_999)
    }
}

import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeAPITests {
    @Test(arguments: [
        ([], "You did not provide an API key"), ([("Authorization", "Bearer sk_test_other")], "Invalid API Key"),
        ([("Authorization", "Bearer pk_test_1")], "publishable"), ([("Authorization", "Bearer sk_live_1")], "sandbox"),
        ([("Authorization", "Bearer rk_live_1")], "sandbox"), ([("Authorization", "nonsense")], "You did not provide"),
    ])
    func `a request without the right key is refused`(_ headers: [(String, String)], _ words: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(.get, "/v1/products", headers: headers)
            #expect(answer.status == 401)
            #expect(answer.error["type"] == "invalid_request_error")
            #expect(answer.error["message"].string?.contains(words) == true)
            #expect(answer.header("Request-Id")?.hasPrefix("req_") == true)
        }
    }

    @Test func `the key may also come as the user name of Basic authorization`() async throws {
        try await Shop.open { shop in
            // sk_test_shop:
            let answer = try await shop.send(
                .get, "/v1/products", headers: [("Authorization", "Basic c2tfdGVzdF9zaG9wOg==")])
            #expect(answer.status == 200)
            #expect(answer.header("Stripe-Version") == "2026-10-28.endive")
        }
    }

    @Test(arguments: ["/v1/nothing", "/v2/products", "/", "/v1/products/a/b/c"])
    func `an unknown address has Stripe's own answer`(_ path: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.get(path)
            #expect(answer.status == 404)
            #expect(answer.error["message"].string?.hasPrefix("Unrecognized request URL (GET: \(path))") == true)
        }
    }

    @Test(arguments: [
        ("name=A&nonsense=1", "parameter_unknown", "nonsense"), ("", "parameter_missing", "name"),
        ("name=", "parameter_missing", "name"), ("name=A&active=perhaps", "parameter_invalid_boolean", "active"),
        ("name=A&unit_label=", nil, nil),
        (
            "name=A&default_price_data[currency]=usd&default_price_data[unit_amount]=x", "parameter_invalid_integer",
            "default_price_data[unit_amount]"
        ),
        (
            "name=A&default_price_data[currency]=usd&default_price_data[unit_amount]=-1", "parameter_invalid_integer",
            "default_price_data[unit_amount]"
        ),
        ("name=A&default_price_data[unit_amount]=1", "parameter_missing", "default_price_data[currency]"),
        ("name=A&url=javascript:1", "url_invalid", "url"), ("name[a]=A", "parameter_invalid_string", "name"),
        ("name=A&images=x", nil, "images"),
    ])
    func `each kind of wrong parameter has its own code`(_ body: String, _ code: String?, _ parameter: String?)
        async throws
    {
        try await Shop.open { shop in
            let answer = try await shop.send(.post, "/v1/products", raw: body)
            #expect(answer.status == (code == nil && parameter == nil ? 200 : 400))
            #expect(answer.code == code)
            #expect(answer.error["param"].string == parameter)
        }
    }

    @Test(arguments: ["name[=A", "name=%", "name=%ff", "name=A&name[b]=c"])
    func `a malformed form is refused in Stripe's shape`(_ body: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.send(.post, "/v1/products", raw: body)
            #expect(answer.status == 400)
            #expect(answer.error["type"] == "invalid_request_error")
        }
    }

    @Test func `JSON bodies and huge bodies are refused in Stripe's shape`() async throws {
        try await Shop.open { shop in
            let headers = [("Authorization", "Bearer \(Shop.key)"), ("Content-Type", "application/json")]
            let json = try await shop.send(.post, "/v1/products", raw: "{}", headers: headers)
            #expect(json.status == 400)
            let huge = try await shop.send(.post, "/v1/products", raw: "name=" + String(repeating: "a", count: 1 << 21))
            #expect(huge.status == 413)
            #expect(huge.error["type"] == "invalid_request_error")
        }
    }

    @Test func `what Stripe has and the sandbox has not is refused by name`() async throws {
        try await Shop.open { shop in
            let answer = try await shop.makeSession([("discounts[0][coupon]", "LAUNCH")])
            #expect(answer.status == 400)
            #expect(answer.error["param"] == "discounts")
            #expect(answer.error["message"].string?.contains("does not emulate") == true)
            let harmless = try await shop.makeSession([("automatic_tax[enabled]", "false")])
            #expect(harmless.status == 200)
        }
    }

    @Test func `pages of other sites and other names of this machine get nothing`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            let url = session["url"].string ?? ""
            let foreign = try await shop.send(
                .post, url, form: [("outcome", "pay")], headers: [("Origin", "https://evil.example")])
            #expect(foreign.status == 403)
            let rebound = try await shop.send(.get, "/sandbox/faults", headers: [("Host", "evil.example")])
            #expect(rebound.status == 403)
            let port = shop.base.split(separator: ":").last ?? ""
            let disguised = try await shop.send(
                .get, "/sandbox/faults", headers: [("Host", "localhost.evil.example:\(port)")])
            #expect(disguised.status == 403)
            #expect(try await shop.session(session.id)["status"] == "open")
        }
    }

    @Test func `lists are paged from the newest, both ways`() async throws {
        try await Shop.open { shop in
            for name in ["1", "2", "3", "4", "5"] {
                _ = try await shop.post("/v1/products", [("name", name), ("id", "prod_" + name)])
            }
            func names(_ answer: Answer) -> [String?] { (answer["data"].array ?? []).map(\.["name"].string) }
            let first = try await shop.get("/v1/products", [("limit", "2")])
            #expect(names(first) == ["5", "4"])
            #expect(first["has_more"] == true)
            let last = try await shop.get("/v1/products", [("limit", "3"), ("starting_after", "prod_4")])
            #expect(names(last) == ["3", "2", "1"])
            #expect(last["has_more"] == false)
            let back = try await shop.get("/v1/products", [("limit", "2"), ("ending_before", "prod_2")])
            #expect(names(back) == ["4", "3"])
            #expect(back["has_more"] == true)
            #expect(try await shop.get("/v1/products", [("limit", "101")]).code == "parameter_invalid_integer")
            #expect(try await shop.get("/v1/products", [("starting_after", "prod_9")]).code == "resource_missing")
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct StripeIdempotencyTests {
    @Test func `the same key and parameters give the first answer again`() async throws {
        try await Shop.open { shop in
            let first = try await shop.post("/v1/products", [("name", "A")], key: "k")
            let second = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(first.header("Idempotent-Replayed") == nil)
            #expect(second.header("Idempotent-Replayed") == "true")
            #expect(second.text == first.text)
            #expect(try await shop.get("/v1/products")["data"].array?.count == 1)
        }
    }

    @Test func `the same key with other parameters is refused`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/products", [("name", "A")], key: "k")
            let other = try await shop.post("/v1/products", [("name", "B")], key: "k")
            #expect(other.status == 400)
            #expect(other.error["type"] == "idempotency_error")
            let elsewhere = try await shop.post("/v1/customers", [("name", "A")], key: "k")
            #expect(elsewhere.error["type"] == "idempotency_error")
        }
    }

    @Test func `a request that was wrong in itself leaves its key unused`() async throws {
        try await Shop.open { shop in
            let wrong = try await shop.post("/v1/products", [], key: "k")
            #expect(wrong.status == 400)
            #expect(try await shop.post("/v1/products", [("name", "A")], key: "k").status == 200)
        }
    }

    @Test func `a refusal by the account's state is kept and undoes what it began`() async throws {
        try await Shop.open { shop in
            let form = [("product_data[name]", "P"), ("currency", "usd"), ("unit_amount", "100"), ("lookup_key", "l")]
            #expect(try await shop.post("/v1/prices", form, key: "1").status == 200)
            let refused = try await shop.post("/v1/prices", form, key: "2")
            #expect(refused.status == 400)
            let again = try await shop.post("/v1/prices", form, key: "2")
            #expect(again.header("Idempotent-Replayed") == "true")
            #expect(again.text == refused.text)
            #expect(try await shop.get("/v1/products")["data"].array?.count == 1)
        }
    }

    @Test func `a day later a key may be used again`() async throws {
        try await Shop.open { shop in
            _ = try await shop.post("/v1/products", [("name", "A")], key: "k")
            shop.clock.advance(by: 86_401)
            #expect(try await shop.post("/v1/products", [("name", "B")], key: "k")["name"] == "B")
        }
    }

    @Test func `requests with one key at once make one object`() async throws {
        try await Shop.open { shop in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 { group.addTask { try await shop.post("/v1/products", [("name", "A")], key: "k") } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 || $0.status == 409 })
            #expect(answers.contains { $0.status == 200 })
            #expect(answers.filter { $0.status == 409 }.allSatisfy { $0.code == "idempotency_key_in_use" })
            #expect(try await shop.get("/v1/products")["data"].array?.count == 1)
        }
    }

    @Test func `a key is taken by one request until it is given back`() {
        let gate = IdempotencyGate()
        #expect(gate.enter("k"))
        #expect(!gate.enter("k"))
        #expect(gate.enter("other"))
        gate.leave("k")
        #expect(gate.enter("k"))
    }
}

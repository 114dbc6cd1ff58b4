import NIOHTTP1
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct PaddleAPITests {
    @Test func `without a key for it the sandbox has no Paddle`() async throws {
        try await Shop.open { shop in
            let answer = try await shop.get("/paddle/products")
            #expect(answer.status == 404)
            #expect(answer.error["message"].string?.contains("Unrecognized request URL") == true)
        }
    }

    @Test func `Stripe is still there beside Paddle`() async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.send(
                .GET, shop.sandbox + "/v1/products", authorization: "Bearer \(Shop.key)")
            #expect(answer.status == 200)
            #expect(answer["object"] == "list")
        }
    }

    @Test(arguments: [
        (nil, "authentication_missing"), ("Basic abc", "authentication_malformed"),
        (PaddleShop.key, "authentication_malformed"), ("Bearer pdl_sdbx_apikey_other", "invalid_token"),
        ("Bearer \(Shop.key)", "invalid_token"), ("Bearer pdl_live_apikey_1", "invalid_token"),
    ])
    func `a request without the right key is refused`(_ authorization: String?, _ code: String) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.send(.GET, "/products", authorization: authorization)
            #expect(answer.status == 403)
            #expect(answer.code == code)
            #expect(answer.error["type"] == "request_error")
            #expect(answer["meta"]["request_id"].string == answer.header("Request-Id"))
        }
    }

    @Test func `a key that may only read is refused every write`() async throws {
        try await PaddleShop.open { shop in
            let reader = "Bearer \(PaddleShop.readOnlyKey)"
            let product = try await shop.makeProduct()
            let writes: [(HTTPMethod, String)] = [
                (.POST, "/products"), (.PATCH, "/products/\(product)"), (.POST, "/prices"), (.POST, "/discounts"),
            ]
            for (method, path) in writes {
                let refused = try await shop.send(method, path, ["name": "Other"], authorization: reader)
                #expect(refused.status == 403)
                #expect(refused.code == "forbidden")
            }
            let read = try await shop.send(.GET, "/products/\(product)", authorization: reader)
            #expect(read.entity["name"] == "Pro")
        }
    }

    @Test(arguments: [
        (HTTPMethod.GET, "/customers"), (.DELETE, "/products/pro_1"), (.PUT, "/products/pro_1"), (.GET, ""),
        (.GET, "/products/pro_1/prices"), (.PATCH, "/products"),
    ])
    func `an address that Paddle does not have, or the sandbox does not play, is not found`(
        _ method: HTTPMethod, _ path: String
    ) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.send(method, path)
            #expect(answer.status == 404)
            #expect(answer.code == "not_found")
        }
    }

    @Test(arguments: [
        ("{", "application/json", "1"), ("{\"custom_data\":{\"n\":1e999}}", "application/json", "1"),
        (String(repeating: "[", count: 100_000), "application/json", "1"),
        ("", "application/json", "1"), ("{}", "text/plain", "1"),
        ("{}", "application/json", "2"),
    ])
    func `a body that cannot be read is a bad request`(
        _ body: String, _ type: String, _ version: String
    ) async throws {
        try await PaddleShop.open { shop in
            let answer = try await shop.send(.POST, "/products", raw: body, type: type, version: version)
            #expect(answer.status == 400)
            #expect(answer.code == "bad_request")
            #expect(answer.wrongFields.isEmpty)
        }
    }

    @Test func `the same request twice makes two entities`() async throws {
        try await PaddleShop.open { shop in
            let first = try await shop.makeProduct()
            let second = try await shop.makeProduct()
            #expect(first != second)
            #expect(try await shop.get("/products").ids.count == 2)
        }
    }

    @Test func `identifiers are shaped like Paddle's and sort as they were made`() async throws {
        try await PaddleShop.open { shop in
            var made: [String] = []
            for step in 0..<5 {
                made.append(try await shop.makeProduct())
                if step > 2 { shop.clock.advance(by: 1) }
            }
            #expect(made == made.sorted())
            #expect(made.allSatisfy { $0.wholeMatch(of: /pro_[a-z\d]{26}/) != nil })
        }
    }
}

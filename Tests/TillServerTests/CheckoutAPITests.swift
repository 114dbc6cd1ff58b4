import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

@testable import TillServer

@Suite(.timeLimit(.minutes(15))) struct CheckoutAPITests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let body: String
        let status: Int
        let code: String
        let field: String?
        var testDescription: String { body.count > 80 ? String(body.prefix(80)) : body }

        init(_ body: String, _ status: Int, _ code: String, _ field: String? = nil) {
            self.body = body
            self.status = status
            self.code = code
            self.field = field
        }
    }

    static let wrong: [Wrong] = [
        Wrong("", 400, "invalid_request"), Wrong("[]", 400, "invalid_request"), Wrong("{", 400, "invalid_request"),
        Wrong("{}", 400, "invalid_request", "items"),
        Wrong(#"{"items":[]}"#, 422, "empty_cart", "items"),
        Wrong(#"{"items":[{}]}"#, 400, "invalid_request", "items[0].product"),
        Wrong(#"{"items":[{"product":1}]}"#, 400, "invalid_request", "items[0].product"),
        Wrong(#"{"items":[{"product":"job_posting","quantity":"2"}]}"#, 400, "invalid_request", "items[0].quantity"),
        Wrong(#"{"items":[{"product":"job_posting","quantity":1.5}]}"#, 400, "invalid_request", "items[0].quantity"),
        Wrong(#"{"items":[{"product":"job_posting","quantity":0}]}"#, 422, "invalid_quantity", "items[0].quantity"),
        Wrong(#"{"items":[{"product":"job_posting","quantity":-1}]}"#, 422, "invalid_quantity", "items[0].quantity"),
        Wrong(#"{"items":[{"product":"job_posting","amount":1}]}"#, 400, "invalid_request", "items[0].amount"),
        Wrong(#"{"items":[{"product":"job_posting"}],"price":1}"#, 400, "invalid_request", "price"),
        Wrong(#"{"items":[{"product":"nothing"}]}"#, 422, "unknown_product", "items[0].product"),
        Wrong(#"{"items":[{"product":"job_posting/none"}]}"#, 422, "unknown_product", "items[0].product"),
        Wrong(#"{"items":[{"product":"job_posting/default/x"}]}"#, 422, "unknown_product", "items[0].product"),
        Wrong(#"{"items":[{"product":"gone"}]}"#, 422, "not_for_sale", "items[0].product"),
        Wrong(#"{"items":[{"product":"job_posting"}],"currency":"XYZ"}"#, 422, "currency_not_offered", "currency"),
        Wrong(#"{"items":[{"product":"job_posting"}],"currency":"JPY"}"#, 422, "currency_not_offered", "currency"),
        Wrong(
            #"{"items":[{"product":"job_posting"},{"product":"email_blast"}],"currency":"EUR"}"#, 422,
            "currency_not_offered", "currency"),
        Wrong(
            #"{"items":[{"product":"pro/trial"},{"product":"job_posting"}]}"#, 422, "mixed_subscription", "items"),
        Wrong(
            #"{"items":[{"product":"pro/monthly"},{"product":"pro/trial"}]}"#, 422, "mixed_subscription", "items"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"customer":{"id":"a\u0000b"}}"#, 422, "invalid_customer",
            "customer.id"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"metadata":{"till_order":"ord_1"}}"#, 422, "invalid_metadata",
            "metadata"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"metadata":{"Till_Tenant":"x"}}"#, 422, "invalid_metadata",
            "metadata"),
        Wrong(#"{"items":[{"product":"job_posting"}],"metadata":{"":"x"}}"#, 422, "invalid_metadata", "metadata"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"customer":{"email":"nobody"}}"#, 422, "invalid_customer",
            "customer.email"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"customer":{"email":"a@b\nBcc: c@d"}}"#, 422, "invalid_customer",
            "customer.email"),
        Wrong(
            #"{"items":[{"product":"job_posting"}],"customer":{"card":"4242"}}"#, 400, "invalid_request",
            "customer.card"),
    ]

    @Test func `a wrong checkout is told what is wrong and where, and makes no order`() async throws {
        try await TestShop.run { shop in
            for wrong in Self.wrong {
                let answer = try await shop.checkOut(wrong.body)
                #expect(answer.status == wrong.status, "\(wrong.testDescription)")
                #expect(answer["error.code"] == wrong.code, "\(wrong.testDescription)")
                #expect(answer["error.details.field"] == wrong.field, "\(wrong.testDescription)")
                #expect(answer["error.message"]?.isEmpty == false)
                #expect(answer["error.requestId"] == answer.headers.first(name: "X-Request-Id"))
            }
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 0)
        }
    }

    @Test(arguments: [
        "https://evil.example/", "http://localhost:1/", "//evil.example", "/relative", "javascript:alert(1)",
        "https://app.example@evil.example/", "https://app.example.evil.example/", "https://app.example\\@evil.example",
        "https://APP.example:8443/", "",
    ])
    func `buyers are sent back only to origins that are allowed`(_ url: String) {
        let addresses = ReturnAddresses(ownOrigin: "http://localhost:8080", allowedOrigins: ["https://app.example"])
        #expect(throws: CheckoutError.self) {
            try addresses.pages(
                for: CheckoutRequest(items: [], successURL: url), order: Order.ID(bits: (0, 1)), signature: "s")
        }
        #expect(throws: CheckoutError.self) {
            try addresses.pages(
                for: CheckoutRequest(items: [], cancelURL: url), order: Order.ID(bits: (0, 1)), signature: "s")
        }
    }

    @Test func `an allowed return address is used as it is`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.checkOut(
                #"{"items":[{"product":"job_posting"}],"successUrl":"https://app.example/thanks?s={CHECKOUT_SESSION_ID}"}"#
            )
            // A brace is no character of an address that browsers and servers must agree on; Stripe's own is let through.
            #expect(answer.status == 201)
            let paid = try await shop.pay(try #require(answer["url"]))
            #expect(
                paid.headers.first(name: "Location")?.hasPrefix("https://app.example/thanks?s=cs_test_") == true)
            let refused = try await shop.checkOut(
                #"{"items":[{"product":"job_posting"}],"successUrl":"https://evil.example/"}"#)
            #expect(refused["error.code"] == "return_url_refused")
        }
    }

    @Test func `every code that is thrown is in the list, once`() {
        #expect(ErrorCode.all.map(\.name).count == ErrorName.allCases.count)
        #expect(Set(ErrorCode.all.map(\.name)) == Set(ErrorName.allCases))
        let thrown: [CheckoutError.Code] = [
            .emptyCart, .tooManyItems, .unknownProduct, .notForSale, .invalidQuantity, .currencyNotOffered,
            .mixedSubscription, .amountTooLarge, .invalidMetadata, .invalidCustomer, .returnURLRefused, .priceNotSynced,
            .weakIdempotencyKey, .idempotencyKeyReused, .checkoutInProgress, .providerUnavailable, .providerRefused,
            .priceMismatch, .priceNotConfirmed,
        ]
        for code in thrown { #expect(ErrorName(rawValue: code.description) != nil, "\(code)") }
    }

    @Test func `a key is answered as before, and says so`() async throws {
        try await TestShop.run { shop in
            let key = "0123456789abcdef0123456789"
            let first = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#, key: key)
            _ = try await shop.pay(try #require(first["url"]))
            _ = try await shop.settled(try #require(first["id"].flatMap(Order.ID.init(rawValue:))))
            let again = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#, key: key)
            #expect(again.status == 201)
            #expect(again["id"] == first["id"])
            #expect(again["status"] == "paid")
            #expect(first.headers.first(name: "Idempotency-Replayed") == nil)
            #expect(again.headers.first(name: "Idempotency-Replayed") == "true")
        }
    }

    @Test func `a weak idempotency key is refused`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#, key: "order-1")
            #expect(answer.status == 400)
            #expect(answer["error.code"] == "weak_idempotency_key")
        }
    }

    @Test func `a form from another site is refused, and so is another kind of body`() async throws {
        try await TestShop.run { shop in
            let form = "application/x-www-form-urlencoded"
            let foreign = try await shop.ask(
                .POST, "/api/checkout", headers: [("Content-Type", form), ("Origin", "https://evil.example")],
                body: "item=job_posting")
            #expect(foreign.status == 400)
            for (site, status) in [("same-origin", 303), ("none", 303), ("cross-site", 400), ("same-site", 400)] {
                let answer = try await shop.ask(
                    .POST, "/api/checkout",
                    headers: [("Content-Type", form), ("Origin", "null"), ("Sec-Fetch-Site", site)],
                    body: "item=job_posting")
                #expect(answer.status == status, "\(site)")
            }
            let opaque = try await shop.ask(
                .POST, "/api/checkout", headers: [("Content-Type", form), ("Origin", "null")], body: "item=job_posting")
            #expect(opaque.status == 400)
            let page = try await shop.ask(
                .POST, "/api/checkout", headers: [("Content-Type", form), ("Accept", "text/html")], body: "item=nothing"
            )
            #expect(page.status == 422)
            #expect(
                page.body.contains("There is no product &#39;nothing&#39;")
                    || page.body.contains("There is no product 'nothing'"))
            for body in ["item=%zz", "item=%", "unknown=1", "item=job_posting&quantity=x"] {
                let answer = try await shop.ask(
                    .POST, "/api/checkout", headers: [("Content-Type", form)], body: body)
                #expect(answer.status == 400, "\(body)")
            }
            let text = try await shop.ask(
                .POST, "/api/checkout", headers: [("Content-Type", "text/plain")], body: "item=job_posting")
            #expect(text.status == 415)
            let none = try await shop.ask(.POST, "/api/checkout", body: #"{"items":[{"product":"job_posting"}]}"#)
            #expect(none.status == 415)
            let large = try await shop.checkOut(String(repeating: " ", count: 65 * 1024))
            #expect(large.status == 413)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 2)
        }
    }

    @Test func `an address that begins too many checkouts has to wait`() async throws {
        var options = TestShop.Options()
        options.checkoutsPerMinute = 3
        try await TestShop.run(options) { shop in
            for _ in 0..<3 { _ = try await shop.begin() }
            let refused = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
            #expect(refused.status == 429)
            #expect(refused["error.code"] == "rate_limited")
            #expect(refused.headers.first(name: "Retry-After") == "20")
            shop.clock.advance(by: 20)
            _ = try await shop.begin()
        }
    }

    @Test func `a provider that is away is told as such, and the same key goes on when it is back`() async throws {
        try await TestShop.run { shop in
            let key = "0123456789abcdef0123456789"
            let body = #"{"items":[{"product":"job_posting"}]}"#
            let fault = try await shop.ask(
                .POST, "\(shop.sandboxURL)/sandbox/faults", headers: [("Content-Type", "application/json")],
                body: #"{"api_rate_limit_next":3}"#)
            #expect(fault.status == 200)
            let away = try await shop.checkOut(body, key: key)
            #expect(away.status == 503)
            #expect(away["error.code"] == "provider_unavailable")
            #expect(away["error.retryable"] == "true")
            let back = try await shop.checkOut(body, key: key)
            #expect(back.status == 201)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 1)
        }
    }

    @Test func `the status shows no more than status and total, and only to who knows the id`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let status = try await shop.ask(.GET, "/api/checkout/\(order)")
            #expect(
                status.body
                    == #"{"id":"\#(order)","status":"pending","total":{"amount":9900,"currency":"USD","formatted":"$99.00"}}"#
            )
            for id in ["ord_1", "x", "ord_", "..", Order.ID(bits: (1, 1)).rawValue, "ord_%00"] {
                #expect(try await shop.ask(.GET, "/api/checkout/\(id)").status == 404)
            }
        }
    }

    @Test func `an order is shown to its signed link and to the operator, and to nobody else`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
            let order = try #require(answer["id"])
            let link = try #require(answer["orderUrl"])
            let key = try #require(link.split(separator: "=").last)
            let other = try await shop.begin().order
            let operatorKey = [("Authorization", "Bearer \(TestShop.apiKey)")]
            #expect(try await shop.ask(.GET, "/api/orders/\(order)?key=\(key)")["id"] == order)
            #expect(try await shop.ask(.GET, "/api/orders/\(order)", headers: operatorKey)["id"] == order)
            #expect(try await shop.ask(.GET, link).status == 200)
            #expect(try await shop.ask(.GET, "/api/orders", headers: operatorKey)["orders.0.id"] != nil)
            let refused: [(String, [(String, String)])] = [
                ("/api/orders", []), ("/api/orders/\(order)", []), ("/api/orders/\(order)?key=", []),
                ("/api/orders/\(order)?key=\(key)x", []), ("/api/orders/\(other)?key=\(key)", []),
                ("/orders/\(other)?key=\(key)", []), ("/orders/\(order)", []),
                ("/api/orders/\(order)", [("Authorization", "Bearer ")]),
                ("/api/orders", [("Authorization", "Bearer \(TestShop.apiKey)x")]),
                ("/api/orders", [("Authorization", "Basic \(TestShop.apiKey)")]),
            ]
            for (path, headers) in refused {
                #expect(try await shop.ask(.GET, path, headers: headers).status == 404, "\(path)")
            }
        }
    }

    @Test(arguments: ["status=none", "limit=0", "limit=x", "limit=100000"])
    func `a list that cannot be made is told why`(_ query: String) async throws {
        try await TestShop.run { shop in
            let answer = try await shop.ask(
                .GET, "/api/orders?\(query)", headers: [("Authorization", "Bearer \(TestShop.apiKey)")])
            #expect(answer.status == 400)
            #expect(answer["error.details.field"] == query.split(separator: "=").first.map(String.init))
        }
    }

    @Test func `products are listed without what is switched off`() async throws {
        try await TestShop.run { shop in
            let list = try await shop.ask(.GET, "/api/products")
            #expect(list["products.0.prices.0.amounts.0.formatted"] == "$99.00")
            #expect(list["products.2.prices.0.product"] == "pro/monthly")
            #expect(list["products.3.key"] == nil)
            #expect(try await shop.ask(.GET, "/api/products/email_blast")["name"] == "E-mail blast")
            #expect(try await shop.ask(.GET, "/api/products/gone").status == 404)
            #expect(try await shop.ask(.GET, "/api/products/none").status == 404)
        }
    }

    @Test func `health is told to people and to machines`() async throws {
        try await TestShop.run { shop in
            #expect(try await shop.ask(.GET, "/livez").status == 200)
            #expect(try await shop.ask(.GET, "/readyz")["ready"] == "true")
            let health = try await shop.ask(.GET, "/health")
            #expect(health["status"] == "ok")
            #expect(health["inbox.unfinished"] == "0")
            #expect(health["mode"] == "dev")
        }
    }

    @Test(arguments: ["/nothing", "/api/nothing", "/admin", "/api/refunds", "/../etc/passwd"])
    func `what is not there says so in the one shape of errors`(_ path: String) async throws {
        try await TestShop.run { shop in
            let answer = try await shop.ask(.GET, path)
            #expect(answer.status == 404)
            #expect(answer["error.code"] == "not_found")
            let page = try await shop.ask(.GET, "/nothing", headers: [("Accept", "text/html")])
            #expect(page.body.contains("<h1>Not found</h1>"))
        }
    }
}

import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore

/// Refunds and ends of subscriptions over HTTP, with a key that makes repeating them harmless.
@Suite(.timeLimit(.minutes(15))) struct RefundAPITests {
    private static let operatorKey = ("Authorization", "Bearer \(TestShop.apiKey)")

    private func post(
        _ shop: TestShop, _ path: String, _ body: String, key: String? = "a-key-of-the-caller"
    ) async throws -> TestShop.Answer {
        var headers = [Self.operatorKey, ("Content-Type", "application/json")]
        if let key { headers.append(("Idempotency-Key", key)) }
        return try await shop.ask(.POST, path, headers: headers, body: body)
    }

    @Test(arguments: ["/api/refunds", "/api/refund"])
    func `a refund is made once for each key`(_ path: String) async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            let body = #"{"order":"\#(order)","amount":500,"currency":"USD","reason":"late"}"#
            let first = try await post(shop, path, body)
            #expect(first.status == 201, "\(first.body)")
            #expect(first["status"] == "succeeded")
            #expect(first["total.amount"] == "500")
            #expect(first["reason"] == "late")
            let again = try await post(shop, path, body)
            #expect(again.status == 201)
            #expect(again.headers.first(name: "Idempotency-Replayed") == "true")
            #expect(again["id"] == first["id"])
            #expect(try await shop.refundsAtProvider(of: payment) == [500])
            let other = try await post(shop, path, body.replacing("500", with: "501"))
            #expect(other.status == 422)
            #expect(other["error.code"] == "idempotency_key_reused")
            let more = try await post(shop, path, body, key: "another-key")
            #expect(more.status == 201)
            #expect(more["id"] != first["id"])
        }
    }

    @Test func `what cannot be given back is told with its field, and takes no key`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.paidOrder()
            let over = try await post(
                shop, "/api/refunds", #"{"order":"\#(order)","amount":9901,"currency":"USD","reason":"late"}"#)
            #expect(over.status == 422)
            #expect(over["error.code"] == "refund_exceeds_payment")
            #expect(over["error.details.field"] == "amount")
            let right = try await post(shop, "/api/refunds", #"{"order":"\#(order)","reason":"late"}"#)
            #expect(right.status == 201)
            let none = try await post(shop, "/api/refunds", #"{"order":"\#(order)","reason":"x"}"#, key: nil)
            #expect(none.status == 400)
            #expect(none["error.code"] == "idempotency_key_required")
            let half = try await post(
                shop, "/api/refunds", #"{"order":"\#(order)","amount":1,"reason":"x"}"#, key: "k2")
            #expect(half.status == 400)
            let missing = try await post(
                shop, "/api/refunds", #"{"order":"ord_00000000000000000000000000","reason":"x"}"#, key: "k3")
            #expect(missing.status == 404)
        }
    }

    @Test func `a refund whose answer did not come is on its way, and the same key asks again`() async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_error_after_success_next":3,"drop_next":1000}"#)
            let body = #"{"order":"\#(order)","reason":"late"}"#
            let lost = try await post(shop, "/api/refunds", body)
            #expect(lost.status == 202)
            #expect(lost["operation"] == "unknown")
            let again = try await post(shop, "/api/refunds", body)
            #expect(again.status == 201)
            #expect(again["id"] == lost["id"])
            #expect(try await shop.refundsAtProvider(of: payment) == [9_900])
        }
    }

    @Test(arguments: [[], [("Authorization", "Bearer \(TestShop.apiKey)x")]])
    func `without the operator's key there is nothing here`(_ headers: [(String, String)]) async throws {
        try await TestShop.run { shop in
            let (order, payment) = try await shop.paidOrder()
            for path in ["/api/refunds", "/api/subscriptions/sub_1/cancel"] {
                let answer = try await shop.ask(
                    .POST, path, headers: headers + [("Idempotency-Key", "a-key")],
                    body: #"{"order":"\#(order)","reason":"late"}"#)
                #expect(answer.status == 404)
                #expect(answer["error.code"] == "not_found")
            }
            #expect(try await shop.refundsAtProvider(of: payment).isEmpty)
        }
    }

    @Test func `a subscription is ended once for each key`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.paidOrder("pro/monthly")
            let subscription = try await shop.until {
                try SubscriptionTable($0).list(order: order, tenant: "default").first
            }
            let path = "/api/subscriptions/\(subscription.id)/cancel"
            let first = try await post(shop, path, "")
            #expect(first.status == 200, "\(first.body)")
            #expect(first["cancelsAtPeriodEnd"] == "true")
            let again = try await post(shop, path, #"{"atPeriodEnd":true}"#)
            #expect(again.status == 200)
            #expect(again.headers.first(name: "Idempotency-Replayed") == "true")
            let twice = try await post(shop, path, "", key: "another-key")
            #expect(twice.status == 409)
            #expect(twice["error.code"] == "not_cancelable")
            let now = try await post(shop, path, #"{"atPeriodEnd":false}"#, key: "a-third-key")
            #expect(now["status"] == "canceled")
        }
    }
}

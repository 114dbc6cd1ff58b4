import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Checkouts whose answer never came: asked for again in the same words, and never twice.
@Suite(.timeLimit(.minutes(15))) struct CheckoutOperationTests {
    private static let body = #"{"items":[{"product":"job_posting"}]}"#
    private static let key = "0123456789abcdef0123456789"

    private func sessions(_ shop: TestShop) async throws -> Int {
        let answer = try await shop.atProvider(.GET, "/v1/checkout/sessions?limit=100")
        return answer.body.matches(of: /"object":"checkout\.session"/).count
    }

    private func onlyOrder(_ shop: TestShop) async throws -> Order {
        let orders = try await shop.store.read {
            try OrderTable($0).list(tenant: "default", mode: .dev, status: nil, limit: 10)
        }
        #expect(orders.count == 1)
        return try #require(orders.first).order
    }

    @Test func `a page whose answer was lost is asked for again by itself, and is known from then on`() async throws {
        try await TestShop.run { shop in
            try await shop.fault(#"{"api_error_after_success_next":3}"#)
            let lost = try await shop.checkOut(Self.body)
            #expect(lost["error.code"] == "provider_unavailable")
            let order = try await onlyOrder(shop)
            let key = IdempotencyKey(checkoutOf: order.id)
            #expect(try await shop.operation(key)?.status == .unknown)
            #expect(try await shop.story(order.id)?.sessionID == nil)
            shop.clock.advance(by: 60)
            let open = try await shop.until(key, is: .open)
            #expect(try await shop.story(order.id)?.sessionID == open.result)
            #expect(try await sessions(shop) == 1)
        }
    }

    @Test func `a checkout that is repeated after the catalog changed asks for what it asked for first`() async throws {
        try await TestShop.run { shop in
            try await shop.fault(#"{"api_error_after_success_next":3}"#)
            #expect(try await shop.checkOut(Self.body, key: Self.key).status == 503)
            let product = try #require(TestShop.catalog.product("job_posting"))
            // The same product under another name: another body, were it made anew.
            shop.sell(
                Catalog(
                    products: [
                        Product(
                            key: product.key, name: "Another name", prices: product.prices)
                    ], defaultProvider: .stripe, providers: [.stripe], contentHash: "another"))
            let again = try await shop.checkOut(Self.body, key: Self.key)
            #expect(again.status == 201, "\(again.body)")
            #expect(try await sessions(shop) == 1)
            #expect(again["id"] == (try await onlyOrder(shop)).id.rawValue)
            let page = try #require(again["url"])
            #expect(try await shop.pay(page).status == 303)
            _ = try await shop.settled(try await onlyOrder(shop).id)
        }
    }

    @Test func `a key that was repeated after the page was found by itself gets that page`() async throws {
        try await TestShop.run { shop in
            try await shop.fault(#"{"api_error_after_success_next":3}"#)
            #expect(try await shop.checkOut(Self.body, key: Self.key).status == 503)
            let order = try await onlyOrder(shop)
            shop.clock.advance(by: 60)
            try await shop.until(IdempotencyKey(checkoutOf: order.id), is: .open)
            let again = try await shop.checkOut(Self.body, key: Self.key)
            #expect(again.status == 201)
            #expect(again["id"] == order.id.rawValue)
            #expect(try await sessions(shop) == 1)
        }
    }

    @Test func `a page that nobody heard of for a day is given up with its order`() async throws {
        try await TestShop.run { shop in
            try await shop.fault(#"{"api_rate_limit_next":3}"#)
            #expect(try await shop.checkOut(Self.body).status == 503)
            let order = try await onlyOrder(shop)
            shop.clock.advance(by: 90_000)
            let given = try await shop.until(IdempotencyKey(checkoutOf: order.id), is: .failed)
            #expect(given.error != nil)
            #expect(try await shop.story(order.id)?.order.status == .canceled)
            #expect(try await sessions(shop) == 0)
        }
    }

    @Test func `a checkout that a crash left behind is finished by the next server`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let key = IdempotencyKey(checkoutOf: order)
            let until = shop.clock.now().addingTimeInterval(150).timeIntervalSince1970 * 1_000
            let session = try #require(try await shop.story(order)?.sessionID)
            try await shop.store.write { connection in
                try connection.execute(
                    "UPDATE operation SET status = 'planned', token = 'lost', next_at = $2 WHERE id = $1", key.rawValue,
                    Int64(until))
                try connection.execute("UPDATE orders SET session_id = NULL, session_url = NULL")
                try connection.execute("DELETE FROM remote_object")
            }
            try await shop.restarted { try await shop.until(key, is: .open) }
            #expect(try await shop.story(order)?.sessionID == session)
            #expect(try await sessions(shop) == 1)
        }
    }
}

import NIOHTTP1
import Testing
import TillModel
import TillStore

@testable import TillServer

/// Prices that the provider is not known to have as the catalog does.
@Suite(.timeLimit(.minutes(15))) struct RefusedPriceTests {
    private static let cart = #"{"items":[{"product":"pro/monthly"}]}"#

    /// Whether lists say that a price can be bought.
    private static func canBuy(_ key: String, _ price: Int, in shop: TestShop) async throws -> String? {
        try await shop.ask(.GET, "/api/products/\(key)")["prices.\(price).canBuy"]
    }

    @Test(arguments: [
        (SellingRefusal.changed, "price_not_synced"), (.missing, "price_not_confirmed"),
        (.retired, "price_not_confirmed"), (.unverified, "price_not_confirmed"),
        (.neverSynced, "price_not_confirmed"), (.otherMode(.live), "price_not_confirmed"),
        (.otherAccount, "price_not_confirmed"), (.unsupported("no tiers"), "price_not_confirmed"),
    ])
    func `a checkout of a refused price says why and what to do, and no order is made`(
        refusal: SellingRefusal, code: String
    ) async throws {
        try await TestShop.run { shop in
            shop.sell(TestShop.catalog, refused: ["pro/monthly": refusal])
            let answer = try await shop.checkOut(Self.cart)
            #expect(answer.status == 409)
            #expect(answer["error.code"] == code)
            #expect(answer["error.retryable"] == "false")
            #expect(answer["error.details.field"] == "items[0].product")
            #expect(
                answer["error.message"] == "'pro/monthly' is not sold now: \(refusal.words(at: .stripe, .dev)).")
            let orders = try await shop.store.read { try $0.rows("SELECT id FROM orders") }
            #expect(orders.isEmpty)
        }
    }

    @Test func `everything else is sold, and a price whose refusal is gone is sold again`() async throws {
        try await TestShop.run { shop in
            shop.sell(TestShop.catalog, refused: ["pro/monthly": .missing])
            #expect(try await shop.checkOut(#"{"items":[{"product":"pro/trial"}]}"#).status == 201)
            #expect(try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#).status == 201)
            // A product by its key means its first price.
            let first = try await shop.checkOut(#"{"items":[{"product":"pro"}]}"#)
            #expect(first["error.code"] == "price_not_confirmed")
            shop.sell(TestShop.catalog)
            #expect(try await shop.checkOut(Self.cart).status == 201)
        }
    }

    @Test func `lists show a refused price as one that cannot be bought, under a tag of its own`() async throws {
        try await TestShop.run { shop in
            let before = try await shop.ask(.GET, "/api/products")
            #expect(before.body.contains(#""canBuy":true"#) && !before.body.contains(#""canBuy":false"#))
            shop.sell(TestShop.catalog, refused: ["pro/monthly": .missing, "email_blast": .changed])
            #expect(try await Self.canBuy("pro", 0, in: shop) == "false")
            #expect(try await Self.canBuy("pro", 1, in: shop) == "true")
            #expect(try await Self.canBuy("email_blast", 0, in: shop) == "false")
            let tag = try #require(before.headers.first(name: "ETag"))
            #expect(try await shop.ask(.GET, "/api/products", headers: [("If-None-Match", tag)]).status == 200)
            shop.sell(TestShop.catalog)
            #expect(try await shop.ask(.GET, "/api/products", headers: [("If-None-Match", tag)]).status == 304)
        }
    }

    @Test func `the pricing page has no button for a refused price, and offers none as an extra`() async throws {
        try await TestShop.run { shop in
            let page = try await shop.ask(.GET, "/").body
            #expect(page.contains("Buy E-mail blast for"))
            #expect(page.contains(#"value="email_blast""#))
            shop.sell(TestShop.catalog, refused: ["email_blast": .unverified])
            let refused = try await shop.ask(.GET, "/").body
            #expect(refused.contains("E-mail blast"))
            #expect(!refused.contains("Buy E-mail blast for"))
            #expect(!refused.contains(#"type="checkbox" name="item" value="email_blast""#))
            #expect(refused.contains("Buy Job posting for"))
        }
    }
}

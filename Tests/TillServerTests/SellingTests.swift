import Foundation
import NIOHTTP1
import Testing
import TillModel

/// What a day and a kind of price mean at the till: the list, the page, the quote and the checkout say the same.
@Suite struct SellingTests {
    private static func usd(_ units: Int64) -> Money { Money(minorUnits: units, .usd) }

    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func shop(_ prices: [Price]) -> TestShop.Options {
        var options = TestShop.Options()
        options.catalog = Catalog(
            products: [Product(key: "thing", name: "Thing", prices: prices)], defaultProvider: .stripe,
            providers: [.stripe], contentHash: "hash")
        return options
    }

    @Test(arguments: [("2026-06-16", 1_000), ("2026-06-15", 1_200), ("2026-01-01", 1_200)])
    func `an amount that changes on a day is the same everywhere on that day`(effective: String, amount: Int64)
        async throws
    {
        let change = PriceChange(effective: try Self.day(effective), amounts: [Self.usd(1_200)])
        let price = Price(key: "default", amounts: [Self.usd(1_000)], changes: [change])
        try await TestShop.run(Self.shop([price])) { shop in
            let formatted = Self.usd(amount).formatted
            let list = try await shop.ask(.GET, "/api/products")
            #expect(list.body.contains("\"formatted\":\"\(formatted)\""))
            #expect(try await shop.ask(.GET, "/").body.contains("<strong>\(formatted)</strong>"))
            let quote = try await shop.ask(
                .POST, "/api/quote",
                headers: [("Content-Type", "application/json")], body: #"{"items":[{"product":"thing"}]}"#)
            #expect(quote["total.amount"] == "\(amount)")
            let order = try await shop.checkOut(#"{"items":[{"product":"thing"}]}"#)
            #expect(order["total.amount"] == "\(amount)")
        }
    }

    @Test func `a price that is not sold on the day is neither listed nor sold`() async throws {
        let price = Price(key: "default", amounts: [Self.usd(1_000)], availableFrom: try Self.day("2026-06-16"))
        try await TestShop.run(Self.shop([price])) { shop in
            #expect(!(try await shop.ask(.GET, "/api/products").body.contains("thing")))
            let answer = try await shop.checkOut(#"{"items":[{"product":"thing"}]}"#)
            #expect(answer.status == 422)
            #expect(answer["error.code"] == "price_not_available")
        }
    }

    @Test(arguments: [
        Price(key: "default", amounts: [usd(100)], scheme: .package(size: 10)),
        Price(key: "default", amounts: [usd(0)], scheme: .free),
        Price(key: "default", amounts: [usd(100)], scheme: .custom(CustomAmount(minimum: [usd(100)]))),
        Price(key: "default", amounts: [usd(100)], interval: BillingInterval(.month), meter: "calls"),
        Price(key: "default", amounts: [usd(100)], interval: BillingInterval(.month), setupFees: [usd(500)]),
        Price(
            key: "default", amounts: [usd(100)],
            scheme: .volume([
                PriceTier(upTo: 5, each: [UnitRate(millionthsOfMinorUnit: 100_000_000, .usd)]),
                PriceTier(upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 90_000_000, .usd)]),
            ])),
    ])
    func `what can only be quoted is shown without a button and refused at checkout`(price: Price) async throws {
        try await TestShop.run(Self.shop([price])) { shop in
            let page = try await shop.ask(.GET, "/")
            #expect(page.body.contains("Thing"))
            #expect(!page.body.contains("<button"))
            #expect(try await shop.ask(.GET, "/api/products/thing").body.contains(#""canBuy":false"#))
            let answer = try await shop.checkOut(#"{"items":[{"product":"thing"}]}"#)
            #expect(answer.status == 422)
            #expect(answer["error.code"] == "not_sold_yet")
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 0)
        }
    }

    @Test func `what one order may have holds at checkout as in a quote`() async throws {
        var options = Self.shop([Price(key: "default", amounts: [Self.usd(100)], quantities: 2...5)])
        var alone = Product(key: "extra", name: "Extra", prices: [Price(key: "default", amounts: [Self.usd(100)])])
        alone.requires = ["thing"]
        options.catalog = Catalog(
            products: options.catalog.products + [alone], defaultProvider: .stripe, providers: [.stripe],
            contentHash: "hash")
        try await TestShop.run(options) { shop in
            let one = try await shop.checkOut(#"{"items":[{"product":"thing"}]}"#)
            #expect(one["error.code"] == "quantity_not_allowed")
            #expect(one["error.details.field"] == "items[0].quantity")
            let extra = try await shop.checkOut(#"{"items":[{"product":"extra"}]}"#)
            #expect(extra["error.code"] == "requires_product")
            let both = try await shop.checkOut(#"{"items":[{"product":"thing","quantity":2},{"product":"extra"}]}"#)
            #expect(both.status == 201)
            #expect(both["total.amount"] == "300")
        }
    }

    @Test func `a quote and a checkout choose the same currency`() async throws {
        let euro = { (units: Int64) in Money(minorUnits: units, .eur) }
        var options = Self.shop([Price(key: "default", amounts: [Self.usd(500), euro(400)])])
        let other = Product(key: "other", name: "Other", prices: [Price(key: "default", amounts: [euro(300)])])
        options.catalog = Catalog(
            products: options.catalog.products + [other], defaultProvider: .stripe, providers: [.stripe],
            contentHash: "hash")
        let body = #"{"items":[{"product":"thing"},{"product":"other"}]}"#
        try await TestShop.run(options) { shop in
            let quote = try await shop.ask(
                .POST, "/api/quote", headers: [("Content-Type", "application/json")], body: body)
            let order = try await shop.checkOut(body)
            for answer in [quote, order] {
                #expect(answer["total.amount"] == "700")
                #expect(answer["total.currency"] == "EUR")
            }
        }
    }
}

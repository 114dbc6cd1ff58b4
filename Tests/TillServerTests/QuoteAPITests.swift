import NIOHTTP1
import Testing
import TillModel
import TillTesting

@testable import TillServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct QuoteAPITests {
    /// The ordinary shop with coupons and a tax.
    private static let options: TestShop.Options = {
        var contents = TestShop.catalog.contents
        contents.coupons = [
            Coupon(key: "LAUNCH20", reduction: .percent(Percentage(20))),
            Coupon(key: "OVER", reduction: .percent(Percentage(50)), until: TestShop.today),
        ]
        contents.taxes = ["DE": TaxRate(name: "VAT", rate: Percentage(19))]
        var options = TestShop.Options()
        options.catalog = Catalog(contents, contentHash: "00")
        return options
    }()

    private func ask(_ shop: TestShop, _ body: String, type: String = "application/json") async throws
        -> TestShop.Answer
    {
        try await shop.ask(.POST, "/api/quote", headers: [("Content-Type", type)], body: body)
    }

    @Test func `a cart is quoted with its coupons, taxes and steps`() async throws {
        try await TestShop.run(Self.options) { shop in
            let answer = try await ask(
                shop,
                #"{"items":[{"product":"job_posting"},{"product":"email_blast","quantity":2}],"#
                    + #""coupons":["launch20","OVER","nonsense"],"country":"DE","currency":"USD"}"#)
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "Cache-Control") == "no-store")
            let quote = try JSONDecoder.till.decode(Quote.self, from: Data(answer.body.utf8))
            #expect(quote.date == TestShop.today)
            #expect(quote.subtotal == Money(minorUnits: 19_700, .usd))
            #expect(quote.discount == Money(minorUnits: 3_940, .usd))
            #expect(quote.tax == Money(minorUnits: 2_994, .usd))
            #expect(quote.total == Money(minorUnits: 18_754, .usd))
            #expect(quote.coupons.map(\.key) == ["LAUNCH20"])
            #expect(quote.refusedCoupons.map(\.reason) == [.expired, .unknown])
            #expect(answer["total.formatted"] == "$187.54")
            #expect(answer.body.contains(#""reason":"coupon_expired""#))
            #expect(
                quote.lines[0].explanation == [
                    "1 × 99.00 USD = 99.00 USD", "launch20: −20 % = −19.80 USD", "19 % VAT on 79.20 USD = 15.05 USD",
                ])
        }
    }

    @Test func `the smallest body is enough`() async throws {
        try await TestShop.run(Self.options) { shop in
            let answer = try await ask(shop, #"{"items":[{"product":"pro"}]}"#)
            #expect(answer["dueNow.amount"] == "2900")
            #expect(answer["renewal.interval.unit"] == "month")
        }
    }

    @Test func `quotes with codes count as checkouts do, so that codes are not guessed, and others do not count`()
        async throws
    {
        var options = Self.options
        options.checkoutsPerMinute = 3
        try await TestShop.run(options) { shop in
            let item = #"{"items":[{"product":"job_posting"}]"#
            for _ in 0..<5 { #expect(try await ask(shop, item + "}").status == 200) }
            for _ in 0..<5 { #expect(try await ask(shop, item + #","coupons":[]}"#).status == 200) }
            _ = try await shop.begin()
            for code in ["A", "B"] { #expect(try await ask(shop, item + #","coupons":["\#(code)"]}"#).status == 200) }
            let refused = try await ask(shop, item + #","coupons":["C"]}"#)
            #expect(refused.status == 429)
            #expect(refused["error.code"] == "rate_limited")
            #expect(refused.headers.first(name: "Retry-After") == "20")
            #expect(try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#).status == 429)
            #expect(try await ask(shop, item + "}").status == 200)
            shop.clock.advance(by: 20)
            #expect(try await ask(shop, item + #","coupons":["LAUNCH20"]}"#).status == 200)
        }
    }

    static let wrong: [CheckoutAPITests.Wrong] = [
        .init("", 400, "invalid_request"), .init("{}", 400, "invalid_request", "items"),
        .init(#"{"items":[]}"#, 422, "empty_cart", "items"),
        .init(#"{"items":[{"product":"job_posting","price":1}]}"#, 400, "invalid_request", "items[0].price"),
        .init(#"{"items":[{"product":"job_posting","quantity":1.5}]}"#, 400, "invalid_request", "items[0].quantity"),
        .init(#"{"items":[{"product":"job_posting","amount":"1"}]}"#, 400, "invalid_request", "items[0].amount"),
        .init(
            #"{"items":[{"product":"job_posting","amount":1}]}"#, 422, "custom_amount_not_allowed", "items[0].amount"),
        .init(#"{"items":[{"product":"job_posting"}],"coupon":"X"}"#, 400, "invalid_request", "coupon"),
        .init(#"{"items":[{"product":"job_posting"}],"coupons":"X"}"#, 400, "invalid_request", "coupons"),
        .init(#"{"items":[{"product":"job_posting"},{"product":"none"}]}"#, 422, "unknown_product", "items[1].product"),
        .init(#"{"items":[{"product":"gone"}]}"#, 422, "not_for_sale", "items[0].product"),
        .init(#"{"items":[{"product":"job_posting","quantity":0}]}"#, 422, "invalid_quantity", "items[0].quantity"),
        .init(#"{"items":[{"product":"job_posting"}],"currency":"JPY"}"#, 422, "currency_not_offered", "currency"),
        .init(#"{"items":[{"product":"job_posting"}],"country":"Germany"}"#, 422, "unknown_country", "country"),
    ]

    @Test func `what cannot be quoted is told with its field`() async throws {
        try await TestShop.run(Self.options) { shop in
            for wrong in Self.wrong {
                let answer = try await ask(shop, wrong.body)
                #expect(answer.status == wrong.status, "\(wrong.body)")
                #expect(answer["error.code"] == wrong.code, "\(wrong.body)")
                #expect(answer["error.details.field"] == wrong.field, "\(wrong.body)")
            }
            let form = try await ask(shop, "item=job_posting", type: "application/x-www-form-urlencoded")
            #expect(form["error.code"] == "unsupported_media_type")
        }
    }

    @Test func `every reason for which a cart has no price is in the list of errors`() {
        for code in QuoteError.Code.all { #expect(ErrorName(rawValue: code.description) != nil, "\(code)") }
    }
}

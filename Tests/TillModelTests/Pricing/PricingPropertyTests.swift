import Foundation
import Testing
import TillModel
import TillTesting

/// What holds for any catalog and any cart.
@Suite struct PricingPropertyTests {
    /// A seed for each of the runs, so that a failure names the one to repeat.
    static let runs = (0..<UInt64(200)).map { TestSeed.value &+ $0 &* 1_000_003 }

    @Test(arguments: runs, [false, true])
    func `amounts fit each other, and nothing is below zero`(seed: UInt64, isExtreme: Bool) {
        var shop = RandomShop(seed: seed, isExtreme: isExtreme)
        for _ in 0..<TestSeed.count(100) {
            let (catalog, cart) = (shop.catalog(), shop.cart())
            do {
                check(try PricingEngine(catalog).quote(cart), Comment(rawValue: "\(cart)"))
            } catch {
                #expect(
                    isExtreme && [QuoteError.Code.amountTooLarge, .invalidQuantity].contains(error.code),
                    "\(error) for \(cart)")
                #expect(!error.description.isEmpty && !error.field.isEmpty)
            }
        }
    }

    private func check(_ quote: Quote, _ cart: Comment) {
        func sum(_ part: (QuoteLine) -> Money) -> Int64 { quote.lines.reduce(0) { $0 + part($1).minorUnits } }
        #expect(quote.subtotal.minorUnits == sum(\.subtotal), cart)
        #expect(quote.discount.minorUnits == sum(\.discount), cart)
        #expect(quote.tax.minorUnits == sum(\.tax), cart)
        #expect(quote.total.minorUnits == sum(\.total), cart)
        #expect(quote.taxIncluded.minorUnits == sum { $0.taxBehavior == .inclusive ? $0.tax : .zero(.usd) }, cart)
        #expect(quote.discount.minorUnits == quote.coupons.reduce(0) { $0 + $1.amount.minorUnits }, cart)
        fits(quote.subtotal, quote.discount, quote.tax, quote.taxIncluded, quote.total, cart)
        #expect((0...quote.total.minorUnits).contains(quote.dueNow.minorUnits), cart)
        for line in quote.lines {
            let included = line.taxBehavior == .inclusive ? line.tax : .zero(.usd)
            fits(line.subtotal, line.discount, line.tax, included, line.total, cart)
            #expect(line.total.minorUnits == line.net.minorUnits + line.tax.minorUnits, cart)
            #expect(line.net.minorUnits >= 0, cart)
            #expect(!line.explanation.isEmpty, cart)
        }
        if let renewal = quote.renewal {
            fits(renewal.subtotal, renewal.discount, renewal.tax, renewal.taxIncluded, renewal.total, cart)
        }
        #expect((quote.renewal != nil) == quote.lines.contains { $0.interval != nil }, cart)
    }

    private func fits(
        _ subtotal: Money, _ discount: Money, _ tax: Money, _ taxIncluded: Money, _ total: Money, _ cart: Comment
    ) {
        #expect([subtotal, discount, tax, taxIncluded, total].allSatisfy { $0.minorUnits >= 0 }, cart)
        #expect(discount.minorUnits <= subtotal.minorUnits, cart)
        let expected = subtotal.minorUnits - discount.minorUnits + (tax.minorUnits - taxIncluded.minorUnits)
        #expect(total.minorUnits == expected, cart)
    }

    @Test(arguments: runs)
    func `coupons that stack come to the same in any order`(seed: UInt64) throws {
        var shop = RandomShop(seed: seed, isExtreme: false)
        for _ in 0..<TestSeed.count(100) {
            var contents = shop.catalog().contents
            for index in contents.coupons.indices { contents.coupons[index].stacks = true }
            let engine = PricingEngine(Catalog(contents, contentHash: "00"))
            var cart = shop.cart()
            cart.coupons = contents.coupons.map(\.key).shuffled(using: &shop.random)
            let first = try engine.quote(cart)
            cart.coupons.shuffle(using: &shop.random)
            let second = try engine.quote(cart)
            #expect(first.total == second.total && first.lines.map(\.total) == second.lines.map(\.total), "\(cart)")
            #expect(first.coupons.map(\.amount) == second.coupons.map(\.amount), "\(cart)")
        }
    }

    @Test(arguments: runs)
    func `one more coupon never makes it dearer`(seed: UInt64) throws {
        var shop = RandomShop(seed: seed, isExtreme: false)
        for _ in 0..<TestSeed.count(100) {
            let (catalog, cart) = (shop.catalog(), shop.cart())
            var without = cart
            without.coupons = []
            let (full, reduced) = try (PricingEngine(catalog).quote(without), PricingEngine(catalog).quote(cart))
            #expect(reduced.total.minorUnits <= full.total.minorUnits, "\(cart)")
        }
    }

    @Test(arguments: runs)
    func `a quote is the same again, and after it was written and read as JSON`(seed: UInt64) throws {
        var shop = RandomShop(seed: seed, isExtreme: false)
        for _ in 0..<TestSeed.count(40) {
            let (engine, cart) = (PricingEngine(shop.catalog()), shop.cart())
            let quote = try engine.quote(cart)
            #expect(try engine.quote(cart) == quote)
            #expect(try JSONDecoder().decode(Quote.self, from: JSONEncoder().encode(quote)) == quote)
        }
    }
}

import Testing
import TillModel

@Suite struct TaxQuoteTests {
    private let vat = TaxRate(name: "VAT", rate: Percentage(19), codes: ["book": Percentage(7)])

    @Test func `tax that is not in the price is added after discounts`() throws {
        let shelf = Shelf(
            products: [Product("job", eur(5_000))], coupons: [Coupon(key: "L20", reduction: .percent(Percentage(20)))],
            taxes: ["DE": vat])
        let quote = try shelf.quote("job", coupons: ["L20"], country: "DE")
        #expect(quote.subtotal == eur(5_000))
        #expect(quote.discount == eur(1_000))
        #expect(quote.tax == eur(760))
        #expect(quote.taxIncluded == eur(0))
        #expect(quote.total == eur(4_760))
        #expect(quote.lines[0].net == eur(4_000))
        #expect(quote.lines[0].taxRate == "19")
        #expect(quote.lines[0].taxName == "VAT")
        #expect(quote.lines[0].explanation.last == "19 % VAT on 40.00 EUR = 7.60 EUR")
        #expect(quote.explanation.first == "50.00 EUR − 10.00 EUR of discount + 7.60 EUR of tax = 47.60 EUR.")
    }

    @Test(
        arguments: [
            (eur(11_900), eur(1_900)), (eur(100), eur(16)), (jpy(1_190), jpy(190)), (kwd(11_900), kwd(1_900)),
            (kwd(10_000), kwd(1_597)),
        ])
    func `tax that is in the price stays in the total`(price: Money, tax: Money) throws {
        let quote = try Shelf(products: [Product("job", price)], taxes: ["DE": vat], tax: .inclusive)
            .quote("job", country: "DE")
        #expect(quote.total == price)
        #expect(quote.tax == tax)
        #expect(quote.taxIncluded == tax)
        #expect(try quote.lines[0].net == price.subtracting(tax))
        #expect(quote.lines[0].explanation.last == "19 % VAT in \(price) = \(tax)")
    }

    @Test func `a region comes before its country, and a tax code has its own rate`() throws {
        let book = Product("book", usd(1_000)).having { $0.taxCode = "book" }
        let shelf = Shelf(
            products: [Product("job", usd(1_000)), book],
            taxes: [
                "US": TaxRate(rate: Percentage(1)), "US-CA": TaxRate(rate: Percentage(millionths: 72_500)), "DE": vat,
            ])
        #expect(try shelf.quote("job", region: "US-CA").tax == usd(72))
        #expect(try shelf.quote("job", region: "US-NY").tax == usd(10))
        #expect(try shelf.quote("book", country: "DE").tax == usd(70))
        #expect(try shelf.quote("job", "book", country: "DE").lines.map(\.tax) == [usd(190), usd(70)])
    }

    @Test func `tax is rounded for all rows of a rate together, and the parts add up`() throws {
        // 10 % of three times 0.05 is 0.015, to the even cent 0.02.
        let shelf = Shelf(
            products: ["a", "b", "c"].map { Product($0, usd(5)) }, taxes: ["DE": TaxRate(rate: Percentage(10))])
        let quote = try shelf.quote("a", "b", "c", country: "DE")
        #expect(quote.tax == usd(2))
        #expect(quote.lines.map(\.tax) == [usd(1), usd(1), usd(0)])
        #expect(quote.lines.map(\.total) == [usd(6), usd(6), usd(5)])
    }

    @Test func `a price that says so differs from the catalog, and both kinds add up`() throws {
        let shelf = Shelf(
            products: [Product("net", eur(10_000)), Product("gross", eur(11_900)).with { $0.tax = .inclusive }],
            taxes: ["DE": vat])
        let quote = try shelf.quote("net", "gross", country: "DE")
        #expect(quote.tax == eur(3_800))
        #expect(quote.taxIncluded == eur(1_900))
        #expect(quote.total == eur(23_800))
    }

    @Test func `where no rate is known there is no tax, and it is told`() throws {
        var shelf = Shelf(products: [Product("job", eur(1_190))], taxes: ["DE": vat], tax: .inclusive)
        let unknown = try shelf.quote("job")
        #expect(unknown.tax == eur(0))
        #expect(unknown.total == eur(1_190))
        #expect(unknown.lines[0].taxRate == nil)
        #expect(try #require(unknown.lines[0].explanation.last).hasSuffix("the buyer's country is not known"))
        #expect(
            try #require(shelf.quote("job", country: "FR").lines[0].explanation.last).hasSuffix(
                "no rate is known for FR"))
        shelf.tax = .exclusive
        #expect(try shelf.quote("job").explanation.last == "Tax is not included: the buyer's country is not known.")
        shelf.taxes = [:]
        #expect(try shelf.quote("job").explanation.isEmpty)
    }

    @Test func `a renewal has its own discount and tax`() throws {
        let pro = Product("pro", eur(10_000), interval: BillingInterval(.month)).with { $0.setupFees = [eur(500)] }
        let shelf = Shelf(
            products: [pro], coupons: [Coupon(key: "HALF", reduction: .percent(Percentage(50)))], taxes: ["DE": vat])
        let quote = try shelf.quote("pro", coupons: ["HALF"], country: "DE")
        #expect(quote.total == eur(6_248))
        #expect(quote.renewal?.subtotal == eur(10_000))
        #expect(quote.renewal?.tax == eur(1_900))
        #expect(quote.renewal?.total == eur(11_900))
    }
}

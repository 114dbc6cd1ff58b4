import Testing
import TillModel

@testable import TillProviders

@Suite struct StripeCatalogObjectsTests {
    private static func usd(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, .usd) }

    private static func euro(_ minorUnits: Int64) throws -> Money {
        Money(minorUnits: minorUnits, try #require(Currency(code: "EUR")))
    }

    private static func objects(_ prices: [Price], coupons: [Coupon] = []) -> [CatalogObjectKey: CatalogObject] {
        let product = Product(key: "pro", name: "Pro", details: "Everything", prices: prices)
        let catalog = Catalog(Catalog.Contents(products: [product], coupons: coupons), contentHash: "hash")
        let all = StripeCatalogObjects(
            catalog, addresses: CatalogAddresses(publicURL: nil) { _ in 1_800_000_000 }
        ).all
        return Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
    }

    private static func price(_ price: Price) throws -> CatalogObject {
        try #require(objects([price])[CatalogObjectKey(.price, "pro/\(price.key)")])
    }

    @Test func `a product says what buyers read`() throws {
        let product = try #require(
            Self.objects([Price(key: "default", amounts: [Self.usd(9_900)])])[CatalogObjectKey(.product, "pro")])
        #expect(product.fields == ["name": "Pro", "description": "Everything", "shippable": false])
    }

    @Test func `a price in two currencies is one price with another currency`() throws {
        let price = try Self.price(
            Price(key: "monthly", amounts: [Self.usd(2_900), try Self.euro(2_700)], interval: BillingInterval(.month)))
        #expect(
            price.fields == [
                "product": .reference(CatalogObjectKey(.product, "pro")), "currency": "USD", "amount": 2_900,
                "currencies": ["EUR": ["amount": 2_700]],
                "recurring": ["interval": "month", "count": 1], "tax_behavior": "exclusive",
            ])
        #expect(price.dependsOn == [CatalogObjectKey(.product, "pro")])
    }

    @Test(arguments: [(200_000, "0.2"), (1, "0.000001"), (12_500_000, "12.5")])
    func `a rate below the smallest unit is a decimal`(_ millionths: Int64, _ text: String) throws {
        let rate = UnitRate(millionthsOfMinorUnit: millionths, .usd)
        let price = try Self.price(Price(key: "calls", amounts: [Self.usd(0)], scheme: .rate([rate])))
        #expect(price.fields["amount_decimal"] == .text(text))
        #expect(price.fields["amount"] == nil)
    }

    @Test func `tiers keep their order, their rates and what is paid once`() throws {
        let tiers = [
            PriceTier(upTo: 10, each: [try UnitRate(Self.usd(500))], flat: [Self.usd(1_000)]),
            PriceTier(upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 500_000, .usd)]),
        ]
        let price = try Self.price(Price(key: "seats", amounts: [Self.usd(500)], scheme: .graduated(tiers)))
        #expect(price.fields["tiers_mode"] == "graduated")
        #expect(
            price.fields["tiers"] == [
                ["up_to": 10, "amount": 500, "flat": 1_000], ["up_to": "inf", "amount_decimal": "0.5"],
            ])
    }

    @Test func `what Stripe has nothing like is said, and does not stop the rest`() throws {
        let germany = try #require(Country(code: "DE"))
        let all = Self.objects([
            Price(key: "here", amounts: [Self.usd(100)]),
            Price(key: "there", amounts: [Self.usd(100)], countries: [germany: [Self.usd(90)]]),
        ])
        #expect(all[CatalogObjectKey(.price, "pro/here")]?.unsupported == nil)
        #expect(all[CatalogObjectKey(.price, "pro/there")]?.unsupported == "Stripe has no amounts by country")
    }

    @Test func `a coupon has a promotion code for each of its codes`() throws {
        let coupon = Coupon(
            key: "LAUNCH", reduction: .percent(Percentage(20)), span: .repeating(CalendarDuration(1, .year)),
            targets: ["pro"], isFirstPurchaseOnly: true, until: CalendarDate(year: 2027, month: 1, day: 1),
            maxRedemptions: 100, codes: ["LAUNCH20", "HELLO"])
        let all = Self.objects([Price(key: "default", amounts: [Self.usd(9_900)])], coupons: [coupon])
        #expect(
            all[CatalogObjectKey(.coupon, "LAUNCH")]?.fields == [
                "name": "LAUNCH", "percent_off": "20", "duration": "repeating", "months": 12, "max_redemptions": 100,
                "redeem_by": 1_800_000_000, "products": [.reference(CatalogObjectKey(.product, "pro"))],
            ])
        #expect(
            all[CatalogObjectKey(.promotionCode, "LAUNCH/HELLO")]?.fields == [
                "coupon": .reference(CatalogObjectKey(.coupon, "LAUNCH")), "code": "HELLO", "first_time": true,
            ])
        #expect(all.keys.filter { $0.kind == .promotionCode }.count == 2)
    }

    @Test func `a coupon for a single price is said to be more than Stripe can`() throws {
        let coupon = Coupon(key: "ONE", reduction: .percent(Percentage(20)), targets: ["pro/monthly"])
        let all = Self.objects(
            [Price(key: "monthly", amounts: [Self.usd(2_900)], interval: BillingInterval(.month))], coupons: [coupon])
        #expect(all[CatalogObjectKey(.coupon, "ONE")]?.unsupported != nil)
    }

    @Test func `a product with another key takes its prices along`() throws {
        let product = Product(
            key: "plus", name: "Plus",
            prices: [
                Price(key: "default", amounts: [Self.usd(100)]),
                Price(key: "month", amounts: [Self.usd(100)], formerKey: "monthly"),
            ], formerKey: "pro")
        let catalog = Catalog(Catalog.Contents(products: [product]), contentHash: "hash")
        let prices = StripeCatalogObjects(catalog, addresses: CatalogAddresses(publicURL: nil) { _ in nil }).all.filter
        { $0.key.kind == .price }
        #expect(prices.map(\.formerName) == ["pro", "pro/monthly"])
    }

    @Test func `a product for another provider is none of Stripe's`() throws {
        let product = Product(
            key: "pro", name: "Pro", prices: [Price(key: "default", amounts: [Self.usd(100)])], providers: [.paddle])
        let catalog = Catalog(Catalog.Contents(products: [product]), contentHash: "hash")
        #expect(StripeCatalogObjects(catalog, addresses: CatalogAddresses(publicURL: nil) { _ in nil }).all.isEmpty)
    }
}

import Testing
import TillModel

/// A catalog as it is sold on a day.
@Suite struct CatalogDayTests {
    private static let keep = CalendarDate(year: 2027, month: 1, day: 1)
    private static let renewal = CalendarDate(year: 2027, month: 7, day: 1)

    @Test(
        arguments: [
            ("2026-12-31", 1_900, nil), ("2027-01-01", 2_400, .keep), ("2027-06-30", 2_400, .keep),
            ("2027-07-01", 2_900, .atRenewal),
        ] as [(String, Int64, ExistingSubscribers?)])
    func `what becomes of those who subscribed before is what the change of the day says`(
        _ day: String, _ amount: Int64, _ existing: ExistingSubscribers?
    ) throws {
        let price = Price(
            key: "monthly", amounts: [Money(minorUnits: 1_900, .usd)], interval: BillingInterval(.month),
            changes: [
                PriceChange(
                    effective: try #require(Self.keep), amounts: [Money(minorUnits: 2_400, .usd)], existing: .keep),
                PriceChange(
                    effective: try #require(Self.renewal), amounts: [Money(minorUnits: 2_900, .usd)],
                    existing: .atRenewal),
            ])
        let catalog = Catalog(
            products: [Product(key: "pro", name: "Pro", prices: [price])], defaultProvider: .stripe,
            providers: [.stripe], contentHash: "00")
        let sold = catalog.sold(on: try #require(CalendarDate(day)))
        let now = try #require(sold.products.first?.prices.first)
        #expect(now.amount == Money(minorUnits: amount, .usd))
        #expect(now.existing == existing)
    }
}

import Foundation
import Testing
import TillModel

/// What a lock remembers, looked up by price and by a provider's id.
@Suite struct RemoteIDsTests {
    private static let terms = PriceTerms(amount: Money(minorUnits: 2_900, .usd), interval: BillingInterval(.month))

    private static func price(_ name: String) -> CatalogObjectKey { CatalogObjectKey(.price, name) }

    private static func retired(_ id: String, _ key: CatalogObjectKey, day: Int64) -> RetiredObject {
        RetiredObject(
            key: key, id: id, generation: 1, until: Date(secondsSince1970: day * 86_400), reason: "the file was changed"
        )
    }

    private static let remote = RemoteIDs([
        .stripe: LockedProvider(
            account: "acct_1", mode: .test, version: "v1",
            objects: [
                price("pro/monthly"): AppliedObject(id: "price_1", generation: 2, fields: [:], terms: terms),
                price("pro/tiered"): AppliedObject(id: "price_2", generation: 1, fields: [:]),
                CatalogObjectKey(.product, "pro"): AppliedObject(id: "prod_1", generation: 1, fields: [:]),
                CatalogObjectKey(.defaultPrice, "pro"): AppliedObject(id: "prod_1", generation: 1, fields: [:]),
            ],
            retired: [
                retired("price_3", price("pro/quarterly"), day: 3), retired("price_3", price("pro/yearly"), day: 2),
                retired("price_0", price("pro/monthly"), day: 1), retired("price_1", price("plus"), day: 1),
                retired("price_2", price("plus"), day: 1), retired("prod_0", CatalogObjectKey(.product, "pro"), day: 1),
            ])
    ])

    @Test func `the lock's view finds what was pushed`() {
        #expect(
            Self.remote.price("pro/monthly", at: .stripe)
                == RemoteIDs.SyncedPrice(id: "price_1", amount: Self.terms.amount, interval: Self.terms.interval))
        #expect(Self.remote.price("pro/yearly", at: .stripe) == nil)
        #expect(Self.remote.price("pro/monthly", at: .paddle) == nil)
    }

    @Test func `a price without one amount has no terms to find`() {
        #expect(Self.remote.price("pro/tiered", at: .stripe) == nil)
    }

    @Test(arguments: [
        ("price_1", "pro/monthly"), ("price_2", "pro/tiered"), ("price_0", "pro/monthly"), ("price_3", "pro/quarterly"),
        ("prod_1", nil), ("prod_0", nil), ("price_4", nil), ("", nil),
    ])
    func `an id tells what it stands for, or stood for last`(id: String, reference: String?) {
        #expect(Self.remote.reference(to: id, at: .stripe) == reference)
        #expect(Self.remote.reference(to: id, at: .paddle) == nil)
    }
}

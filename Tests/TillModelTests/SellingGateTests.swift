import Foundation
import Testing
import TillModel

/// Which prices may be sold, by what the lock remembers of their provider.
@Suite struct SellingGateTests {
    private static let product = CatalogObjectKey(.product, "pro")
    private static let monthly = CatalogObjectKey(.price, "pro/monthly")
    private static let seen = Date(secondsSince1970: 1_795_284_000)

    private static func price(_ amount: Int64, unsupported: String? = nil) -> CatalogObject {
        CatalogObject(
            monthly, fields: ["amount": .number(amount), "product": .reference(product), "nickname": .nothing],
            dependsOn: [product], unsupported: unsupported)
    }

    private static let desired = [CatalogObject(product, fields: ["name": "Pro"]), price(2_900)]

    private static func applied(
        _ fields: [String: CatalogValue] = ["amount": 2_900, "product": .reference(product)], verified: Date? = seen
    ) -> AppliedObject {
        AppliedObject(id: "price_1", generation: 1, fields: fields, verifiedAt: verified)
    }

    private static func lock(
        mode: Mode = .test, _ objects: [CatalogObjectKey: AppliedObject] = [monthly: applied()],
        hasProduct: Bool = true, retired: [CatalogObjectKey] = []
    ) -> LockedProvider {
        var objects = objects
        // Another text of a product changes no amount.
        if hasProduct { objects[product] = AppliedObject(id: "prod_1", generation: 1, fields: ["name": "Old"]) }
        return LockedProvider(
            account: "acct_1", mode: mode, version: "v1", objects: objects,
            retired: retired.map {
                RetiredObject(key: $0, id: "price_0", generation: 1, until: seen, reason: "it left the file")
            })
    }

    private static func refusals(
        _ locked: LockedProvider?, of desired: [CatalogObject] = desired, mode: Mode = .test, account: String? = nil
    ) -> [String: SellingRefusal] {
        SellingGate.refusals(desired, locked: locked, mode: mode, account: account)
    }

    @Test(arguments: [Mode.dev, .test])
    func `where nothing was ever synced, everything is sold without real money`(mode: Mode) {
        #expect(Self.refusals(nil, mode: mode) == [:])
    }

    @Test func `where money is real, nothing is sold that was never synced`() {
        #expect(Self.refusals(nil, mode: .live) == ["pro/monthly": .neverSynced])
    }

    @Test(arguments: [nil, "acct_1"])
    func `what is as it was synced is sold`(account: String?) {
        #expect(Self.refusals(Self.lock(), account: account) == [:])
        #expect(Self.refusals(Self.lock(mode: .live), mode: .live, account: account) == [:])
    }

    @Test func `a lock of another mode or account sells nothing`() {
        #expect(Self.refusals(Self.lock(mode: .live)) == ["pro/monthly": .otherMode(.live)])
        #expect(Self.refusals(Self.lock(), account: "acct_2") == ["pro/monthly": .otherAccount])
    }

    @Test(arguments: [
        (lock([:]), SellingRefusal.missing),
        (lock([:], retired: [monthly]), .retired),
        (lock([monthly: applied()], hasProduct: false), .incomplete(product)),
        (lock([monthly: applied(verified: nil)]), .unverified),
        (lock([monthly: applied(["amount": 2_800, "product": .reference(product)])]), .changed),
        (lock([monthly: applied(["amount": 2_900])]), .changed),
        (lock([monthly: applied(["amount": 2_900, "product": .reference(product), "package": 5])]), .changed),
    ])
    func `a price that the provider is not known to have is not sold`(lock: LockedProvider, refusal: SellingRefusal) {
        #expect(Self.refusals(lock) == ["pro/monthly": refusal])
        // The others are.
        let yearly = CatalogObject(CatalogObjectKey(.price, "pro/yearly"), fields: ["amount": 29_000])
        var both = lock
        both.objects[yearly.key] = Self.applied(yearly.fields)
        #expect(Self.refusals(both, of: Self.desired + [yearly]) == ["pro/monthly": refusal])
    }

    @Test func `a price that was retired once and is there again is sold`() {
        #expect(Self.refusals(Self.lock(retired: [Self.monthly])) == [:])
    }

    @Test func `a price that the provider cannot have is not sold there`() {
        #expect(
            Self.refusals(Self.lock(), of: [Self.price(2_900, unsupported: "no such thing")])
                == ["pro/monthly": .unsupported("no such thing")])
    }

    @Test func `any stage of a price may be there`() {
        #expect(Self.refusals(Self.lock(), of: [Self.price(2_500), Self.price(2_900), Self.price(3_900)]) == [:])
        #expect(Self.refusals(Self.lock(), of: [Self.price(2_500), Self.price(3_900)]) == ["pro/monthly": .changed])
    }

    @Test func `a catalog has a stage for each day on which amounts change`() throws {
        let (may, june) = (try #require(CalendarDate("2027-05-01")), try #require(CalendarDate("2027-06-01")))
        func price(_ key: String, _ changes: [(CalendarDate, Int64)] = []) -> Price {
            Price(
                key: key, amounts: [Money(minorUnits: 100, .usd)],
                changes: changes.map { PriceChange(effective: $0, amounts: [Money(minorUnits: $1, .usd)]) })
        }
        let catalog = Catalog(
            products: [
                Product(
                    key: "a", name: "A", prices: [price("x", [(may, 200), (june, 300)]), price("y", [(may, 400)])]),
                Product(key: "b", name: "B", prices: [price("default")]),
                Product(key: "c", name: "C", prices: [price("default", [(june, 500)])]),
            ], defaultProvider: .stripe, providers: [.stripe], contentHash: "1")
        let stages = catalog.stages.map { stage in
            stage.products.flatMap { product in
                product.prices.map { "\(product.reference(to: $0)) \($0.amount.minorUnits)" }
            }
        }
        #expect(
            stages == [
                ["a/x 100", "a/y 100", "b 100", "c 100"], ["a/x 200", "a/y 400"], ["a/x 300", "a/y 400", "c 500"],
            ])
    }

    @Test(arguments: [
        (SellingRefusal.neverSynced, "catalog sync --env live"), (.otherMode(.test), "in mode test"),
        (.otherAccount, "another account"), (.unsupported("it has no tiers"), "cannot have it: it has no tiers"),
        (.missing, "catalog sync --env live"), (.retired, "was archived at stripe"),
        (.incomplete(product), "its product pro was not synced"), (.changed, "has changed in products.yaml"),
        (.unverified, "was not seen to have it"),
    ])
    func `each reason says what is so, and what to do`(refusal: SellingRefusal, words: String) {
        #expect(refusal.words(at: .stripe, .live).contains(words))
    }
}

import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which earlier prices are to be left behind.
@Suite struct MigrationScopeTests {
    private static let key = CatalogObjectKey(.price, "pro/monthly")
    private static let instant = Date(timeIntervalSince1970: 1_800_000_000)
    private static let terms = PriceTerms(
        amount: Money(minorUnits: 2_400, .usd), interval: BillingInterval(.month))

    private static func desired(
        _ existing: ExistingSubscribers?, amount: Int64 = 2_400, former: String? = nil
    ) -> CatalogObject {
        CatalogObject(
            key, fields: ["amount": .number(amount)], formerName: former, existing: existing, terms: terms)
    }

    private static func locked(
        _ retired: [(CatalogObjectKey, String)] = [(key, "old")], isVerified: Bool = true
    ) -> LockedProvider {
        LockedProvider(
            mode: .test, version: "v1",
            objects: [
                key: AppliedObject(
                    id: "new", generation: 2, fields: ["amount": 2_400, "empty": .nothing], terms: terms,
                    verifiedAt: isVerified ? instant : nil)
            ],
            retired: retired.map {
                RetiredObject(key: $0.0, id: $0.1, generation: 1, until: instant, reason: "another amount")
            })
    }

    private static func scope(
        _ object: CatalogObject, _ locked: LockedProvider = locked(), from: [String] = []
    ) -> MigrationScope { MigrationScope([object], locked: locked, isMeant: { _ in true }, from: from) }

    @Test func `the earlier prices of a key go to what stands for it now`() {
        let other = CatalogObjectKey(.price, "basic")
        let locked = Self.locked([(Self.key, "older"), (Self.key, "old"), (other, "not ours"), (Self.key, "new")])
        let scope = Self.scope(Self.desired(.atRenewal), locked)
        #expect(scope.departures.map(\.from) == ["old", "older"])
        #expect(scope.departures.allSatisfy { $0.to == "new" && $0.existing == .atRenewal })
        #expect(scope.leftAlone.isEmpty)
        #expect(Self.scope(Self.desired(.atRenewal), locked, from: ["older"]).departures.map(\.from) == ["older"])
    }

    @Test func `a price that was renamed leaves behind what its old name had`() {
        let locked = Self.locked([(CatalogObjectKey(.price, "pro/m"), "old")])
        #expect(Self.scope(Self.desired(.atRenewal), locked).departures.isEmpty)
        #expect(Self.scope(Self.desired(.atRenewal, former: "pro/m"), locked).departures.map(\.from) == ["old"])
    }

    @Test func `those who keep what they agreed to are left alone, as are those nothing is said of`() {
        #expect(Self.scope(Self.desired(.keep)).leftAlone.first?.reason.contains("existing: keep") == true)
        #expect(Self.scope(Self.desired(nil)).leftAlone.first?.reason.contains("does not say") == true)
        for scope in [Self.scope(Self.desired(.keep)), Self.scope(Self.desired(nil))] {
            #expect(scope.departures.isEmpty)
        }
    }

    @Test func `nobody moves to a price that is not what the file says, or that was never seen`() {
        let changed = Self.scope(Self.desired(.atRenewal, amount: 2_500))
        #expect(changed.departures.isEmpty)
        #expect(changed.leftAlone.first?.reason.contains("changed in the file") == true)
        let unseen = Self.scope(Self.desired(.atRenewal), Self.locked(isVerified: false))
        #expect(unseen.departures.isEmpty)
        #expect(unseen.leftAlone.first?.reason.contains("not seen") == true)
    }

    @Test func `a price that nobody had before is not spoken of`() {
        let scope = Self.scope(Self.desired(.atRenewal), Self.locked([]))
        #expect(scope.departures.isEmpty && scope.leftAlone.isEmpty)
    }
}

import Testing

@testable import TillModel

@Suite struct ChangeLimitTests {
    typealias Case = ComparisonCase

    private func changes(to amount: Int64, _ policy: CatalogPolicy, from old: Int64 = 10_000) -> CatalogComparison {
        func catalog(_ units: Int64, _ policy: CatalogPolicy) -> Catalog {
            Catalog(
                Catalog.Contents(
                    products: [
                        Product(
                            key: "job", name: "Job", prices: [Price(key: "default", amounts: [Case.usd(units)])])
                    ], policy: policy), contentHash: "")
        }
        return CatalogComparison(from: catalog(old, policy), to: catalog(amount, policy))
    }

    @Test(arguments: [(12_000, false), (12_001, true), (8_000, false), (7_999, true)] as [(Int64, Bool)])
    func `a change is too large when it is above the limit, up or down`(_ amount: Int64, _ isTooLarge: Bool) {
        let comparison = changes(to: amount, CatalogPolicy(maxChange: Percentage(20)))
        #expect(comparison.breaches.count == (isTooLarge ? 1 : 0))
        #expect(comparison.breaches.first?.breach?.level == (isTooLarge ? .error : nil))
    }

    @Test func `without a limit, or with the rule off, nothing is too large`() {
        #expect(changes(to: 99_999, CatalogPolicy()).breaches.isEmpty)
        #expect(
            changes(to: 99_999, CatalogPolicy(levels: [.maxChange: .off], maxChange: Percentage(1))).breaches.isEmpty)
    }

    @Test func `an amount where there was none is too large for every limit`() throws {
        let comparison = changes(to: 1, CatalogPolicy(maxChange: Percentage(20)), from: 0)
        #expect(comparison.breaches.count == 1)
        #expect(comparison.changes.first?.percent == nil)
    }

    @Test func `a waiver is told and does not count`() throws {
        let policy = CatalogPolicy(
            maxChange: Percentage(20),
            waivers: [CatalogPolicy.Waiver(rule: .maxChange, subject: "job", reason: "agreed")])
        let comparison = changes(to: 20_000, policy)
        #expect(comparison.breaches.isEmpty)
        #expect(comparison.changes.first?.breach?.waived == "agreed")
    }

    @Test(
        arguments: [
            (2_900, 3_500, "+20.7 %"), (3_500, 2_900, "-17.1 %"), (100, 200, "+100.0 %"),
            (100_000, 100_001, "+0.001 %"),
            (3, 4, "+33.3 %"), (1_000_000_000, 1_000_000_001, "+less than 0.0001 %"), (100, 0, "-100.0 %"),
        ] as [(Int128, Int128, String)])
    func `a percentage is short and never says nothing`(_ old: Int128, _ new: Int128, _ text: String) {
        #expect(PercentChange(from: old, to: new)?.description == text)
    }

    @Test(arguments: [(0, 5), (-5, 5), (1, Int128.max), (Int128.max, Int128.min)] as [(Int128, Int128)])
    func `what cannot be said in percent is not, and never a crash`(_ old: Int128, _ new: Int128) {
        #expect(PercentChange(from: old, to: new) == nil)
    }

    @Test(arguments: [Int64.max, Int64.min, 0, 1])
    func `the largest amounts are compared without a crash`(_ amount: Int64) {
        let policy = CatalogPolicy(maxChange: Percentage(millionths: .max))
        for old in [Int64.max, Int64.min, 1] where old != amount {
            #expect(changes(to: amount, policy, from: old).changes.count == 1)
        }
    }
}

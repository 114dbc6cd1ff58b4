import Testing
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What providers tell beside their catalogs.
@Suite(.timeLimit(.minutes(15))) struct ProviderExaminationTests {
    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: 1_790_000_000 + Double(milliseconds) / 1_000)
    }

    @Test(arguments: [
        (0, 100, 900, 0), (1_000, 100, 1_200, 0), (0, 999, 2_000, 0), (31_000, 100, 900, 31), (-31_000, 100, 900, -31),
        (0, 40_000, 40_000, -40),
    ])
    func `a clock is as ours when it shows a second in which we asked`(
        _ theirs: Int64, _ before: Int64, _ after: Int64, _ skew: Int64
    ) {
        #expect(
            ProviderExamination.skew(
                theirs: Self.date(theirs), before: Self.date(before), after: Self.date(after)) == skew)
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a provider tells the time`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let examination = try #require(ProviderExamination(shop.caller(reading: true)))
            let skew = try await examination.skew { Date() }
            #expect(abs(try #require(skew)) < 60, "a busy machine may be seconds late")
            let off = try await examination.skew { Date(timeIntervalSinceNow: -120) }
            #expect(try #require(off) > 60)
        }
    }

    @Test func `a price whose name another one has taken is told`() async throws {
        try await SyncShop.run(.stripe) { shop in
            try await shop.sync(SyncTests.file())
            let key = CatalogObjectKey(.price, "pro/monthly")
            let ids = Set(shop.locked.applied.values.map(\.id))
            func misnamed() async throws -> [CatalogObjectKey] {
                let examination = try #require(ProviderExamination(shop.caller(reading: true)))
                return try await examination.misnamed(shop.locked.applied, marked: ids, owner: SyncShop.owner)
            }
            #expect(try await misnamed().isEmpty)
            let product = try #require(shop.locked.applied[CatalogObjectKey(.product, "pro")]?.id)
            try await shop.byHand(
                ProviderCall(
                    method: "POST", path: "/v1/prices",
                    body: "product=\(product)&currency=usd&unit_amount=100&lookup_key=shop:pro/monthly"
                        + "&transfer_lookup_key=true"))
            #expect(try await misnamed() == [key])
        }
    }
}

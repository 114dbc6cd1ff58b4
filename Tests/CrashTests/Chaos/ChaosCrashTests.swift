import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Kills at drawn moments under load, as many as `scripts/chaos` asks for.
@Suite struct ChaosCrashTests {
    private static let kills =
        ProcessInfo.processInfo.environment["TILL_CHAOS_KILLS"].flatMap(Int.init) ?? TestSeed.count(200)

    @Test(arguments: DatabaseKind.available)
    func `killed again and again under load, nothing is lost, duplicated or reordered`(
        _ kind: DatabaseKind
    ) async throws {
        print("chaos: \(kind.rawValue), seed \(TestSeed.value), \(Self.kills) kills")
        try await Shop.open(kind) { shop in
            let run = ChaosRun(shop, seed: TestSeed.value, kills: Self.kills)
            let count = try await run.perform()
            for finding in count.lost { print("lost: \(finding)") }
            for finding in count.duplicated { print("duplicated: \(finding)") }
            for finding in count.reordered { print("reordered: \(finding)") }
            print("chaos: \(run.pool.placed.count) orders, \(run.pool.acknowledgements) answers")
            print(count.line(kills: Self.kills))
            #expect(run.pool.acknowledged.count > run.pool.placed.count)
            #expect(count.lost == [])
            #expect(count.duplicated == [])
            #expect(count.reordered == [])
        }
    }
}

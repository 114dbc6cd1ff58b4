import Testing
import TillModel
import TillSync
import TillTesting

/// Random catalogs, edits, ends and trouble at real adapters: two quiet syncs later everything is there once.
@Suite(.timeLimit(.minutes(60))) struct SyncPropertyTests {
    /// Two thousand in the long run, and a twentieth of them otherwise: half of them at each provider.
    @Test(arguments: SandboxProvider.allCases)
    func `after two syncs nothing changes, everything is there once, and what is not ours was never touched`(
        _ provider: SandboxProvider
    ) async throws {
        for number in 0..<TestSeed.count(1_000) {
            let seed = TestSeed.value &+ UInt64(number)
            let fault = try await SyncWorld.fault(seed, provider)
            #expect(fault == nil, "TILL_TEST_SEED=\(seed)")
            guard fault == nil else { return }
        }
    }
}

import Testing
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The whole way of a payment in a world where everything goes wrong, again and again, each time from another seed.
///
/// One seed alone: `TILL_SIMULATION_SEED=17 swift test --filter SimulationTests`.
@Suite struct SimulationTests {
    /// The seeds that follow the commit's own, in blocks that run side by side.
    static let blocks: [[UInt64]] = {
        let alone = ProcessInfo.processInfo.environment["TILL_SIMULATION_SEED"].flatMap(UInt64.init)
        if let alone { return [[alone]] }
        let count = TestSeed.count(10_000)
        return stride(from: 0, to: count, by: 50).map { start in
            (start..<min(start + 50, count)).map { TestSeed.value &+ UInt64($0) }
        }
    }()

    @Test(arguments: blocks)
    func `whatever is lost, repeated or cut off, the end is what really happened`(_ seeds: [UInt64]) async throws {
        let shapes = try StripeShapes()
        for seed in seeds {
            let faults = try await Self.simulate(seed, shapes)
            guard let faults else { continue }
            Issue.record("TILL_SIMULATION_SEED=\(seed)\n\(faults)")
        }
    }

    /// Simulates a seed; what went wrong, with its log, or nil.
    private static func simulate(_ seed: UInt64, _ shapes: StripeShapes) async throws -> String? {
        let database = try await TemporaryDatabase()
        defer { database.remove() }
        let thread = OneThread()
        return try await withTaskExecutorPreference(thread) {
            let world = World(seed: seed, store: database.store, shapes: shapes)
            var ended = "it did not come to its end"
            do {
                try await world.run(steps: 110)
                ended = ""
            } catch {
                ended = "it did not come to its end: \(error)"
            }
            let verdict = Verdict(try await FinalState(world.store), of: world)
            let faults = (ended.isEmpty ? [] : [ended]) + verdict.faults
            guard !faults.isEmpty else { return nil }
            return faults.joined(separator: "\n") + "\n" + world.log.text
        }
    }
}

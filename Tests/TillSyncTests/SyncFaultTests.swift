import Synchronization
import Testing
import TillModel
import TillSync
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Providers that have trouble: nothing is done twice, and nothing is believed that was not seen.
@Suite(.timeLimit(.minutes(15))) struct SyncFaultTests {
    private static func file(_ amount: String, percent: Int, name: String = "Pro") -> String {
        """
        features: { search: Search }
        meters: { calls: API calls }
        products:
          pro:
            name: \(name)
            prices:
              monthly: { price: \(amount) USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year }
          job: { name: Job posting, price: 99.00 USD }
        coupons: { LAUNCH: { percent_off: \(percent) } }
        """
    }

    private static let first = file("29.00", percent: 20)
    private static let second = file("39.00", percent: 25, name: "Professional")

    /// What happens to a write.
    enum Fault: String, CaseIterable, CustomTestStringConvertible {
        case refused = "api_rate_limit_next"
        case failed = "api_error_next"
        case failedAfterSuccess = "api_error_after_success_next"
        case unanswered = "api_hang_next"

        var testDescription: String { rawValue }
    }

    @Test(arguments: SandboxProvider.allCases, Fault.allCases)
    func `whatever happens to the first try of a write, each key has exactly one object`(
        _ provider: SandboxProvider, _ fault: Fault
    ) async throws {
        try await SyncShop.run(provider) { shop in
            let count = Mutex(0)
            try await shop.control("faults", "{\"\(fault.rawValue)\":1}")
            shop.transport.watch {
                // Every second try, since the others are the answer to those.
                let isNext = count.withLock { count in
                    count += 1
                    return count.isMultiple(of: 2)
                }
                if isNext { try await shop.control("faults", "{\"\(fault.rawValue)\":1}") }
            }
            for file in [Self.first, Self.second] {
                let outcome = try await shop.sync(file, shop.pruning(file), concurrency: 1)
                #expect(outcome.failures.isEmpty, "\(outcome.failures)")
                #expect(outcome.writes == outcome.plan.writes)
            }
            #expect(count.withLock { $0 } >= 2 * 6)
            shop.transport.watch(nil)
            try await shop.control("faults", "{\"\(fault.rawValue)\":0}")
            let active = try await shop.active()
            #expect(active.values.allSatisfy { $0.count == 1 }, "\(active.filter { $0.value.count != 1 })")
            #expect(try await shop.plan(Self.second, shop.pruning(Self.second)).isEmpty)
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `a storm of refusals slows a run down and changes nothing else`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            let products = (1...12).map { "  p\($0): { name: Product \($0), price: \($0).00 USD }" }
            let file = "products:\n" + products.joined(separator: "\n")
            try await shop.control("faults", "{\"api_writes_per_second\":2,\"api_rate_limit_next\":5}")
            let start = shop.clock.now()
            let outcome = try await shop.sync(file, pace: shop.publisher.manifest.writesPerSecond)
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            #expect(outcome.writes == outcome.plan.writes)
            let asked = try await shop.asked()
            #expect(asked.writes - asked.refusedWrites == outcome.plan.writes)
            #expect(asked.refusedWrites > 0)
            #expect(shop.clock.now().timeIntervalSince(start) >= Double(outcome.writes / 2 - 1))
            try await shop.control("faults", "{\"api_writes_per_second\":0,\"api_rate_limit_next\":0}")
            #expect(try await shop.plan(file).isEmpty)
        }
    }

    /// Every second write, and in the long run each.
    @Test(arguments: SandboxProvider.allCases, 0..<TestSeed.count(2))
    func `what a provider says it has done, and has not, is not believed`(
        _ provider: SandboxProvider, _ round: Int
    ) async throws {
        var write = 1 + (round + Int(TestSeed.value % 2)) % 2
        var count = write
        while write <= count {
            count = try await Self.leavingNothing(provider, of: write)
            write += 2
        }
        #expect(count >= 4)
    }

    /// Returns how many writes there were.
    private static func leavingNothing(_ provider: SandboxProvider, of write: Int) async throws -> Int {
        let planned = Mutex(0)
        try await SyncShop.run(provider) { shop in
            try await shop.sync(first)
            let made = Mutex(0)
            if write == 1 { try await shop.control("faults", "{\"api_no_effect_next\":1}") }
            shop.transport.watch {
                let isNext = made.withLock { made in
                    made += 1
                    return made + 1 == write
                }
                if isNext { try await shop.control("faults", "{\"api_no_effect_next\":1}") }
            }
            let outcome = try await shop.sync(second, shop.pruning(second), concurrency: 1)
            planned.withLock { $0 = outcome.plan.writes }
            // What was not archived stands in the way of a code that cannot be there twice: that is refused.
            #expect(outcome.failures.contains { $0.code == .unverified || $0.code == .refused }, "write \(write)")
            shop.transport.watch(nil)
            try await shop.sync(second, shop.pruning(second))
            let left = try await shop.plan(second, shop.pruning(second)).changes.filter { $0.action != .noop }
            #expect(left.isEmpty, "write \(write)")
            #expect(try await shop.active().values.allSatisfy { $0.count == 1 }, "write \(write)")
        }
        return planned.withLock { $0 }
    }

    // MARK: - Lists that are late

    @Test(arguments: SandboxProvider.allCases)
    func `what lists do not show yet is not made again`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.control("faults", "{\"list_lag_milliseconds\":60000}")
            let first = try await shop.sync(Self.first)
            #expect(first.failures.isEmpty, "\(first.failures)")
            let again = try await shop.sync(Self.first)
            #expect(again.plan.isEmpty, "\(again.plan.changes.filter { $0.action != .noop })")
            let second = try await shop.sync(Self.second, shop.pruning(Self.second))
            #expect(second.failures.isEmpty, "\(second.failures)")
            try await shop.control("faults", "{\"list_lag_milliseconds\":0}")
            #expect(try await shop.plan(Self.second, shop.pruning(Self.second)).isEmpty)
            #expect(try await shop.active().values.allSatisfy { $0.count == 1 })
        }
    }

    @Test(arguments: SandboxProvider.allCases)
    func `what was made unanswered is waited for in a late list`(_ provider: SandboxProvider) async throws {
        try await SyncShop.run(provider) { shop in
            try await shop.control("faults", "{\"list_lag_milliseconds\":3000,\"api_hang_next\":1}")
            let outcome = try await shop.sync(Self.first, concurrency: 1)
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            try await shop.control("faults", "{\"list_lag_milliseconds\":0}")
            #expect(try await shop.active().values.allSatisfy { $0.count == 1 })
            #expect(try await shop.plan(Self.first).isEmpty)
        }
    }
}

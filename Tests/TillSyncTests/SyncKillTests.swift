import Synchronization
import Testing
import TillModel
import TillSync
import TillTesting

/// The process is killed after every single write: what it left behind is gone on with, and nobody could not buy.
@Suite(.timeLimit(.minutes(15))) struct SyncKillTests {
    private static let before = """
        meters: { calls: API calls }
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year }
          job: { name: Job posting, price: 99.00 USD }
          old: { name: Old, price: 5.00 USD }
        coupons: { LAUNCH: { percent_off: 20 } }
        """
    /// Something of everything: made, changed, replaced, moved to the front, called otherwise and gone.
    private static let after = """
        meters: { calls: API calls }
        products:
          pro:
            name: Professional
            prices:
              yearly: { price: 290.00 USD, every: year }
              monthly: { price: 39.00 USD, every: month, existing: keep }
          listing: { was: job, name: Job posting, price: 99.00 USD }
          team: { name: Team, price: 49.00 USD, every: month }
        coupons: { LAUNCH: { percent_off: 25 } }
        """
    /// What could be bought before and can be bought afterwards, by each name that it has on the way.
    private static let sold = [["pro/monthly"], ["pro/yearly"], ["job", "listing"]]

    /// Each write once, with an empty lock afterwards or with what was kept; in the long run with both.
    @Test(arguments: SandboxProvider.allCases, 0..<TestSeed.count(2))
    func `a run that is killed after any write is gone on with to the same end, and every price stays for sale`(
        _ provider: SandboxProvider, _ round: Int
    ) async throws {
        let expected = try await Self.uninterrupted(provider)
        var write = 0
        var wasKilled = true
        while wasKilled {
            write += 1
            let isLockLost = (write &+ round &+ Int(truncatingIfNeeded: TestSeed.value)).isMultiple(of: 2)
            wasKilled = try await Self.killing(provider, after: write, isLockLost: isLockLost, expected)
        }
        #expect(write > 8, "there are writes to be killed after")
    }

    private typealias State = [CatalogObjectKey: [[String: CatalogValue]]]

    private static func uninterrupted(_ provider: SandboxProvider) async throws -> State {
        let state = Mutex<State>([:])
        try await SyncShop.run(provider) { shop in
            try await shop.sync(before)
            let outcome = try await shop.sync(after, shop.pruning(after))
            #expect(outcome.failures.isEmpty, "\(outcome.failures)")
            let end = try await shop.state()
            #expect(end.values.allSatisfy { $0.count == 1 })
            state.withLock { $0 = end }
        }
        return state.withLock { $0 }
    }

    /// Returns whether there was that write to be killed after.
    private static func killing(
        _ provider: SandboxProvider, after write: Int, isLockLost: Bool, _ expected: State
    ) async throws -> Bool {
        let wasKilled = Mutex(false)
        let comment: Comment = "killed after write \(write), the lock \(isLockLost ? "lost" : "kept")"
        try await SyncShop.run(provider) { shop in
            try await shop.sync(before)
            shop.transport.watch { try await expectSold(shop, comment) }
            do {
                // Every second line of the journal is written right after a write was answered.
                try await shop.sync(
                    after, shop.pruning(after), run: "run", killedAt: 2 * write, concurrency: 1)
            } catch is SyncShop.Killed {
                wasKilled.withLock { $0 = true }
            }
            if isLockLost { shop.locked = SyncShop.Locked() }
            // What is gone on with has the same name, and so the same idempotency keys.
            let rest = try await shop.sync(after, shop.pruning(after), run: isLockLost ? "another" : "run")
            #expect(rest.failures.isEmpty, "\(comment): \(rest.failures)")
            #expect(try await shop.state() == expected, comment)
            let left = try await shop.plan(after, shop.pruning(after)).changes.filter { $0.action != .noop }
            #expect(left.isEmpty, comment)
        }
        return wasKilled.withLock { $0 }
    }

    /// Everything that is sold has an active price at this moment.
    private static func expectSold(_ shop: SyncShop, _ comment: Comment) async throws {
        let page = try await shop.reader.listObjects(.price, after: nil)
        let active = Set(page.objects.filter(\.isActive).compactMap { $0.marker?.key.name })
        for names in sold { #expect(!active.isDisjoint(with: names), comment) }
    }
}

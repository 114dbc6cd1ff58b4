import Synchronization
import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A clock that jumps by hours, as a virtual machine's does that was asleep (row 21 of docs/crash-table.md).
///
/// The program takes no clock but the machine's, so the engine runs in this process, on the database that the real
/// server made.
@Suite(.timeLimit(.minutes(15))) struct ClockCrashTests {
    private static let hours: TimeInterval = 6 * 3_600

    /// Two paid orders whose server has ended before it was told of either.
    private func withTwoOrders(
        _ body: (Shop, _ first: (Shop.Placed, PlayedStripe.Event), _ second: (Shop.Placed, PlayedStripe.Event))
            async throws -> Void
    ) async throws {
        try await Shop.open(.sqlite) { shop in
            let server = try await shop.serve()
            var orders: [(Shop.Placed, PlayedStripe.Event)] = []
            for _ in 1...2 {
                let (placed, events) = try await shop.placePaidOrder()
                orders.append((placed, try #require(events.first { $0.type == "checkout.session.completed" })))
            }
            try await server.kill()
            try await body(shop, orders[0], orders[1])
        }
    }

    /// Holds the first worker that comes by until it is told to go on.
    private final class Gate: FailpointAction {
        private let state = Mutex((isHeld: false, isOpen: false))

        func strikeInTransaction() {}

        func strike() async {
            let isFirst = state.withLock { state in
                defer { state.isHeld = true }
                return !state.isHeld
            }
            while isFirst, !state.withLock({ $0.isOpen }) {
                do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
            }
        }

        func open() { state.withLock { $0.isOpen = true } }

        func untilHeld() async throws {
            while !state.withLock({ $0.isHeld }) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test func `when the clock jumps ahead, another worker takes over and the first one writes nothing`() async throws {
        try await withTwoOrders { shop, first, _ in
            let clock = ManualClock(Date())
            let gate = Gate()
            let failpoints = Failpoints(arming: .applyBeforeWriting, with: gate)
            try await EngineBeside.use(in: shop, clock: clock, failpoints: failpoints) { engine in
                #expect(try await engine.tell(first.1))
                try await engine.whileWorking {
                    try await gate.untilHeld()
                    clock.advance(by: Self.hours)
                    // The gate holds only the first; whichever other comes by takes over.
                    try await engine.applyDue()
                    try await shop.until(1, "inbox", where: "status = 'applied' AND attempts = 1")
                    gate.open()
                    try await shop.untilSettled()
                }
            }
            try await shop.expectPaidOnce(first.0)
            try await shop.expect(1, "inbox", where: "status = 'applied' AND attempts = 1")
        }
    }

    @Test func `when the clock jumps back, new messages are applied and older ones when it is right again`()
        async throws
    {
        try await withTwoOrders { shop, first, second in
            let clock = ManualClock(Date())
            try await EngineBeside.use(in: shop, clock: clock) { engine in
                #expect(try await engine.tell(first.1))
                clock.advance(by: -Self.hours)
                #expect(try await engine.tell(second.1))
                try await engine.whileWorking {
                    try await shop.until(1, "orders", where: "id = '\(second.0.order)' AND status = 'paid'")
                    // A hook that runs while the clock jumps is taken for lost, and waits to run again.
                    try await shop.until(1, "hook_run", where: "status = 'succeeded'")
                    clock.advance(by: Self.hours)
                    try await shop.untilSettled()
                }
            }
            try await shop.expectPaidOnce(first.0)
            try await shop.expectPaidOnce(second.0)
            try await shop.expect(2, "inbox", where: "status = 'applied' AND attempts = 1")
        }
    }

    @Test(arguments: [-hours, hours])
    func `a message that a wrong clock refuses is taken when it is told again`(_ jump: TimeInterval) async throws {
        try await withTwoOrders { shop, first, _ in
            let clock = ManualClock(Date())
            try await EngineBeside.use(in: shop, clock: clock) { engine in
                let signedAt = clock.now()
                clock.advance(by: jump)
                #expect(try await engine.tell(first.1, signedAt: signedAt) == false)
                try await shop.expect(0, "inbox")
                clock.advance(by: -jump)
                #expect(try await engine.tell(first.1, signedAt: signedAt))
                try await engine.whileWorking { try await shop.untilSettled() }
            }
            try await shop.expectPaidOnce(first.0)
        }
    }

    @Test(arguments: [-hours, hours])
    func `a hook that failed runs once more after a jump of the clock, and no more`(_ jump: TimeInterval) async throws {
        struct NotNow: Error {}
        try await withTwoOrders { shop, first, _ in
            let clock = ManualClock(Date())
            let calls = Mutex(0)
            let hook: @Sendable () throws -> Void = {
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                if call == 1 { throw NotNow() }
            }
            try await EngineBeside.use(in: shop, clock: clock, hook: hook) { engine in
                #expect(try await engine.tell(first.1))
                try await engine.whileWorking {
                    try await shop.until(1, "hook_run", where: "status = 'retrying'")
                    clock.advance(by: jump)
                    // However far it jumped, its time comes. It may have begun already, and is not silent for so long
                    // that it is taken for lost.
                    clock.advance(by: max(0, -jump) + 10)
                    try await shop.untilSettled()
                }
            }
            try await shop.expectPaidOnce(first.0)
            #expect(calls.withLock { $0 } == 2)
            try await shop.expect(1, "hook_run", where: "attempts = 2")
        }
    }
}

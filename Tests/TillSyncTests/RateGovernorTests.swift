import Synchronization
import Testing
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How fast a provider is called, by a clock that moves when somebody waits.
@Suite struct RateGovernorTests {
    /// A clock that moves as far as it is waited for.
    private final class Clock: Sendable {
        private let state = Mutex(Duration.seconds(100))

        var now: Duration { state.withLock { $0 } }
        func pass(_ time: Duration) { state.withLock { $0 += time } }

        var time: SyncTime {
            SyncTime(
                date: { Date(timeIntervalSince1970: 0) }, elapsed: { self.now }, sleep: { self.pass($0) }, random: { 0 }
            )
        }
    }

    @Test func `a hundred calls at twenty a second take five seconds`() async throws {
        let clock = Clock()
        let governor = RateGovernor(most: 20, time: clock.time)
        let start = clock.now
        for _ in 0..<100 { try await governor.awaitTurn() }
        #expect(clock.now - start > .seconds(4.5))
        #expect(clock.now - start <= .seconds(5))
    }

    @Test func `a little of what was missed is made up for, and no more`() async throws {
        let clock = Clock()
        let governor = RateGovernor(most: 10, time: clock.time)
        try await governor.awaitTurn()
        clock.pass(.seconds(60))
        let start = clock.now
        for _ in 0..<10 { try await governor.awaitTurn() }
        #expect(clock.now - start >= .seconds(0.6))
    }

    @Test func `a complaint is waited out, and halves the pace`() async throws {
        let clock = Clock()
        let governor = RateGovernor(most: 20, time: clock.time)
        try await governor.awaitTurn()
        await governor.slowDown(retryAfter: .seconds(7))
        #expect(await governor.writesPerSecond == 10)
        let start = clock.now
        try await governor.awaitCalm()
        #expect(clock.now - start == .seconds(7))
    }

    @Test func `several complaints at once are one`() async throws {
        let clock = Clock()
        let governor = RateGovernor(most: 20, time: clock.time)
        for _ in 0..<4 { await governor.slowDown(retryAfter: .seconds(1)) }
        #expect(await governor.writesPerSecond == 10)
    }

    @Test func `after ten calm seconds it is as fast again`() async throws {
        let clock = Clock()
        let governor = RateGovernor(most: 20, time: clock.time)
        await governor.slowDown(retryAfter: .seconds(1))
        clock.pass(.seconds(12))
        try await governor.awaitTurn()
        #expect(await governor.writesPerSecond == 20)
    }
}

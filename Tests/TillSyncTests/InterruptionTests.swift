import AsyncHTTPClient
import Synchronization
import Testing
import TillModel
import TillSandbox
import TillSync
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run that is asked to stop while it waits.
@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
    /// Why a call waits for hours.
    enum Wait: CaseIterable, CustomTestStringConvertible {
        /// The provider asked for it.
        case complaint
        /// Others go first.
        case turn
        /// The provider could not be reached, and is asked again later.
        case trouble

        var testDescription: String { "\(self)" }

        /// Of the two, Paddle counts what is read, and Stripe is asked whose the key is.
        var provider: SandboxProvider { self == .turn ? .paddle : .stripe }
    }

    @Test(arguments: Wait.allCases)
    func `a call that waits for hours is given up as soon as somebody asks to stop`(_ wait: Wait) async throws {
        let waits = AsyncStream<Duration>.makeStream()
        // A wait that nothing ends but the run: whoever is not told waits for longer than this test may take.
        let time = SyncTime(
            date: { Date(timeIntervalSince1970: 0) }, elapsed: { .seconds(100) },
            sleep: { duration in
                waits.continuation.yield(duration)
                try await Task.sleep(for: .seconds(86_400))
            }, random: { 0.5 })
        let interruption = Interruption()
        let governor = RateGovernor(most: 1, time: time.heeding(interruption))
        try await HTTPClient.withHTTPClient { client in
            let nobody = "http://127.0.0.1:\(try await TestPorts.next())"
            let publisher = try wait.provider.publisher(
                SandboxSecrets.draw(SeededIdentifiers(seed: TestSeed.value)), wait.provider.address(in: nobody),
                WatchedTransport(client: client), mayWrite: true)
            let caller = ProviderCaller(
                publisher: publisher, governor: governor, count: CallCount(), interruption: interruption, time: time)
            switch wait {
            case .complaint: await governor.slowDown(retryAfter: .seconds(7_200))
            case .turn: try await governor.awaitTurn()
            case .trouble: break
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await #expect(throws: Interrupted.self) { try await ProviderSurvey.account(caller) }
                }
                var seen = waits.stream.makeAsyncIterator()
                #expect(await seen.next() != nil)
                interruption.request()
                try await group.waitForAll()
            }
            #expect(caller.count.reads == (wait == .trouble ? 1 : 0))
        }
    }

    @Test func `what was asked to stop before does not wait at all`() async throws {
        let interruption = Interruption()
        let waited = Mutex(false)
        let time = SyncTime(
            date: { Date(timeIntervalSince1970: 0) }, elapsed: { .zero },
            sleep: { _ in
                try await Task.sleep(for: .seconds(86_400))
                waited.withLock { $0 = true }
            }, random: { 0 }
        ).heeding(interruption)
        interruption.request()
        await #expect(throws: Interrupted.self) { try await time.sleep(.seconds(1)) }
        #expect(!waited.withLock { $0 })
    }

    @Test func `what nobody stops waits to its end`() async throws {
        let waits = Mutex(0)
        let time = SyncTime(
            date: { Date(timeIntervalSince1970: 0) }, elapsed: { .zero },
            sleep: { _ in
                await Task.yield()
                waits.withLock { $0 += 1 }
            }, random: { 0 }
        ).heeding(Interruption())
        for _ in 0..<100 { try await time.sleep(.seconds(1)) }
        #expect(waits.withLock { $0 } == 100)
    }
}

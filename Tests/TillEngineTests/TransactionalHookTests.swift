import Synchronization
import Testing
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

@Suite(.timeLimit(.minutes(15))) struct TransactionalHookTests {
    static let table = HookCompletionTests.table

    static func ledger(_ till: inout Setup, fails: @escaping @Sendable () -> (any Error)?) {
        till.onTransaction(.orderPaid, named: "ledger") { event, transaction in
            try transaction.execute(
                "INSERT INTO app_ledger VALUES ($1, $2)", event.order.id, event.order.total.minorUnits)
            if let error = fails() { throw error }
        }
        till.on(.orderPaid, named: "mail") { _, _ in }
    }

    @Test func `what a hook writes is there with the event, and its run is done`() async throws {
        try await HookBench.run {
            Self.ledger(&$0) { nil }
        } migrations: {
            Self.table
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            #expect(try await bench.count("app_ledger") == 1)
            let runs = try await bench.runs()
            #expect(runs.map(\.hook) == ["ledger", "mail"])
            #expect(runs.map(\.status) == [.succeeded, .pending])
            #expect(runs.map(\.attempts) == [1, 0])
            // Nothing of it is left for the runner.
            #expect(try await bench.runner.claim(16).map(\.hook) == ["mail"])
        }
    }

    @Test func `a hook that throws undoes everything, is counted, and is left out after three failures`() async throws {
        let isBroken = Mutex(true)
        try await HookBench.run {
            Self.ledger(&$0) { isBroken.withLock { $0 } ? HookRunnerTests.Trouble() : nil }
        } migrations: {
            Self.table
        } _: { bench in
            let order = try HookBench.order()
            for attempt in 1...3 {
                let failure = try await #require(throws: FailedTransactionalHook.self) {
                    try await bench.record(about: order)
                }
                #expect(try await bench.count("event") == 0)
                #expect(try await bench.count("hook_run") == 0)
                #expect(try await bench.count("app_ledger") == 0)
                let goesOn = try await failure.record(in: bench.store, at: bench.clock.now())
                #expect(goesOn == (attempt == 3))
            }
            let event = try await bench.record(about: order)
            let run = try #require(try await bench.runs().first)
            #expect(run.status == .dead)
            #expect(run.attempts == 3)
            #expect(run.error == "trouble")
            #expect(try await bench.count("hook_failure") == 0)
            #expect(try await bench.count("app_ledger") == 0)
            // Replayed when it is mended, its writes happen once.
            isBroken.withLock { $0 = false }
            #expect(try await bench.retry(event, "ledger"))
            try await bench.step()
            #expect(try await bench.count("app_ledger") == 1)
            #expect(try await bench.runs().allSatisfy { $0.status == .succeeded })
            #expect(try await !bench.retry(event, "ledger"))
        }
    }

    @Test func `a hook that succeeds after a failure says how often it was tried`() async throws {
        let failures = Mutex(1)
        try await HookBench.run {
            Self.ledger(&$0) {
                failures.withLock { left in
                    defer { left -= 1 }
                    return left > 0 ? HookRunnerTests.Trouble() : nil
                }
            }
        } migrations: {
            Self.table
        } _: { bench in
            let order = try HookBench.order()
            let failure = try await #require(throws: FailedTransactionalHook.self) {
                try await bench.record(about: order)
            }
            #expect(try await !failure.record(in: bench.store, at: bench.clock.now()))
            try await bench.record(about: order)
            let run = try #require(try await bench.runs().first)
            #expect(run.status == .succeeded)
            #expect(run.attempts == 2)
            #expect(try await bench.count("hook_failure") == 0)
        }
    }

    @Test func `a hook that gives up is left out at once`() async throws {
        try await HookBench.run {
            Self.ledger(&$0) { HookOutcome.giveUp("no account") }
        } migrations: {
            Self.table
        } _: { bench in
            let order = try HookBench.order()
            let failure = try await #require(throws: FailedTransactionalHook.self) {
                try await bench.record(about: order)
            }
            #expect(try await failure.record(in: bench.store, at: bench.clock.now()))
            try await bench.record(about: order)
            #expect(try await bench.runs().first?.error == "no account")
        }
    }

    @Test func `a hook for certain products is left alone by others`() async throws {
        try await HookBench.run { till in
            till.onTransaction(.orderPaid, named: "ledger", products: ["other"]) { _, _ in
                throw HookRunnerTests.Trouble()
            }
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            #expect(try await bench.runs().isEmpty)
        }
    }
}

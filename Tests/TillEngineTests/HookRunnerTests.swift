import Synchronization
import Testing
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

@Suite(.timeLimit(.minutes(15))) struct HookRunnerTests {
    struct Trouble: Error, CustomStringConvertible {
        let description = "trouble"
    }

    /// What a hook saw of its runs.
    final class Seen: Sendable {
        struct Run: Sendable, Hashable {
            var order = ""
            var attempt = 1
            var isReplay = false
            var isOutOfOrder = false
        }
        private let kept = Mutex<[Run]>([])
        var runs: [Run] { kept.withLock { $0 } }
        func runs(of order: Order) -> [Run] { runs.filter { $0.order == order.id.rawValue } }
        func keep(_ context: HookContext, _ order: Order) {
            kept.withLock {
                $0.append(
                    Run(
                        order: order.id.rawValue, attempt: context.attempt, isReplay: context.isReplay,
                        isOutOfOrder: context.isOutOfOrder))
            }
        }
    }

    @Test func `a run that a person asked for knows that it is a replay`() async throws {
        let seen = Seen()
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { event, context in
                seen.keep(context, event.order)
                if !context.isReplay { throw HookOutcome.giveUp("not today") }
            }
        } _: { bench in
            let event = try await bench.record(about: try HookBench.order())
            try await bench.step()
            #expect(try await bench.runs().map(\.status) == [.dead])
            #expect(try await bench.retry(event, "mail"))
            try await bench.step()
            #expect(try await bench.runs().map(\.status) == [.succeeded])
        }
        #expect(seen.runs.map(\.isReplay) == [false, true])
        #expect(seen.runs.map(\.attempt) == [1, 2])
    }

    @Test func `a failing run holds up the next one of its order, for five attempts, and no other order`() async throws
    {
        let seen = Seen()
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { event, context in
                seen.keep(context, event.order)
                if event.order.id == (try HookBench.order(1)).id, context.attempt < 6 { throw Trouble() }
            }
            till.on(.checkoutCompleted, named: "mail") { event, context in seen.keep(context, event.order) }
        } _: { bench in
            let first = try HookBench.order(1)
            let second = try HookBench.order(2)
            try await bench.record(.orderPaid, about: first)
            try await bench.record(.checkoutCompleted, about: first)
            try await bench.record(.checkoutCompleted, about: second)
            for delay in [0, 5, 30, 120, 600] {
                #expect(seen.runs(of: first).allSatisfy { !$0.isOutOfOrder })
                bench.clock.advance(by: Double(delay))
                try await bench.step()
            }
            try await bench.step()
            #expect(seen.runs(of: second) == [Seen.Run(order: second.id.rawValue)])
            #expect(seen.runs(of: first).map(\.attempt) == [1, 2, 3, 4, 5, 1])
            #expect(seen.runs(of: first).map(\.isOutOfOrder) == [false, false, false, false, false, true])
            bench.clock.advance(by: 1_800)
            try await bench.step()
            // What was overtaken is told so too.
            #expect(seen.runs.last == Seen.Run(order: first.id.rawValue, attempt: 6, isOutOfOrder: true))
            #expect(try await bench.runs().allSatisfy { $0.status == .succeeded })
        }
    }

    @Test func `a run that waits is not held up for longer than fifteen minutes`() async throws {
        let seen = Seen()
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { _, _ in throw HookOutcome.retry(after: .seconds(3_600)) }
            till.on(.checkoutCompleted, named: "mail") { event, context in seen.keep(context, event.order) }
        } _: { bench in
            let order = try HookBench.order()
            try await bench.record(.orderPaid, about: order)
            try await bench.record(.checkoutCompleted, about: order)
            try await bench.step()
            bench.clock.advance(by: 899)
            try await bench.step()
            #expect(seen.runs.isEmpty)
            bench.clock.advance(by: 1)
            try await bench.step()
            #expect(seen.runs.map(\.isOutOfOrder) == [true])
        }
    }

    @Test func `a hook with a limit of its own never has more runs, on two processes neither`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "slow", concurrency: 2) { _, _ in }
            till.on(.orderPaid, named: "quick") { _, _ in }
        } _: { bench in
            for number in 1...5 { try await bench.record(about: try HookBench.order(UInt64(number))) }
            let other = HookBench(store: bench.store, setup: bench.setup, clock: bench.clock)
            let mine = try await bench.runner.claim(4)
            let theirs = try await other.runner.claim(16)
            #expect(mine.filter { $0.hook == "slow" }.count == 2)
            #expect(mine.count == 4)
            #expect(theirs.map(\.hook) == ["quick", "quick", "quick"])
            try await bench.execute(mine)
            #expect(try await other.runner.claim(16).map(\.hook) == ["slow", "slow"])
        }
    }

    @Test func `two processes never take the same run`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { _, _ in }
        } _: { bench in
            for number in 1...40 { try await bench.record(about: try HookBench.order(UInt64(number))) }
            let other = HookBench(store: bench.store, setup: bench.setup, clock: bench.clock)
            async let mine = bench.runner.claim(25)
            async let theirs = other.runner.claim(25)
            let all = try await mine + theirs
            #expect(all.count == 40)
            #expect(Set(all.map(\.event)).count == 40)
        }
    }

    @Test func `who comes back after another took the run over writes nothing`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { _, context in
                try await context.complete { try $0.execute("INSERT INTO app_done VALUES ($1)", context.attempt) }
            }
        } migrations: {
            ["CREATE TABLE app_done (attempt BIGINT NOT NULL)"]
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            let lost = try await bench.runner.claim(1)
            bench.clock.advance(by: 61)
            try await bench.step()
            bench.clock.advance(by: 5)
            let taken = try await bench.runner.claim(1)
            #expect(taken.map(\.attempts) == [2])
            try await bench.execute(lost)
            #expect(try await bench.count("app_done") == 0)
            try await bench.execute(taken)
            #expect(try await bench.count("app_done") == 1)
            #expect(try await bench.runs().map(\.status) == [.succeeded])
        }
    }

    @Test func `a run that takes longer than its hook may is cancelled and tried again`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "slow", timeout: .milliseconds(20)) { _, _ in
                try await Task.sleep(for: .seconds(600))
            }
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            try await bench.step()
            let run = try #require(try await bench.runs().first)
            #expect(run.status == .retrying)
            #expect(run.error == "it took longer than 0.02 seconds")
        }
    }

    @Test func `a hook for certain products or types gets no run for others`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "by-product", products: ["job", "other"]) { _, _ in }
            till.on(.orderPaid, named: "by-type", types: ["job_posting"]) { _, _ in }
            till.on(.orderPaid, named: "by-both", products: ["job"], types: ["mail"]) { _, _ in }
            till.onEvery(named: "audit") { _, _ in }
            till.onEvery(named: "audit-mail", types: ["mail"]) { _, _ in }
        } _: { bench in
            try await bench.record(about: try HookBench.order(1))
            #expect(try await bench.runs().map(\.hook) == ["audit", "by-product", "by-type"])
            bench.clock.advance(by: 1)
            try await bench.record(.checkoutExpired, about: try HookBench.order(2, product: "blast", type: "mail"))
            #expect(try await bench.runs().map(\.hook).suffix(2) == ["audit", "audit-mail"])
        }
    }

    @Test func `a hook for every event gets it as it is stored`() async throws {
        let seen = Mutex<[Event]>([])
        try await HookBench.run { till in
            till.onEvery(named: "audit") { event, _ in seen.withLock { $0.append(event) } }
        } _: { bench in
            let event = try await bench.record(about: try HookBench.order())
            try await bench.step()
            #expect(seen.withLock { $0 } == [event])
            #expect(event.data.contains(#""key":"job""#))
        }
    }

    @Test func `each try of a run is kept, with how it ended`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "mail") { _, context in
                if context.attempt == 1 { throw Trouble() }
            }
        } _: { bench in
            let event = try await bench.record(about: try HookBench.order())
            try await bench.step()
            bench.clock.advance(by: 5)
            try await bench.step()
            let tries = try await bench.store.read {
                try HookAttemptTable($0).list(event: event.id, hook: "mail", tenant: "default")
            }
            #expect(tries.map(\.attempt) == [1, 2])
            #expect(tries.map(\.outcome) == [.failed, .succeeded])
            #expect(tries.map(\.error) == ["trouble", nil])
            #expect(tries.allSatisfy { $0.finishedAt >= $0.startedAt })
        }
    }

    @Test func `a hook that is gone leaves its run dead, and told so`() async throws {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "old") { _, _ in }
        } _: { bench in
            try await bench.record(about: try HookBench.order())
            let after = HookBench(store: bench.store, setup: Setup(), clock: bench.clock)
            try await after.step()
            let run = try #require(try await after.runs().first)
            #expect(run.status == .dead)
            #expect(run.error == "unknown_hook: the program has no hook 'old' for this event")
        }
    }

    @Test func `a request carries a key that is the same on every attempt and another for another request`()
        async throws
    {
        try await HookBench.run { till in
            till.on(.orderPaid, named: "call") { _, context in
                try await context.http.post("https://a.example/x", json: ["n": 1])
                try await context.http.post("https://a.example/x", json: ["n": 2])
                if context.attempt == 1 { throw Trouble() }
            }
        } _: { bench in
            let event = try await bench.record(about: try HookBench.order())
            try await bench.step()
            bench.clock.advance(by: 5)
            try await bench.step()
            let keys = bench.http.requests.compactMap { $0.headers["Idempotency-Key"] }
            #expect(keys.count == 4)
            #expect(keys.allSatisfy { $0.hasPrefix("\(event.id)-call-") })
            #expect(Array(keys[0..<2]) == Array(keys[2..<4]))
            #expect(keys[0] != keys[1])
        }
    }
}

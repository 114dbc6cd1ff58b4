import Synchronization
import Testing
import Till
import TillModel
import TillStore
import TillTesting

@testable import TillEngine

/// What hooks are told of changes that somebody made at a provider.
@Suite(.timeLimit(.minutes(5))) struct DriftLogTests {
    final class Seen: Sendable {
        private let kept = Mutex<[CatalogDriftEvent]>([])
        var events: [CatalogDriftEvent] { kept.withLock { $0 } }
        func keep(_ event: CatalogDriftEvent) { kept.withLock { $0.append(event) } }
    }

    private static func drift(
        _ key: String = "price pro/monthly", at provider: ProviderName? = .stripe, fields: [String] = ["name"],
        kind: DriftClass = .changed
    ) -> CatalogDriftEvent {
        CatalogDriftEvent(
            provider: provider, key: key, kind: kind, ids: provider == nil ? [] : ["price_1"], fields: fields,
            message: "name of price_1 was changed by somebody", suggestion: "catalog sync --env test")
    }

    /// What a server knows, on a bench with a hook that keeps what it is told.
    private static func log(_ bench: HookBench) -> DriftLog {
        DriftLog(
            store: bench.store, setup: bench.setup, tenant: "default", mode: .test, clock: bench.clock,
            hooksDoorbell: Doorbell())
    }

    private static func run(_ body: (HookBench, DriftLog, Seen) async throws -> Void) async throws {
        let seen = Seen()
        try await HookBench.run { till in
            till.on(.catalogDrifted, named: "tell-owner") { event, _ in seen.keep(event) }
        } _: { bench in
            try await body(bench, log(bench), seen)
        }
    }

    @Test func `a hook is told everything about a difference`() async throws {
        try await Self.run { bench, log, seen in
            let drift = Self.drift(fields: ["name", "active"])
            #expect(try await log.record([drift], unread: []) == [drift])
            try await bench.step()
            #expect(seen.events == [drift])
            let runs = try await bench.runs()
            #expect(runs.map(\.status) == [.succeeded])
            #expect(runs.map(\.order) == [nil])
        }
    }

    @Test func `a difference is told once, and by another server neither`() async throws {
        try await Self.run { bench, log, seen in
            let other = Self.log(HookBench(store: bench.store, setup: bench.setup, clock: bench.clock))
            for log in [log, log, other] { _ = try await log.record([Self.drift()], unread: []) }
            try await bench.step()
            #expect(seen.events.count == 1)
            #expect(try await bench.count("event") == 1)
        }
    }

    @Test func `what was gone and is there again is told again`() async throws {
        try await Self.run { bench, log, seen in
            for found in [[Self.drift()], [], [Self.drift()]] {
                _ = try await log.record(found, unread: [])
                try await bench.step()
            }
            #expect(seen.events == [Self.drift(), Self.drift()])
            #expect(try await bench.count("event") == 2)
        }
    }

    @Test func `another field, key, provider or kind is another difference`() async throws {
        let all = [
            Self.drift(), Self.drift(fields: ["name", "active"]), Self.drift("product pro"),
            Self.drift(at: .paddle), Self.drift(kind: .duplicate),
        ]
        try await Self.run { bench, log, seen in
            _ = try await log.record([all[0]], unread: [])
            #expect(try await log.record(all, unread: []).count == all.count - 1)
            // Those of one thing come one after another.
            for _ in all { try await bench.step() }
            #expect(Set(seen.events) == Set(all))
        }
    }

    @Test func `what was found at a provider that cannot be read now is not new afterwards`() async throws {
        let parity = Self.drift(at: nil, kind: .parity)
        try await Self.run { bench, log, _ in
            let found = [Self.drift(), Self.drift(at: .paddle), parity]
            _ = try await log.record(found, unread: [])
            #expect(try await log.record([], unread: [.stripe]).isEmpty)
            // Only what was at the one that was read, and was gone.
            #expect(try await log.record(found, unread: []) == [Self.drift(at: .paddle)])
            #expect(try await log.record([], unread: []).isEmpty)
            #expect(try await bench.count("catalog_drift") == 0)
        }
    }

    @Test func `a difference without any hook is recorded all the same`() async throws {
        try await HookBench.run { _ in
        } _: { bench in
            _ = try await Self.log(bench).record([Self.drift()], unread: [])
            #expect(try await bench.count("event") == 1)
            #expect(try await bench.runs().isEmpty)
        }
    }

    @Test func `a transactional hook writes its table once for a difference`() async throws {
        try await HookBench.run { till in
            till.onTransaction(.catalogDrifted, named: "note") { event, transaction in
                try transaction.execute("INSERT INTO app_drift VALUES ($1)", event.key)
            }
        } migrations: {
            ["CREATE TABLE app_drift (key TEXT NOT NULL)"]
        } _: { bench in
            _ = try await Self.log(bench).record([Self.drift()], unread: [])
            try await bench.step()
            _ = try await Self.log(bench).record([Self.drift()], unread: [])
            try await bench.step()
            #expect(try await bench.count("app_drift") == 1)
        }
    }
}

import Logging
import ServiceLifecycle
import Synchronization
import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs the team's hooks from their rows: at least once each, in the order of an order's events.
///
/// A run is counted before it begins, so that one that was cut off is seen to have been tried. Hooks of different
/// orders, and different hooks of one order, do not wait for each other.
package struct HookRunner: Service {
    private let store: any Store
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let doorbell: Doorbell
    private let logger: Logger
    private let failpoints: Failpoints

    /// How many hooks run at the same time.
    private static let runsAtOnce = 16
    /// How long a hook may take.
    package static let timeout = Duration.seconds(30)
    /// How long a run is believed to be going on without a sign of life.
    private static let lease: TimeInterval = 60
    /// How often a run gives a sign of life.
    private static let heartbeat = Duration.seconds(20)

    package init(
        store: any Store, setup: Setup, tenant: String, mode: Mode, clock: any WallClock, doorbell: Doorbell,
        logger: Logger, failpoints: Failpoints = .none
    ) {
        self.store = store
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.doorbell = doorbell
        self.logger = logger
        self.failpoints = failpoints
    }

    package func run() async throws {
        // The only process that could be running these was this one's predecessor.
        try await releaseLost(silentAt: nil)
        let running = Counter()
        await withDiscardingTaskGroup { group in
            group.addTask { await doorbell.ringEverySecond() }
            doorbell.ring()
            for await _ in doorbell.stream.cancelOnGracefulShutdown() {
                do {
                    for claimed in try await claim(Self.runsAtOnce - running.count) {
                        running.add(1)
                        group.addTask {
                            await execute(claimed)
                            running.add(-1)
                            doorbell.ring()
                        }
                    }
                } catch {
                    logger.error("Hooks could not be claimed; it is tried again", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// How many runs are going on.
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func add(_ change: Int) { value.withLock { $0 += change } }
    }

    private func claim(_ limit: Int) async throws -> [HookRunTable.Stored] {
        guard limit > 0 else { return [] }
        let now = clock.now()
        // Most rings find nothing, and looking does not need the one connection that writes.
        let isAnyDue = try await store.read { [tenant, mode] in
            try HookRunTable($0).isAnyDue(tenant: tenant, mode: mode, at: now)
        }
        guard isAnyDue else { return [] }
        try await releaseLost(silentAt: now)
        return try await store.write { [tenant, mode] in
            try HookRunTable($0).claim(
                tenant: tenant, mode: mode, at: now, leaseUntil: now.addingTimeInterval(Self.lease), limit: limit)
        }
    }

    /// Puts runs off, or gives them up, that were cut off with their process.
    ///
    /// They wait as if they had failed, so that a hook that ends the process does not end the next one at once, and
    /// the one after it, before a request is taken.
    private func releaseLost(silentAt instant: Date?) async throws {
        let now = clock.now()
        let lost = try await store.write { [tenant, mode] connection in
            let runs = HookRunTable(connection)
            let lost = try runs.lost(tenant: tenant, mode: mode, silentAt: instant)
            for run in lost {
                let next = RetryPolicy.nextHookTry(after: run.attempts, at: now)
                try runs.finish(
                    run, as: next == nil ? .dead : .retrying,
                    error: "\(DeadLetter(.cutOff, "the process ended while it ran"))",
                    nextAt: next, at: now)
            }
            return lost
        }
        for run in lost {
            logger.error(
                "Hook was cut off with its process",
                metadata: ["hook": "\(run.hook)", "event": "\(run.event)", "attempt": "\(run.attempts)"])
        }
    }

    // MARK: - One run

    private struct TimedOut: Error, CustomStringConvertible {
        var description: String { "it took longer than \(HookRunner.timeout)" }
    }

    private func execute(_ run: HookRunTable.Stored) async {
        var logger = logger
        logger[metadataKey: "hook"] = "\(run.hook)"
        logger[metadataKey: "event"] = "\(run.event)"
        logger[metadataKey: "order"] = "\(run.order)"
        do {
            let event = try await store.read { try EventTable($0).find(run.event, tenant: run.tenant, mode: mode) }
            guard let event, let hook = setup.hook(named: run.hook, for: event.kind) else {
                let reason = "\(DeadLetter(.unknownHook, "the program has no hook '\(run.hook)' for this event"))"
                logger.error("Hook run is dead", metadata: ["error": "\(reason)"])
                return try await finish(run, as: .dead, error: reason, nextAt: nil)
            }
            do {
                let context = HookContext(eventID: event.id, attempt: run.attempts, logger: logger)
                try await withinTime(run) { try await hook.run(event, context) }
                await failpoints.reached(.hookRan)
                try await finish(run, as: .succeeded, error: nil, nextAt: nil)
                logger.info("Hook succeeded", metadata: ["attempt": "\(run.attempts)"])
            } catch {
                try await fail(run, with: error, logger)
            }
        } catch {
            // The row still says that it runs, so it is taken up again when its lease ends.
            logger.error("Hook run could not be recorded", metadata: ["error": "\(error)"])
        }
    }

    /// Runs a hook with a time limit, and keeps its row alive for as long as it really runs.
    ///
    /// A hook that does not listen to its cancellation goes on after its time, and must not be begun again beside
    /// itself.
    private func withinTime(
        _ run: HookRunTable.Stored, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keepAlive(run) }
            defer { group.cancelAll() }
            try await withThrowingTaskGroup(of: Void.self) { bounded in
                bounded.addTask { try await body() }
                bounded.addTask {
                    try await Task.sleep(for: Self.timeout)
                    throw TimedOut()
                }
                defer { bounded.cancelAll() }
                try await bounded.next()
            }
        }
    }

    private func keepAlive(_ run: HookRunTable.Stored) async {
        while true {
            do {
                try await Task.sleep(for: Self.heartbeat)
            } catch {
                return
            }
            let until = clock.now().addingTimeInterval(Self.lease)
            do {
                try await store.write { try HookRunTable($0).extendLease(run, until: until) }
            } catch {
                // The next sign of life may get through; the hook itself is healthy.
                logger.warning("A hook's sign of life could not be written", metadata: ["error": "\(error)"])
            }
        }
    }

    private func fail(_ run: HookRunTable.Stored, with error: any Error, _ logger: Logger) async throws {
        let now = clock.now()
        let next: Date?
        let words: String
        switch error as? HookOutcome {
        case .giveUp(let reason):
            (next, words) = (nil, reason)
        case .retry(let delay, let reason):
            // A moment at least, so that a hook that never waits does not keep the machine busy.
            (next, words) = (now.addingTimeInterval(max(1, delay / .seconds(1))), reason)
        case nil:
            (next, words) = (RetryPolicy.nextHookTry(after: run.attempts, at: now), "\(error)")
        }
        logger.error(
            next == nil ? "Hook run is dead" : "Hook failed; it is tried again",
            metadata: ["error": "\(words)", "attempt": "\(run.attempts)"])
        try await finish(run, as: next == nil ? .dead : .retrying, error: words, nextAt: next)
    }

    private func finish(
        _ run: HookRunTable.Stored, as status: HookRunTable.Status, error: String?, nextAt: Date?
    ) async throws {
        let now = clock.now()
        try await store.write {
            try HookRunTable($0).finish(run, as: status, error: error, nextAt: nextAt, at: now)
        }
    }
}

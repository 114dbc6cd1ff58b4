import Logging
import ServiceLifecycle
import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes the team's hooks from their rows: at least once each, in the order of an order's events.
///
/// A run is counted before it begins, so that one that was cut off is seen to have been tried; the count is also what
/// tells a process that came back too late that the run is no longer its own. Hooks of different orders, and different
/// hooks of one order, do not wait for each other.
package struct HookRunner: Service {
    private let store: any Store
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let doorbell: Doorbell
    private let logger: Logger
    private let execution: HookExecution

    /// How long a run is believed to be going on without a sign of life.
    static let lease: TimeInterval = 60

    /// - `http`: What hooks call other services with.
    package init(
        store: any Store, setup: Setup, tenant: String, mode: Mode, clock: any WallClock, doorbell: Doorbell,
        http: any HookHTTP, logger: Logger, failpoints: Failpoints = .none
    ) {
        self.store = store
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.doorbell = doorbell
        self.logger = logger
        execution = HookExecution(
            store: store, setup: setup, clock: clock, http: http, logger: logger, failpoints: failpoints)
    }

    package func run() async throws {
        // Where nobody else works on the database, whatever says that it runs was this one's predecessor's.
        try await releaseLost(silentAt: store.isShared ? clock.now() : nil)
        let places = HookPlaces()
        await withDiscardingTaskGroup { group in
            group.addTask { await doorbell.ringEverySecond() }
            doorbell.ring()
            for await _ in doorbell.stream.cancelOnGracefulShutdown() {
                do {
                    let free = places.free
                    guard free >= HookPlaces.fewestClaimed else { continue }
                    for (run, event) in try await withEvents(claim(free)) {
                        places.take()
                        group.addTask {
                            await execution.execute(run, of: event)
                            // Somebody may be waiting for the room.
                            if places.giveBack() { doorbell.ring() }
                        }
                    }
                } catch {
                    logger.error("Hooks could not be claimed; it is tried again", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Runs what is due now, as often as something is, and returns when nothing is left, or when it is canceled.
    package func runDue() async throws {
        while !Task.isCancelled {
            let claimed = try await withEvents(claim(HookPlaces.atOnce))
            guard !claimed.isEmpty else { return }
            await withDiscardingTaskGroup { group in
                for (run, event) in claimed { group.addTask { await execution.execute(run, of: event) } }
            }
        }
    }

    /// Takes what is due, up to a number: first of the hooks that have a limit of their own, then of the others.
    func claim(_ most: Int) async throws -> [HookRunTable.Stored] {
        guard most > 0 else { return [] }
        let now = clock.now()
        // Most rings find nothing, and looking does not need the one connection that writes.
        let (isAnyDue, isAnyLost) = try await store.read { [tenant, mode] connection in
            let runs = HookRunTable(connection)
            return (
                try runs.isAnyDue(tenant: tenant, mode: mode, at: now),
                try runs.isAnyLost(tenant: tenant, mode: mode, silentAt: now)
            )
        }
        if isAnyLost { try await releaseLost(silentAt: now) }
        guard isAnyDue else { return [] }
        let limits = setup.limits
        return try await store.write { [tenant, mode] connection in
            let runs = HookRunTable(connection)
            let leaseUntil = now.addingTimeInterval(Self.lease)
            var claimed: [HookRunTable.Stored] = []
            // In one order everywhere, so that two processes never wait for each other.
            for (hook, limit) in limits.sorted(by: { $0.key < $1.key }) {
                try HeldTable(connection).hold("hook \(tenant) \(mode) \(hook)")
                let room = min(
                    limit - (try runs.running(hook, tenant: tenant, mode: mode)), most - claimed.count)
                guard room > 0 else { continue }
                claimed += try runs.claim(
                    .of(hook), tenant: tenant, mode: mode, at: now, leaseUntil: leaseUntil, limit: room)
            }
            guard claimed.count < most else { return claimed }
            return claimed
                + (try runs.claim(
                    .but(limits.keys.sorted()), tenant: tenant, mode: mode, at: now, leaseUntil: leaseUntil,
                    limit: most - claimed.count))
        }
    }

    /// Runs with what they are about; nil for an event that is gone.
    func withEvents(_ runs: [HookRunTable.Stored]) async throws -> [(HookRunTable.Stored, Event?)] {
        guard !runs.isEmpty else { return [] }
        let events = try await store.read { [mode] connection in
            try runs.map { try EventTable(connection).find($0.event, tenant: $0.tenant, mode: mode) }
        }
        return Array(zip(runs, events))
    }

    /// Puts runs off, or gives them up, that were cut off with their process.
    ///
    /// They wait as if they had failed, so that a hook that ends the process does not end the next one at once, and
    /// the one after it, before a request is taken.
    func releaseLost(silentAt instant: Date?) async throws {
        let now = clock.now()
        let lost = try await store.write { [tenant, mode] connection in
            let runs = HookRunTable(connection)
            return try runs.lost(tenant: tenant, mode: mode, silentAt: instant).filter { run in
                let next = RetryPolicy.nextHookTry(after: run.attempts, at: now)
                return try runs.finish(
                    run, as: next == nil ? .dead : .retrying,
                    error: "\(DeadLetter(.cutOff, "the process ended while it ran"))", nextAt: next, at: now)
            }
        }
        for run in lost {
            logger.error(
                "Hook was cut off with its process",
                metadata: ["hook": "\(run.hook)", "event": "\(run.event)", "attempt": "\(run.attempts)"])
        }
    }
}

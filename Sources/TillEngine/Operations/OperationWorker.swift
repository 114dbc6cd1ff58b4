import Logging
import ServiceLifecycle
import Synchronization
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Performs operations whose time has come: those that a command planned, those that a crash left behind, and those
/// whose answer never came.
package struct OperationWorker: Service {
    private let store: any Store
    private let performer: OperationPerformer
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let doorbell: Doorbell
    private let logger: Logger

    /// How many calls are made at the same time.
    private static let callsAtOnce = 8

    /// - `doorbell`: Rung when an operation was planned.
    package init(
        store: any Store, performer: OperationPerformer, tenant: String, mode: Mode, clock: any WallClock,
        doorbell: Doorbell, logger: Logger
    ) {
        self.store = store
        self.performer = performer
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.doorbell = doorbell
        self.logger = logger
    }

    package func run() async throws {
        if !store.isShared {
            // The only process that could be at these was this one's predecessor.
            let now = clock.now()
            try await store.write { [tenant, mode] in
                try OperationTable($0).release(tenant: tenant, mode: mode, at: now)
            }
        }
        let running = Running()
        await withDiscardingTaskGroup { group in
            group.addTask { await doorbell.ringEverySecond() }
            doorbell.ring()
            for await _ in doorbell.stream.cancelOnGracefulShutdown() {
                do {
                    for key in try await due(besides: running.keys) {
                        running.begin(key)
                        group.addTask {
                            await perform(key)
                            running.end(key)
                        }
                    }
                } catch {
                    logger.error("Operations could not be read; it is tried again", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Which operations this worker is at.
    private final class Running: Sendable {
        private let held = Mutex<Set<IdempotencyKey>>([])
        var keys: Set<IdempotencyKey> { held.withLock { $0 } }
        func begin(_ key: IdempotencyKey) { held.withLock { _ = $0.insert(key) } }
        func end(_ key: IdempotencyKey) { held.withLock { _ = $0.remove(key) } }
    }

    private func due(besides busy: Set<IdempotencyKey>) async throws -> [IdempotencyKey] {
        let now = clock.now()
        let due = try await store.read { [tenant, mode] in
            try OperationTable($0).due(tenant: tenant, mode: mode, at: now, limit: Self.callsAtOnce * 2)
        }
        return Array(due.map(\.key).filter { !busy.contains($0) }.prefix(max(0, Self.callsAtOnce - busy.count)))
    }

    private func perform(_ key: IdempotencyKey) async {
        do {
            try await performer.perform(key, tenant: tenant)
        } catch {
            // The row still says that somebody is at it, so it is taken up again when the lease ends.
            logger.error(
                "An operation could not be recorded", metadata: ["operation": "\(key)", "error": "\(error)"])
        }
    }
}

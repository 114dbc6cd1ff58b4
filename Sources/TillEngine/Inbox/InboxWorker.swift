import Logging
import ServiceLifecycle
import Synchronization
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Claims lanes and has their messages applied: lanes side by side, the messages of one lane one after another.
///
/// Any number of processes may do so on one database. None of them talks to the others: a lane is whose token stands
/// in its row.
package struct InboxWorker: Service {
    private let store: any Store
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let identifiers: any IdentifierSource
    private let doorbell: Doorbell
    private let drain: LaneDrain
    private let logger: Logger
    private let failpoints: Failpoints

    /// How many lanes are worked on together; their transactions share flushes.
    private static let lanesAtOnce = 128
    /// How many must have become free before more are claimed, so that one claim is worth its transaction.
    private static let fewestClaimed = 32

    /// - `doorbell`: Rung when a message was stored.
    /// - `hooksDoorbell`: Rung when a hook was queued.
    package init(
        store: any Store, providers: ProviderRegistry, setup: Setup, tenant: String, mode: Mode, clock: any WallClock,
        identifiers: any IdentifierSource, doorbell: Doorbell, hooksDoorbell: Doorbell, logger: Logger,
        failpoints: Failpoints = .none
    ) {
        self.store = store
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.identifiers = identifiers
        self.doorbell = doorbell
        self.logger = logger
        self.failpoints = failpoints
        drain = LaneDrain(
            store: store, providers: providers, setup: setup, clock: clock, hooksDoorbell: hooksDoorbell,
            logger: logger, failpoints: failpoints)
    }

    package func run() async throws {
        try await freePredecessorsLanes()
        let working = Counter()
        await withDiscardingTaskGroup { group in
            group.addTask { await doorbell.ringEverySecond() }
            doorbell.ring()
            for await _ in doorbell.stream.cancelOnGracefulShutdown() {
                do {
                    for lane in try await claim(Self.lanesAtOnce - working.count) {
                        working.add(1)
                        group.addTask {
                            await drain.drain(lane)
                            // Somebody may be waiting for the room.
                            if working.add(-1) <= Self.lanesAtOnce - Self.fewestClaimed { doorbell.ring() }
                        }
                    }
                } catch {
                    logger.error("Lanes could not be claimed; it is tried again", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Where only one server may be, lanes that are held now were its predecessor's, which is gone: their leases need
    /// not run out.
    private func freePredecessorsLanes() async throws {
        guard !store.isShared else { return }
        let now = clock.now()
        let freed = try await store.write { [tenant, mode] in
            try LaneTable($0, tenant: tenant, mode: mode).freeAll(at: now)
        }
        guard freed > 0 else { return }
        logger.warning("The server before this one was cut off; its work is taken up", metadata: ["lanes": "\(freed)"])
    }

    /// Applies what is due now, as often as something is, and returns when nothing is left, or when it is canceled: a
    /// lane is left as it is then, and stays due.
    package func applyDue() async throws {
        while !Task.isCancelled {
            let lanes = try await claim(Self.lanesAtOnce)
            guard !lanes.isEmpty else { return }
            await withDiscardingTaskGroup { group in
                for lane in lanes { group.addTask { await drain.drain(lane) } }
            }
        }
    }

    /// How many lanes are being worked on.
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        @discardableResult
        func add(_ change: Int) -> Int {
            value.withLock {
                $0 += change
                return $0
            }
        }
    }

    /// Claims lanes and reads what is to be done in them.
    private func claim(_ free: Int) async throws -> [ClaimedLane] {
        guard free >= Self.fewestClaimed else { return [] }
        let now = clock.now()
        // Most rings of a quiet server find nothing, and looking does not need the one connection that writes.
        let isAnyDue = try await store.read { [tenant, mode] in
            try LaneTable($0, tenant: tenant, mode: mode).isAnyDue(at: now)
        }
        guard isAnyDue else { return [] }
        await failpoints.reached(.laneBeforeClaim)
        let token = identifiers.token()
        let names = try await store.write { [tenant, mode] in
            try LaneTable($0, tenant: tenant, mode: mode).claim(
                token, at: now, until: now.addingTimeInterval(ClaimedLane.lease), limit: free)
        }
        await failpoints.reached(.laneClaimed)
        return try await store.read { [tenant, mode] connection in
            try names.map { name in
                ClaimedLane(
                    name: name, tenant: tenant, mode: mode, token: token,
                    messages: try InboxTable(connection).unfinished(
                        lane: name, tenant: tenant, mode: mode, limit: ClaimedLane.mostMessages))
            }
        }
    }
}

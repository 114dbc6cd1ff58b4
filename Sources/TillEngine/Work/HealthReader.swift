import Synchronization
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Says how the engine is doing: whether the database takes a write, and how much work waits.
package struct HealthReader: Sendable {
    private let store: any Store
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let lastProbe: LastProbe

    package init(store: any Store, tenant: String, mode: Mode, clock: any WallClock) {
        self.store = store
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        lastProbe = LastProbe()
    }

    /// When the database was last asked to take a write, so that anybody's asking costs no more than one a second.
    private final class LastProbe: Sendable {
        private let instant = Mutex<Date?>(nil)

        func isDue(at now: Date) -> Bool {
            instant.withLock { last in
                if let last, abs(now.timeIntervalSince(last)) < 1 { return false }
                last = now
                return true
            }
        }

        func forget() { instant.withLock { $0 = nil } }
    }

    /// How much work of one kind waits.
    package struct Counts: Sendable, Encodable {
        /// Rows that are still to be done.
        package let unfinished: Int
        /// Rows that were given up, and wait for a person.
        package let dead: Int
        /// For how many seconds the oldest of the unfinished is overdue; nil when there is none.
        package let oldestDueSeconds: Int64?

        init(_ counts: WorkCounts) {
            unfinished = counts.unfinished
            dead = counts.dead
            oldestDueSeconds = counts.oldestDueSeconds
        }
    }

    /// What somebody changed at the providers.
    package struct Drift: Sendable, Encodable {
        /// How many differences there are.
        package let findings: Int
        /// When the providers were looked at last.
        package let lookedAt: Date
    }

    /// How the engine is doing.
    package struct Health: Sendable {
        /// What is wrong with the database, as a code; nil when it takes writes.
        package let databaseProblem: String?
        package let inbox: Counts?
        package let hooks: Counts?
        /// Nil when nobody has looked yet.
        package let drift: Drift?
    }

    /// Asks the database, with a write, since a disk that is full can still be read.
    package func read() async throws -> Health {
        let now = clock.now()
        do {
            if lastProbe.isDue(at: now) { try await store.write { try HealthProbe($0).touch(at: now) } }
            return try await store.read { [tenant, mode] connection in
                let probe = HealthProbe(connection)
                return Health(
                    databaseProblem: nil, inbox: Counts(try probe.inbox(tenant: tenant, mode: mode, at: now)),
                    hooks: Counts(try probe.hooks(tenant: tenant, mode: mode, at: now)),
                    drift: try Self.drift(DriftTable(connection, tenant: tenant, mode: mode)))
            }
        } catch let error as StoreError {
            lastProbe.forget()
            return Health(databaseProblem: error.code.description, inbox: nil, hooks: nil, drift: nil)
        }
    }

    private static func drift(_ table: DriftTable) throws -> Drift? {
        guard let lookedAt = try table.lastLook() else { return nil }
        return Drift(findings: try table.count(), lookedAt: lookedAt)
    }

    /// Sets the gauges that say how much work waits.
    package func measure() async throws {
        let health = try await read()
        Measurements.database(isWritable: health.databaseProblem == nil)
        if let inbox = health.inbox { Measurements.waiting("message", inbox) }
        if let hooks = health.hooks { Measurements.waiting("hook_run", hooks) }
        if let drift = health.drift { Measurements.drift(drift.findings) }
    }
}

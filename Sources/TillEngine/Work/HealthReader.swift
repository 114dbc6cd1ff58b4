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
    private let reserve: StorageReserve
    private let webhooks: @Sendable () -> [Webhooks]
    private let lastProbe: LastProbe

    /// - `webhooks`: How the webhooks of each account stand.
    init(
        store: any Store, tenant: String, mode: Mode, clock: any WallClock, reserve: StorageReserve,
        webhooks: @escaping @Sendable () -> [Webhooks]
    ) {
        self.store = store
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.reserve = reserve
        self.webhooks = webhooks
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

    /// How the webhooks of an account stand, since the server started.
    package struct Webhooks: Sendable, Encodable {
        package let provider: ProviderName
        package let account: String
        /// When the last genuine one came; nil when none has.
        package let lastAt: Date?
        /// How many were refused, by the reason.
        package let refused: [String: Int]
        /// How far our clock is ahead of the provider's, in seconds; nil when no signature has told yet.
        package let clockSkewSeconds: Int64?
        /// The last that were refused, the newest first.
        package let lastRefused: [RefusedWebhook]
        /// Those of the configured secrets with which one was signed.
        package let secrets: [UsedSecret]
    }

    /// A request that was not taken for a provider's.
    package struct RefusedWebhook: Sendable, Encodable {
        package let at: Date
        package let reason: String
        package let help: String
    }

    /// A secret that is in use.
    package struct UsedSecret: Sendable, Encodable {
        /// Which of those that are configured, counted from 1.
        package let number: Int
        package let lastUsedAt: Date
    }

    /// How the engine is doing.
    package struct Health: Sendable {
        /// What is wrong with the database, as a code; nil when it takes writes.
        package let databaseProblem: String?
        package let inbox: Counts?
        package let hooks: Counts?
        /// Nil when nobody has looked yet.
        package let drift: Drift?
        /// Of every account that takes them.
        package let webhooks: [Webhooks]
    }

    /// Asks the database, with a write, since a disk that is full can still be read.
    package func read() async throws -> Health {
        let now = clock.now()
        do {
            if lastProbe.isDue(at: now) { try await store.write { try HealthProbe($0).touch(at: now) } }
            return try await store.read { [tenant, mode, reserve, webhooks] connection in
                let probe = HealthProbe(connection)
                return Health(
                    databaseProblem: reserve.isShort ? "disk_reserve" : nil,
                    inbox: Counts(try probe.inbox(tenant: tenant, mode: mode, at: now)),
                    hooks: Counts(try probe.hooks(tenant: tenant, mode: mode, at: now)),
                    drift: try Self.drift(DriftTable(connection, tenant: tenant, mode: mode)), webhooks: webhooks())
            }
        } catch let error as StoreError {
            lastProbe.forget()
            return Health(
                databaseProblem: error.code.description, inbox: nil, hooks: nil, drift: nil, webhooks: webhooks())
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
        for webhooks in health.webhooks {
            if let skew = webhooks.clockSkewSeconds { Measurements.clockSkew(skew, from: webhooks.provider) }
        }
    }
}

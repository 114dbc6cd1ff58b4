import Logging
import ServiceLifecycle
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Applies stored messages: one transaction each for the order, its payments, the events and the hook runs.
///
/// Messages of one lane are applied in order, and a message that is put off holds up its own lane only.
package struct InboxWorker: Service {
    private let store: any Store
    private let providers: ProviderRegistry
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let hooksDoorbell: Doorbell
    private let worker: Worker
    private let logger: Logger

    /// How many lanes are looked at together; their transactions share flushes.
    private static let lanesAtOnce = 64

    /// - `doorbell`: Rung when a message was stored.
    /// - `hooksDoorbell`: Rung when a hook was queued.
    package init(
        store: any Store, providers: ProviderRegistry, setup: Setup, tenant: String, mode: Mode, clock: any WallClock,
        doorbell: Doorbell, hooksDoorbell: Doorbell, logger: Logger
    ) {
        self.store = store
        self.providers = providers
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.hooksDoorbell = hooksDoorbell
        worker = Worker(name: "inbox", doorbell: doorbell, logger: logger)
        self.logger = logger
    }

    package func run() async throws {
        await worker.run { try await applyDue() }
    }

    /// Applies everything whose time has come, and returns when nothing is left.
    package func applyDue() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let now = clock.now()
            let due = try await store.read { [tenant, mode] in
                try InboxTable($0).due(tenant: tenant, mode: mode, at: now, limit: Self.lanesAtOnce)
            }
            guard !due.isEmpty else { return }
            let wereRecorded = await withTaskGroup(of: Bool.self) { group in
                for row in due { group.addTask { await apply(row) } }
                return await group.reduce(true) { $0 && $1 }
            }
            // What could not even be put off stays due: looking again at once would only heat the machine.
            guard wereRecorded else { return }
        }
    }

    // MARK: - One message

    private enum Outcome: Sendable {
        case applied(Order.ID, [Event])
        case ignored(String)
        /// For one of the provider's objects, or an order, that is not known yet.
        case waiting(for: String)
        case dead(String)
        /// Somebody else had it in the meantime.
        case taken
    }

    /// Applies one message; false when not even its trouble could be written down.
    private func apply(_ row: InboxTable.Stored) async -> Bool {
        do {
            let now = clock.now()
            let reading = read(row)
            let outcome = try await store.write { connection in
                guard try InboxTable(connection).isUnchanged(row) else { return Outcome.taken }
                let outcome =
                    switch reading {
                    case .facts(let facts): try apply(facts, of: row, at: now, on: connection)
                    case .ended(let outcome): outcome
                    }
                return try record(outcome, of: row, at: now, on: connection)
            }
            announce(outcome, of: row)
            return true
        } catch let undone as Undone {
            return await end(row, as: undone.outcome)
        } catch {
            return await retry(row, after: error)
        }
    }

    /// A message of several facts of which a later one cannot be applied: everything it wrote is undone.
    private struct Undone: Error {
        let outcome: Outcome
    }

    /// Writes what became of a message of which nothing was applied.
    private func end(_ row: InboxTable.Stored, as outcome: Outcome) async -> Bool {
        let now = clock.now()
        do {
            announce(try await store.write { try record(outcome, of: row, at: now, on: $0) }, of: row)
            return true
        } catch {
            return await retry(row, after: error)
        }
    }

    private enum Reading: Sendable {
        case facts([ProviderFact])
        case ended(Outcome)
    }

    /// What a message means, worked out from its bytes before the transaction begins.
    private func read(_ row: InboxTable.Stored) -> Reading {
        guard let provider = providers.provider(for: row.account) else {
            return .ended(.dead("unknown_account: no such account is configured"))
        }
        do throws(UnreadableEvent) {
            let facts = try provider.facts(in: row.body)
            return facts.isEmpty ? .ended(.ignored("unmapped")) : .facts(facts)
        } catch {
            return .ended(.dead("unparsed: \(error)"))
        }
    }

    /// Every fact of a message is applied, or none is: what was written for a first one is undone by a later one that
    /// cannot be.
    private func apply(
        _ facts: [ProviderFact], of row: InboxTable.Stored, at now: Date, on connection: any SQLConnection
    ) throws -> Outcome {
        let writer = ProjectionWriter(connection, setup: setup, now: now)
        var events: [Event] = []
        var order: Order.ID?
        for fact in facts {
            /// Ends the message; what earlier facts of it wrote is undone.
            func end(as outcome: Outcome) throws -> Outcome {
                guard order == nil else { throw Undone(outcome: outcome) }
                return outcome
            }
            let finder = OrderFinder(connection, account: row.account)
            let found: Order.ID
            switch try finder.find(fact.subject, isOrphanExpected: fact.change.isAboutKnownPayment) {
            case .order(let id): found = id
            case .unrelated: return try end(as: .ignored("unrelated"))
            case .missing(let object): return try end(as: .waiting(for: object))
            case .foreign(let reason): return try end(as: .dead("foreign: \(reason)"))
            }
            let (id, renewalID) = try subscriptionOrder(fact, found: found, row.account, connection)
            guard let before = try writer.load(id, tenant: tenant) else {
                return try end(as: .waiting(for: id.rawValue))
            }
            let renewalBefore = try renewalID.flatMap { try writer.load($0, tenant: tenant) }
            let projection = try Projector.project(
                fact, cause: row.dedupKey, onto: before.record, renewal: renewalBefore?.record)
            if let object = projection.waitsFor { return try end(as: .waiting(for: object)) }
            if let reason = projection.refusal { return try end(as: .dead("refused: \(reason)")) }
            try writer.save(projection.record, before: (before.record, before.stored.rowVersion))
            if let renewal = projection.renewal {
                try writer.save(renewal, before: renewalBefore.map { ($0.record, $0.stored.rowVersion) })
            }
            for object in fact.subject.objects + [fact.subject.session].compactMap({ $0 }) {
                try RemoteObjectTable(connection).record(object, for: id, in: row.account)
            }
            if projection.closesCheckout {
                try OperationTable(connection).closeCheckout(order: id, tenant: tenant, at: now)
            }
            events += try writer.publish(projection.events, account: row.account, inboxID: row.id)
            order = id
        }
        return order.map { .applied($0, events) } ?? .ignored("unrelated")
    }

    /// A message about a later period names two orders: the one that began the subscription, and the period's own.
    private func subscriptionOrder(
        _ fact: ProviderFact, found: Order.ID, _ account: ProviderAccount, _ connection: any SQLConnection
    ) throws -> (base: Order.ID, renewal: Order.ID?) {
        guard let (subscription, payment) = fact.change.renewal else { return (found, nil) }
        let objects = RemoteObjectTable(connection)
        return (
            try objects.order(of: subscription, in: account) ?? found, try objects.order(of: payment, in: account)
        )
    }

    // MARK: - How a message ends

    /// Writes what became of a message, in the transaction that made it so.
    ///
    /// Returns the outcome; a message that waited for too long comes back dead.
    private func record(
        _ outcome: Outcome, of row: InboxTable.Stored, at now: Date, on connection: any SQLConnection
    ) throws -> Outcome {
        let inbox = InboxTable(connection)
        switch outcome {
        case .applied(let order, _):
            try inbox.finish(row, as: .applied, reason: nil, order: order, at: now)
        case .ignored(let reason):
            try inbox.finish(row, as: .ignored, reason: reason, order: nil, at: now)
        case .dead(let reason):
            try inbox.finish(row, as: .dead, reason: reason, order: nil, at: now)
        case .waiting(let object):
            guard let next = RetryPolicy.nextMissingParentLook(receivedAt: row.receivedAt, now: now) else {
                let reason = "orphan: nothing was ever told of \(object)"
                try inbox.finish(row, as: .dead, reason: reason, order: nil, waitedFor: object, at: now)
                return .dead(reason)
            }
            try inbox.wait(row, for: object, reason: "nothing is known yet of \(object)", lookingAgainAt: next)
        case .taken:
            break
        }
        return outcome
    }

    private func announce(_ outcome: Outcome, of row: InboxTable.Stored) {
        let metadata: Logger.Metadata = ["event": "\(row.dedupKey)", "type": "\(row.type)"]
        switch outcome {
        case .applied(let order, let events):
            for event in events {
                logger.notice(
                    "\(event.kind)", metadata: ["order": "\(order)", "id": "\(event.id)", "cause": "\(row.dedupKey)"])
            }
            if !events.isEmpty { hooksDoorbell.ring() }
        case .ignored(let reason):
            logger.debug("Webhook ignored", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .dead(let reason):
            logger.error("Webhook is dead", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .waiting(let object):
            logger.info("Webhook waits", metadata: metadata.merging(["for": "\(object)"]) { $1 })
        case .taken:
            return
        }
    }

    /// Puts a message off after trouble: for long when time may help, for three tries when it will not.
    ///
    /// False when that could not be written down; the message then stays due as it is, and nothing is lost.
    private func retry(_ row: InboxTable.Stored, after error: any Error) async -> Bool {
        let now = clock.now()
        let isTransient = Engine.isStorageUnavailable(error)
        let isHopeless = !isTransient && row.failures + 1 >= RetryPolicy.deterministicTries
        logger.error(
            "Webhook could not be applied",
            metadata: ["event": "\(row.dedupKey)", "error": "\(error)", "failure": "\(row.failures + 1)"])
        do {
            try await store.write { connection in
                let inbox = InboxTable(connection)
                if isHopeless {
                    try inbox.finish(row, as: .dead, reason: "failed: \(error)", order: nil, at: now)
                } else {
                    let next = RetryPolicy.nextTransientTry(after: row.failures, at: now)
                    try inbox.retry(row, reason: "\(error)", at: next)
                }
            }
            return true
        } catch {
            logger.error("Webhook could not be put off", metadata: ["event": "\(row.dedupKey)", "error": "\(error)"])
            return false
        }
    }
}

extension ProviderFact.Change {
    /// Whether it speaks of a payment that another message must have told of.
    fileprivate var isAboutKnownPayment: Bool {
        switch self {
        case .refund, .paymentRefunded, .paymentAlias: true
        default: false
        }
    }

    /// The subscription and the payment of a later period, where it speaks of one.
    fileprivate var renewal: (subscription: String, payment: String)? {
        switch self {
        case .renewalPaid(let subscription, let payment, _), .renewalFailed(let subscription, let payment, _, _):
            (subscription, payment)
        default: nil
        }
    }
}

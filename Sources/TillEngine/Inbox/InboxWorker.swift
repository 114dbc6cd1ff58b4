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
/// Messages of one lane are applied in order; lanes do not wait for each other.
package struct InboxWorker: Service {
    private let store: any Store
    private let providers: ProviderRegistry
    private let setup: Setup
    private let clock: any WallClock
    private let hooksDoorbell: Doorbell
    private let worker: Worker
    private let logger: Logger

    /// How many lanes are looked at together; their transactions share flushes.
    private static let lanesAtOnce = 64

    /// - `doorbell`: Rung when a message was stored.
    /// - `hooksDoorbell`: Rung when a hook was queued.
    package init(
        store: any Store, providers: ProviderRegistry, setup: Setup, clock: any WallClock, doorbell: Doorbell,
        hooksDoorbell: Doorbell, logger: Logger
    ) {
        self.store = store
        self.providers = providers
        self.setup = setup
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
            let due = try await store.read { try InboxTable($0).due(at: now, limit: Self.lanesAtOnce) }
            guard !due.isEmpty else { return }
            await withTaskGroup(of: Void.self) { group in
                for row in due { group.addTask { await apply(row) } }
            }
        }
    }

    // MARK: - One message

    private enum Outcome: Sendable {
        case applied(Order.ID, [Event])
        case ignored(String)
        /// For one of the provider's objects, or an order, that is not known yet.
        case waiting(for: String)
        case dead(String)
        case taken
    }

    private func apply(_ row: InboxTable.Stored) async {
        do {
            guard let provider = providers.provider(for: row.account) else {
                return try await finish(row, .dead("unknown_account: no such account is configured"))
            }
            let facts: [ProviderFact]
            do throws(UnreadableEvent) {
                facts = try provider.facts(in: row.body)
            } catch {
                return try await finish(row, .dead("unparsed: \(error)"))
            }
            guard !facts.isEmpty else { return try await finish(row, .ignored("unmapped")) }
            let outcome = try await store.write { connection in
                try apply(facts, of: row, on: connection)
            }
            try await finish(row, outcome)
        } catch {
            await retry(row, after: error)
        }
    }

    /// The transaction of one message.
    ///
    /// What it writes and what it says of the message become durable together.
    private func apply(_ facts: [ProviderFact], of row: InboxTable.Stored, on connection: any SQLConnection) throws
        -> Outcome
    {
        let inbox = InboxTable(connection)
        guard try inbox.isUnchanged(row) else { return .taken }
        let now = clock.now()
        let writer = ProjectionWriter(connection, setup: setup, now: now)
        var events: [Event] = []
        var order: Order.ID?
        for fact in facts {
            let finder = OrderFinder(connection, account: row.account)
            switch try finder.find(fact.subject, isOrphanExpected: fact.change.isAboutKnownPayment) {
            case .order(let id): order = id
            case .unrelated: return .ignored("unrelated")
            case .missing(let object): return .waiting(for: object)
            case .foreign(let reason): return .dead("foreign: \(reason)")
            }
            guard let order else { continue }
            switch try project(fact, of: row, onto: order, with: writer, connection) {
            case .applied(_, let published): events += published
            case let other: return other
            }
        }
        guard let order else { return .ignored("unrelated") }
        try inbox.finish(row, as: .applied, reason: nil, order: order, at: now)
        return .applied(order, events)
    }

    private func project(
        _ fact: ProviderFact, of row: InboxTable.Stored, onto found: Order.ID, with writer: ProjectionWriter,
        _ connection: any SQLConnection
    ) throws -> Outcome {
        let tenant = row.account.tenant
        let (id, renewalID) = try subscriptionOrder(fact, found: found, row.account, connection)
        guard let before = try writer.load(id, tenant: tenant) else { return .waiting(for: id.rawValue) }
        let renewalBefore = try renewalID.flatMap { try writer.load($0, tenant: tenant) }
        let projection = try Projector.project(
            fact, cause: row.dedupKey, onto: before.record, renewal: renewalBefore?.record)
        if let object = projection.waitsFor { return .waiting(for: object) }
        try writer.save(projection.record, before: (before.record, before.stored.rowVersion))
        if let renewal = projection.renewal {
            try writer.save(renewal, before: renewalBefore.map { ($0.record, $0.stored.rowVersion) })
        }
        let objects = RemoteObjectTable(connection)
        for object in fact.subject.objects + [fact.subject.session].compactMap({ $0 }) {
            try objects.record(object, for: id, in: row.account, at: clock.now())
        }
        if projection.closesCheckout {
            try OperationTable(connection).closeCheckout(order: id, tenant: tenant, at: clock.now())
        }
        return .applied(id, try writer.publish(projection.events, account: row.account, inboxID: row.id))
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

    private func finish(_ row: InboxTable.Stored, _ outcome: Outcome) async throws {
        let now = clock.now()
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
            try await write(row, as: .ignored, reason)
        case .dead(let reason):
            logger.error("Webhook is dead", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
            try await write(row, as: .dead, reason)
        case .waiting(let object):
            guard let next = RetryPolicy.nextMissingParentLook(receivedAt: row.receivedAt, now: now) else {
                logger.error("Webhook is dead", metadata: metadata.merging(["reason": "orphan of \(object)"]) { $1 })
                return try await write(row, as: .dead, "orphan: nothing was ever told of \(object)")
            }
            let reason = "nothing is known yet of \(object)"
            try await store.write {
                try InboxTable($0).wait(row, for: object, reason: reason, lookingAgainAt: next)
            }
        case .taken:
            return
        }
    }

    private func write(_ row: InboxTable.Stored, as status: InboxTable.Status, _ reason: String) async throws {
        let now = clock.now()
        try await store.write { try InboxTable($0).finish(row, as: status, reason: reason, order: nil, at: now) }
    }

    /// Puts a message off after trouble: for long when time may help, for three tries when it will not.
    private func retry(_ row: InboxTable.Stored, after error: any Error) async {
        let now = clock.now()
        let isTransient = (error as? StoreError)?.code == .unavailable
        let isHopeless =
            isTransient
            ? now.timeIntervalSince(row.receivedAt) > RetryPolicy.transientBudget
            : row.attempts + 1 >= RetryPolicy.deterministicTries
        logger.error(
            "Webhook could not be applied",
            metadata: ["event": "\(row.dedupKey)", "error": "\(error)", "attempt": "\(row.attempts + 1)"])
        do {
            if isHopeless {
                try await write(row, as: .dead, "failed: \(error)")
            } else {
                let next = RetryPolicy.nextTransientTry(after: row.attempts, at: now)
                try await store.write { try InboxTable($0).retry(row, reason: "\(error)", at: next) }
            }
        } catch {
            // The row stays due as it is, so nothing is lost: the next look finds it again.
            logger.error("Webhook could not be put off", metadata: ["event": "\(row.dedupKey)", "error": "\(error)"])
        }
    }
}

extension ProviderFact.Change {
    /// Whether it speaks of a payment that another message must have told of.
    fileprivate var isAboutKnownPayment: Bool {
        switch self {
        case .refund, .paymentRefunded: true
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

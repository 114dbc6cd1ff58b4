import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Applies one message inside a transaction: the order, its payments, the events, the hook runs, and the message's own
/// end, all of them or none.
struct MessageTransaction {
    let connection: any SQLConnection
    let setup: Setup
    let row: InboxTable.Stored
    let now: Date
    /// Whether the provider can be asked where the message leaves a doubt.
    let mayDoubt: Bool

    private var account: ProviderAccount { row.account }
    private var tenant: String { row.account.tenant }

    /// Applies what the message means and writes what became of it; a message that waited for too long comes back dead.
    func apply(_ reading: MessageReading) throws -> InboxOutcome {
        let outcome =
            switch reading {
            case .facts(let facts): try project(facts)
            case .ended(let outcome): outcome
            }
        return try record(try tellNatively(outcome))
    }

    /// Records the provider's own event, for hooks that wait for it, once it is known what it means to us.
    private func tellNatively(_ outcome: InboxOutcome) throws -> InboxOutcome {
        let native = NativeEvents(connection, setup: setup, now: now)
        switch outcome {
        case .applied(let order, let events, let changes):
            return .applied(order, events + [try native.publish(row)].compactMap { $0 }, changes)
        case .ignored:
            return try native.publish(row).map { .told($0.order, $0) } ?? outcome
        case .told, .waiting, .dead:
            return outcome
        }
    }

    /// Every fact of a message is applied, or none is: what was written for a first one is undone by a later one that
    /// cannot be.
    ///
    /// What was only asked for beside them may be nothing that can be placed: it ends nothing. A renewal's payment
    /// carries no mark of ours, and is known to be ours only once its invoice told its name.
    private func project(_ facts: [ProviderFact]) throws -> InboxOutcome {
        var events: [Event] = []
        var changes = RecordChanges()
        var order: Order.ID?
        for fact in facts {
            let outcome = try project(fact, isAnswered: facts.contains { $0.answers(fact) })
            guard case .applied(let id, let published, let changed) = outcome else {
                if fact.isFetched { continue }
                guard order == nil else { throw UndoneMessage(outcome: outcome) }
                return outcome
            }
            events += published
            changes = changes + changed
            order = id
        }
        return order.map { .applied($0, events, changes) } ?? .ignored("unrelated")
    }

    /// Applies one fact, or says why it cannot be; then nothing was written for it.
    private func project(_ fact: ProviderFact, isAnswered: Bool) throws -> InboxOutcome {
        let writer = ProjectionWriter(connection, setup: setup, now: now, runsHooks: true)
        let finder = OrderFinder(connection, account: account)
        let found: Order.ID
        switch try finder.find(fact.subject, isOrphanExpected: fact.change.isAboutKnownPayment) {
        case .order(let id): found = id
        case .unrelated: return .ignored("unrelated")
        case .missing(let object): return .waiting(for: object)
        case .foreign(let reason): return .dead(DeadLetter(.foreign, reason))
        }
        let (id, renewalID) = try subscriptionOrder(fact, found: found)
        guard let before = try writer.load(id, tenant: tenant) else { return .waiting(for: id.rawValue) }
        let renewalBefore = try renewalID.flatMap { try writer.load($0, tenant: tenant) }
        let projection = try Projector.project(
            fact, cause: row.dedupKey, onto: before.record, renewal: renewalBefore?.record, mayDoubt: mayDoubt,
            isAnswered: isAnswered)
        if let object = projection.doubt { throw DoubtfulMessage(object: object) }
        if let object = projection.waitsFor { return .waiting(for: object) }
        if let reason = projection.refusal { return .dead(DeadLetter(.refused, reason)) }
        try writer.save(projection.record, before: (before.record, before.stored.rowVersion))
        if let renewal = projection.renewal {
            try writer.save(renewal, before: renewalBefore.map { ($0.record, $0.stored.rowVersion) })
        }
        try record(fact.subject, of: id, besides: projection.record.remoteIDs)
        if projection.closesCheckout {
            try OperationTable(connection).closeCheckout(order: id, tenant: tenant, at: now)
        }
        let changes =
            RecordChanges(before: before.record, after: projection.record)
            + (projection.renewal.map { RecordChanges(before: renewalBefore?.record, after: $0) } ?? RecordChanges())
        let events = try writer.publish(projection.events, changes: changes, account: account, inboxID: row.id)
        return .applied(id, events, changes)
    }

    /// Records the objects that a message names, and wakes what waits for one of them, or waited in vain.
    ///
    /// - `known`: Payments and subscriptions, which were recorded when they were saved.
    private func record(_ subject: ProviderFact.Subject, of order: Order.ID, besides known: Set<String>) throws {
        for object in subject.objects + [subject.session].compactMap({ $0 }) where !known.contains(object) {
            if try RemoteObjectTable(connection).record(object, for: order, in: account) {
                try InboxTable(connection).wake(waitingFor: object, in: account, at: now)
            }
        }
    }

    /// A message about a later period names two orders: the one that began the subscription, and the period's own.
    private func subscriptionOrder(
        _ fact: ProviderFact, found: Order.ID
    ) throws -> (base: Order.ID, renewal: Order.ID?) {
        guard let (subscription, payment) = fact.change.renewal else { return (found, nil) }
        let objects = RemoteObjectTable(connection)
        return (
            try objects.order(of: subscription, in: account) ?? found, try objects.order(of: payment, in: account)
        )
    }

    /// Writes what became of the message.
    private func record(_ outcome: InboxOutcome) throws -> InboxOutcome {
        let inbox = InboxTable(connection)
        switch outcome {
        case .applied(let order, let events, let changes):
            // What made an event is told by the event.
            let reason = events.isEmpty ? changes.sentence : nil
            try inbox.finish(row, as: .applied, reason: reason, order: order, at: now)
        case .told(let order, _):
            try inbox.finish(row, as: .applied, reason: "told to hooks alone", order: order, at: now)
        case .ignored(let reason):
            try inbox.finish(row, as: .ignored, reason: reason, order: nil, at: now)
        case .dead(let letter):
            try inbox.finish(row, as: .dead, reason: letter.description, order: nil, at: now)
        case .waiting(let object):
            guard let next = RetryPolicy.nextMissingParentLook(receivedAt: row.receivedAt, now: now) else {
                let letter = DeadLetter(.orphan, "nothing was ever told of \(object)")
                try inbox.finish(
                    row, as: .dead, reason: letter.description, order: nil, waitedFor: object, at: now)
                return .dead(letter)
            }
            try inbox.wait(row, for: object, reason: "nothing is known yet of \(object)", lookingAgainAt: next)
        }
        return outcome
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

extension ProviderFact {
    /// Whether this is how the provider, when it was asked, described the subscription that a message told of.
    fileprivate func answers(_ told: ProviderFact) -> Bool {
        guard isFetched, !told.isFetched, case .subscription(let state, _) = change,
            case .subscription(let toldState, _) = told.change
        else { return false }
        return state.remoteID == toldState.remoteID
    }
}

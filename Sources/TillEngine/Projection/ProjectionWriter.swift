import Logging
import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads what a projection needs and writes what it says, inside one transaction.
struct ProjectionWriter {
    private let connection: any SQLConnection
    private let setup: Setup
    private let now: Date
    private let runsHooks: Bool

    /// - `runsHooks`: Whether transactional hooks run in this very transaction, which their failure then undoes.
    init(_ connection: any SQLConnection, setup: Setup, now: Date, runsHooks: Bool = false) {
        self.connection = connection
        self.setup = setup
        self.now = now
        self.runsHooks = runsHooks
    }

    /// An order with everything that hangs on it, which nobody else changes until the transaction ends; nil when the
    /// tenant has none of that id.
    func load(_ id: Order.ID, tenant: String) throws -> (record: OrderRecord, stored: OrderTable.Stored)? {
        guard let stored = try OrderTable(connection).lock(id, tenant: tenant) else { return nil }
        let record = OrderRecord(
            order: stored.order, payments: try PaymentTable(connection).list(order: id, tenant: tenant),
            refunds: try RefundTable(connection).list(order: id, tenant: tenant),
            subscriptions: try SubscriptionTable(connection).list(order: id, tenant: tenant))
        return (record, stored)
    }

    /// Writes an order's changes: the rows that differ, and no others.
    ///
    /// - `before`: The order as it was loaded, with its row's version; nil for one that is new.
    func save(_ record: OrderRecord, before: (record: OrderRecord, rowVersion: Int64)?) throws {
        let account = record.order.account
        if let before {
            if before.record.order != record.order {
                try OrderTable(connection).update(record.order, rowVersion: before.rowVersion)
            }
        } else {
            try OrderTable(connection).insert(record.order)
        }
        for payment in record.payments
        where before?.record.payments.contains(payment) != true
            || before?.record.reserved(of: payment) != record.reserved(of: payment)
        {
            try PaymentTable(connection).save(payment, reserved: record.reserved(of: payment), of: account)
            for remoteID in [payment.remoteID, payment.aliasID].compactMap({ $0 }) {
                try RemoteObjectTable(connection).record(remoteID, for: record.order.id, in: account)
                // Also when it was recorded before: what waits for it may wait for its new state.
                try InboxTable(connection).wake(waitingFor: remoteID, in: account, at: now)
            }
        }
        for refund in record.refunds where before?.record.refunds.contains(refund) != true {
            try RefundTable(connection).save(refund, of: account)
            guard let remoteID = refund.remoteID else { continue }
            try RemoteObjectTable(connection).record(remoteID, for: record.order.id, in: account)
            try OperationTable(connection).close(refund: refund.id, tenant: account.tenant, result: remoteID, at: now)
        }
        for subscription in record.subscriptions where before?.record.subscriptions.contains(subscription) != true {
            try SubscriptionTable(connection).save(subscription, of: account)
            try RemoteObjectTable(connection).record(subscription.remoteID, for: record.order.id, in: account)
            try InboxTable(connection).wake(waitingFor: subscription.remoteID, in: account, at: now)
        }
    }

    /// Writes events that are new, and queues or runs every hook that waits for one.
    ///
    /// - `changes`: What changed in the same transaction; kept beside each of them.
    func publish(
        _ drafts: [Projection.Draft], changes: RecordChanges = RecordChanges(), account: ProviderAccount,
        inboxID: String?
    ) throws -> [Event] {
        let changes = changes.isEmpty ? nil : try jsonText(changes.changes)
        var published: [Event] = []
        var sequences: [Order.ID: Int] = [:]
        let memory = JSONMemory()
        for draft in drafts {
            let sequence =
                try sequences[draft.order]
                ?? EventTable(connection).nextSequence(order: draft.order, tenant: account.tenant)
            let event = Event(
                id: DerivedIdentifiers.make(
                    account.tenant, draft.order.rawValue, draft.kind.rawValue, draft.discriminator),
                kind: draft.kind, order: draft.order, sequence: sequence, occurredAt: draft.occurredAt, recordedAt: now,
                data: try text(draft.payload, memory))
            guard try EventTable(connection).insert(event, account: account, inboxID: inboxID, changes: changes) else {
                continue
            }
            sequences[draft.order] = sequence + 1
            let waiting = setup.hooks(for: event.kind, about: draft.payload.order)
            let hooks = TransactionalHooks(connection, now: now)
            if runsHooks {
                try hooks.run(waiting, for: event, account: account)
            } else {
                try hooks.queue(waiting, for: event, account: account)
            }
            published.append(event)
        }
        return published
    }

    private func text(_ payload: Projection.Payload, _ memory: JSONMemory) throws -> String {
        switch payload {
        case .order(let payload): try JSONWriter.text(payload, memory: memory)
        case .payment(let payload): try JSONWriter.text(payload, memory: memory)
        case .refund(let payload): try JSONWriter.text(payload, memory: memory)
        case .subscription(let payload): try JSONWriter.text(payload, memory: memory)
        }
    }
}

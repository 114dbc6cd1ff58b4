import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Records a provider's own event for the hooks that wait for it, in the transaction that applies its message.
struct NativeEvents {
    private let connection: any SQLConnection
    private let setup: Setup
    private let now: Date

    init(_ connection: any SQLConnection, setup: Setup, now: Date) {
        self.connection = connection
        self.setup = setup
        self.now = now
    }

    /// Records the event of a message; nil when no hook waits for it, or it was recorded before.
    func publish(_ message: InboxTable.Stored) throws -> Event? {
        let account = message.account
        let kind = EventKind(rawValue: "\(account.provider):\(message.type)")
        guard setup.isWanted(kind) else { return nil }
        // Held, so that nobody else counts the order's events meanwhile.
        let order = try orderID(of: message).flatMap {
            try OrderTable(connection).lock($0, tenant: account.tenant)?.order
        }
        let object = message.objectID.isEmpty ? message.dedupKey : message.objectID
        let entity = order?.id.rawValue ?? "\(account.provider):\(object)"
        let payload = NativeEvent(
            id: message.dedupKey, provider: account.provider, type: message.type, occurredAt: message.occurredAt,
            body: String(decoding: message.body, as: UTF8.self), order: order)
        let event = Event(
            id: DerivedIdentifiers.make(
                account.tenant, "native", account.provider.rawValue, account.account, account.mode.rawValue,
                message.dedupKey),
            kind: kind, entity: entity,
            sequence: try EventTable(connection).nextSequence(entity: entity, tenant: account.tenant),
            occurredAt: message.occurredAt, recordedAt: now,
            data: try JSONWriter.text(payload))
        guard try EventTable(connection).insert(event, account: account, inboxID: message.id) else { return nil }
        try TransactionalHooks(connection, now: now).run(
            setup.hooks(for: kind, about: order), for: event, account: account)
        return event
    }

    /// The order that the message's object is recorded on; else the one order that everything recorded which its body
    /// names is recorded on.
    private func orderID(of message: InboxTable.Stored) throws -> Order.ID? {
        let objects = RemoteObjectTable(connection)
        if let order = try objects.order(of: message.objectID, in: message.account) { return order }
        var found: Order.ID?
        for name in NamedObjects(in: message.body).names {
            guard let order = try objects.order(of: name, in: message.account) else { continue }
            guard found == nil || found == order else { return nil }
            found = order
        }
        return found
    }
}

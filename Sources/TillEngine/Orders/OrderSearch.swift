import TillModel
import TillStore

/// Finds the order that somebody means, by whatever they have in hand.
package struct OrderSearch: Sendable {
    private let store: any Store
    private let tenant: String
    private let mode: Mode

    /// How many candidates are shown.
    private static let mostCandidates = 20
    /// How many of the newest messages are looked through for an e-mail address.
    private static let mostMessages = 5_000

    package init(store: any Store, tenant: String, mode: Mode) {
        self.store = store
        self.tenant = tenant
        self.mode = mode
    }

    /// What was found.
    package enum Finding: Sendable {
        case order(Order.ID)
        /// Several, newest first.
        case candidates([Order])
        /// A message of a provider's that is about no order that is known.
        case message(InboxTable.Stored)
        case nothing
    }

    /// Looks for an order's id, an id of ours or of the provider's on it, a message's, or an e-mail address.
    package func find(_ text: String) async throws -> Finding {
        try await store.read { connection in
            if let id = Order.ID(rawValue: text), try exists(id, on: connection) { return .order(id) }
            if text.contains("@") { return try candidates(email: text, on: connection) }
            let search = OrderSearchTable(connection, tenant: tenant, mode: mode)
            if let order = try search.order(remoteID: text) ?? search.order(ownID: text) { return .order(order) }
            if let id = Event.ID(rawValue: text),
                let order = try EventTable(connection).find(id, tenant: tenant, mode: mode)?.order
            {
                return .order(order)
            }
            guard let message = try InboxTable(connection).find(text, tenant: tenant, mode: mode) else {
                return .nothing
            }
            let order =
                try message.order ?? Order.ID(rawValue: message.lane) ?? search.order(remoteID: message.objectID)
            if let order, try exists(order, on: connection) { return .order(order) }
            return .message(message)
        }
    }

    private func exists(_ id: Order.ID, on connection: any SQLConnection) throws -> Bool {
        try OrderTable(connection).find(id, tenant: tenant)?.order.account.mode == mode
    }

    /// The orders that were made with an address, and those whose messages of late name it: buyers type it on the
    /// provider's page.
    private func candidates(email: String, on connection: any SQLConnection) throws -> Finding {
        let search = OrderSearchTable(connection, tenant: tenant, mode: mode)
        var ids = try search.orders(email: email, limit: Self.mostCandidates)
        let bytes = Array(email.lowercased().utf8)
        let messages = try InboxTable(connection).list(
            tenant: tenant, mode: mode, status: nil, limit: Self.mostMessages)
        for message in messages where ids.count < Self.mostCandidates {
            guard let order = message.order, !ids.contains(order), Self.contains(bytes, in: message.body) else {
                continue
            }
            ids.append(order)
        }
        let orders = try ids.compactMap { try OrderTable(connection).find($0, tenant: tenant)?.order }
            .filter { $0.account.mode == mode }
        if let only = orders.first, orders.count == 1 { return .order(only.id) }
        return orders.isEmpty ? .nothing : .candidates(orders.sorted { $0.createdAt > $1.createdAt })
    }

    /// Whether bytes contain a text, capital letters or not.
    private static func contains(_ wanted: [UInt8], in body: [UInt8]) -> Bool {
        guard let first = wanted.first, body.count >= wanted.count else { return false }
        func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
        return (0...(body.count - wanted.count)).contains { start in
            guard lowered(body[start]) == first else { return false }
            return wanted.indices.allSatisfy { lowered(body[start + $0]) == wanted[$0] }
        }
    }
}

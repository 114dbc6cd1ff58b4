import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds orders by what a person at night has in hand.
package struct OrderSearchTable {
    private let connection: any SQLConnection
    private let tenant: String
    private let mode: Mode

    package init(_ connection: any SQLConnection, tenant: String, mode: Mode) {
        self.connection = connection
        self.tenant = tenant
        self.mode = mode
    }

    /// The order that one of a provider's objects is recorded on: a session, a payment, a refund, a subscription.
    package func order(remoteID: String) throws -> Order.ID? {
        // Provider by provider, since that is how the index begins.
        for provider in ProviderName.known {
            let account = ProviderAccount(
                tenant: tenant, provider: provider, account: ProviderAccount.defaultName, mode: mode)
            if let order = try RemoteObjectTable(connection).order(of: remoteID, in: account) { return order }
        }
        return nil
    }

    /// The order of a payment, a refund or a subscription, by the id that we gave it.
    package func order(ownID id: String) throws -> Order.ID? {
        for table in ["payment", "refund", "subscription"] {
            let row = try connection.first(
                "SELECT order_id FROM \(table) WHERE tenant = $1 AND id = $2 AND mode = $3", tenant, id, mode.rawValue)
            if let row { return try row.identifier("order_id") }
        }
        return nil
    }

    /// The newest orders that were made with an e-mail address, newest first.
    package func orders(email: String, limit: Int) throws -> [Order.ID] {
        try connection.rows(
            """
            SELECT id FROM orders WHERE tenant = $1 AND mode = $2 AND customer_email IS NOT NULL
                AND LOWER(customer_email) = LOWER($3)
            ORDER BY created_at DESC, id LIMIT $4
            """,
            tenant, mode.rawValue, email, limit
        ).map { try $0.identifier("id") }
    }

    /// When a provider's newest message arrived; nil when none ever did.
    package func lastMessageAt(from provider: ProviderName) throws -> Date? {
        // Ids begin with the instant, so the newest is the last one.
        try connection.first(
            """
            SELECT received_at FROM inbox WHERE tenant = $1 AND mode = $2 AND provider = $3 ORDER BY id DESC LIMIT 1
            """,
            tenant, mode.rawValue, provider.rawValue
        )?.date("received_at")
    }
}

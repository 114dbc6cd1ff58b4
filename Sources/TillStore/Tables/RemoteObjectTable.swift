import TillModel

/// Which of a provider's objects belong to which order.
package struct RemoteObjectTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// The order that one of the provider's objects belongs to; nil when it is not recorded in this very account.
    package func order(of remoteID: String, in account: ProviderAccount) throws -> Order.ID? {
        try connection.first(
            """
            SELECT order_id FROM remote_object
            WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND remote_id = $5
            """,
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, remoteID
        )?.identifier("order_id")
    }

    /// Records that an object belongs to an order; false for one that is recorded, which stays where it is.
    @discardableResult
    package func record(_ remoteID: String, for order: Order.ID, in account: ProviderAccount) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO remote_object (tenant, provider, account, mode, remote_id, order_id)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, remoteID, order.rawValue)
            == 1
    }
}

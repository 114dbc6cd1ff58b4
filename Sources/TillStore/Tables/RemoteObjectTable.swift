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

    private static let looks = RowBatch.statements(
        shared: 4, own: 1, row: { "$\($0)" },
        { ids in
            """
            SELECT remote_id, order_id FROM remote_object
            WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND remote_id IN (\(ids))
            """
        })

    /// The orders that some of the provider's objects belong to; those of objects that are recorded in this account.
    package func orders(of remoteIDs: Set<String>, in account: ProviderAccount) throws -> [String: Order.ID] {
        var orders: [String: Order.ID] = [:]
        for part in RowBatch.parts(remoteIDs.sorted()) {
            guard let statement = Self.looks[part.count] else { continue }
            var values: [any SQLConvertible] = [
                account.tenant, account.provider.rawValue, account.account, account.mode.rawValue,
            ]
            for id in part { values.append(id) }
            for row in try connection.rows(statement, values) {
                orders[try row.text("remote_id")] = try row.identifier("order_id")
            }
        }
        return orders
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

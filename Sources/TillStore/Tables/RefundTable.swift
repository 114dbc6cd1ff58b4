import TillModel

/// Refunds, each once: by our own id, and by the provider's once it has one.
package struct RefundTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Inserts a refund, or writes its newest state over the one that is there.
    package func save(_ refund: Refund, of account: ProviderAccount) throws {
        try connection.execute(
            """
            INSERT INTO refund (tenant, id, order_id, payment_id, provider, account, mode, remote_id, status, currency,
                total, updated_at, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (tenant, id) DO UPDATE SET status = excluded.status, remote_id = excluded.remote_id,
                updated_at = excluded.updated_at, row_version = refund.row_version + 1
            """,
            account.tenant, refund.id.rawValue, refund.order.rawValue, refund.payment.rawValue,
            account.provider.rawValue, account.account, account.mode.rawValue, refund.remoteID, refund.status.rawValue,
            refund.total.currency.code, refund.total.minorUnits, refund.updatedAt.millisecondsSince1970,
            refund.reason)
    }

    /// Every refund of an order, oldest first.
    package func list(order: Order.ID, tenant: String) throws -> [Refund] {
        try connection.rows(
            "SELECT * FROM refund WHERE tenant = $1 AND order_id = $2 ORDER BY updated_at, id", tenant, order.rawValue
        ).map { row in
            Refund(
                id: try row.identifier("id"), order: try row.identifier("order_id"),
                payment: try row.identifier("payment_id"), status: try row.word("status"),
                total: try row.money("total", "currency"), remoteID: try row.optionalText("remote_id"),
                reason: try row.optionalText("reason"), updatedAt: try row.date("updated_at"))
        }
    }
}

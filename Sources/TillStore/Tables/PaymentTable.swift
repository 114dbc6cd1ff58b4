import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Payments, each once per provider account and provider's id.
package struct PaymentTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Inserts a payment, or writes its newest state over the one that is there.
    package func save(_ payment: Payment, of account: ProviderAccount) throws {
        try connection.execute(
            """
            INSERT INTO payment (tenant, id, order_id, provider, account, mode, remote_id, status, currency, total,
                refunded, failure_reason, is_duplicate, updated_at, alias_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (tenant, id) DO UPDATE SET status = excluded.status, currency = excluded.currency,
                total = excluded.total, refunded = excluded.refunded, failure_reason = excluded.failure_reason,
                is_duplicate = excluded.is_duplicate, updated_at = excluded.updated_at,
                alias_id = excluded.alias_id
            """,
            account.tenant, payment.id.rawValue, payment.order.rawValue, account.provider.rawValue, account.account,
            account.mode.rawValue, payment.remoteID, payment.status.rawValue, payment.total.currency.code,
            payment.total.minorUnits, payment.refunded.minorUnits, payment.failureReason, payment.isDuplicate,
            payment.updatedAt.millisecondsSince1970, payment.aliasID)
    }

    /// Every payment of an order, oldest first.
    package func list(order: Order.ID, tenant: String) throws -> [Payment] {
        try connection.rows(
            "SELECT * FROM payment WHERE tenant = $1 AND order_id = $2 ORDER BY updated_at, id", tenant, order.rawValue
        ).map { row in
            Payment(
                id: try row.identifier("id"), order: try row.identifier("order_id"), status: try row.word("status"),
                total: try row.money("total", "currency"), refunded: try row.money("refunded", "currency"),
                remoteID: try row.text("remote_id"), aliasID: try row.optionalText("alias_id"),
                failureReason: try row.optionalText("failure_reason"),
                isDuplicate: try row.bool("is_duplicate"), updatedAt: try row.date("updated_at"))
        }
    }
}

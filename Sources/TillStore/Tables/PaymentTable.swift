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
    ///
    /// - `reserved`: How much of it, in its minor units, is kept back for refunds that are under way.
    package func save(_ payment: Payment, reserved: Int64 = 0, of account: ProviderAccount) throws {
        try connection.execute(
            """
            INSERT INTO payment (tenant, id, order_id, provider, account, mode, remote_id, status, currency, total,
                refunded, failure_reason, is_duplicate, updated_at, alias_id, reserved)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (tenant, id) DO UPDATE SET status = excluded.status, currency = excluded.currency,
                total = excluded.total, refunded = excluded.refunded, failure_reason = excluded.failure_reason,
                is_duplicate = excluded.is_duplicate, updated_at = excluded.updated_at,
                alias_id = excluded.alias_id, reserved = excluded.reserved,
                row_version = payment.row_version + 1
            """,
            account.tenant, payment.id.rawValue, payment.order.rawValue, account.provider.rawValue, account.account,
            account.mode.rawValue, payment.remoteID, payment.status.rawValue, payment.total.currency.code,
            payment.total.minorUnits, payment.refunded.minorUnits, payment.failureReason, payment.isDuplicate,
            payment.updatedAt.millisecondsSince1970, payment.aliasID, reserved)
    }

    /// Keeps part of a payment back for a refund.
    ///
    /// The database refuses what would give back more than was taken, whoever else keeps something back meanwhile.
    package func reserve(_ minorUnits: Int64, of payment: Payment.ID, tenant: String) throws {
        try connection.execute(
            """
            UPDATE payment SET reserved = reserved + $3, row_version = row_version + 1 WHERE tenant = $1 AND id = $2
            """,
            tenant, payment.rawValue, minorUnits)
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

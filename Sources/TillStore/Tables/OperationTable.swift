import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What we asked providers for: written before the call, so that a crash leaves a row the same key can finish.
package struct OperationTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Writes that a checkout was begun.
    ///
    /// Its id is the key the provider is given.
    package func beginCheckout(_ key: IdempotencyKey, of order: Order) throws {
        try connection.execute(
            """
            INSERT INTO operation (tenant, id, kind, order_id, status, created_at, updated_at)
            VALUES ($1, $2, 'checkout', $3, 'open', $4, $4)
            """,
            order.account.tenant, key.rawValue, order.id.rawValue, order.createdAt.millisecondsSince1970)
    }

    /// Whether the provider may still make something for this order that we do not know the name of.
    package func isCheckoutOpen(order: Order.ID, tenant: String) throws -> Bool {
        try connection.first(
            "SELECT id FROM operation WHERE tenant = $1 AND order_id = $2 AND kind = 'checkout' AND status = 'open'",
            tenant, order.rawValue) != nil
    }

    /// Closes an order's checkout: from now on only objects that are recorded can name the order.
    package func closeCheckout(order: Order.ID, tenant: String, at instant: Date) throws {
        try connection.execute(
            """
            UPDATE operation SET status = 'done', updated_at = $3
            WHERE tenant = $1 AND order_id = $2 AND kind = 'checkout' AND status = 'open'
            """,
            tenant, order.rawValue, instant.millisecondsSince1970)
    }
}

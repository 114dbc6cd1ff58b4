import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Orders with their line items.
package struct OrderTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// An order together with what the store alone knows of it.
    package struct Stored: Sendable {
        package var order: Order
        /// The provider's page it was sent to; nil until the provider answered.
        package let sessionID: String?
        /// When that page was opened, and until when it can be paid on; nil for an order of an older program.
        package let sessionOpenedAt: Date?
        package let sessionExpiresAt: Date?
        /// Counts the changes, so that a writer can tell that nobody came between.
        package let rowVersion: Int64
    }

    package func insert(_ order: Order) throws {
        try connection.execute(
            """
            INSERT INTO orders (tenant, id, kind, provider, account, mode, status, currency, subtotal, total, terms,
                customer_email, customer_id, metadata, catalog_hash, created_at, paid_at, row_version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
            """,
            order.account.tenant, order.id.rawValue, order.kind.rawValue, order.account.provider.rawValue,
            order.account.account, order.account.mode.rawValue, order.status.rawValue, order.subtotal.currency.code,
            order.subtotal.minorUnits, order.total.minorUnits, try jsonText(order.terms), order.customer.email,
            order.customer.id, try jsonText(order.metadata), order.catalogHash, order.createdAt.millisecondsSince1970,
            order.paidAt?.millisecondsSince1970)
        for (position, item) in order.items.enumerated() {
            try connection.execute(
                """
                INSERT INTO line_item (tenant, order_id, position, product_key, price_key, quantity, currency,
                    unit_price, subtotal, item)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                order.account.tenant, order.id.rawValue, position, item.product.key, item.price, item.quantity,
                item.subtotal.currency.code, item.unitPrice.minorUnits, item.subtotal.minorUnits, try jsonText(item))
        }
    }

    /// The order of that id in the tenant; nil when there is none.
    package func find(_ id: Order.ID, tenant: String) throws -> Stored? {
        guard
            let row = try connection.first("SELECT * FROM orders WHERE tenant = $1 AND id = $2", tenant, id.rawValue)
        else { return nil }
        return try stored(row)
    }

    /// The order of that id, which nobody else changes until the transaction ends; nil when there is none.
    package func lock(_ id: Order.ID, tenant: String) throws -> Stored? {
        try connection.first(
            "SELECT * FROM orders WHERE tenant = $1 AND id = $2\(connection.dialect.lockingRows)", tenant, id.rawValue
        ).map(stored)
    }

    /// The newest orders of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, status: OrderStatus?, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM orders WHERE tenant = $1 AND mode = $2 AND ($3 = '' OR status = $3)
            ORDER BY created_at DESC, id LIMIT $4
            """,
            tenant, mode.rawValue, status?.rawValue ?? "", limit
        ).map(stored)
    }

    /// Remembers the provider's page for an order.
    package func remember(
        sessionID: String, url: String?, openedAt: Date? = nil, expiresAt: Date? = nil, of id: Order.ID, tenant: String
    ) throws {
        try connection.execute(
            """
            UPDATE orders SET session_id = $3, session_url = $4, session_opened_at = $5, session_expires_at = $6,
                row_version = row_version + 1
            WHERE tenant = $1 AND id = $2
            """,
            tenant, id.rawValue, sessionID, url, openedAt?.millisecondsSince1970, expiresAt?.millisecondsSince1970)
    }

    /// Writes what changed, unless somebody else wrote in between.
    package func update(_ order: Order, rowVersion: Int64) throws {
        let changed = try connection.execute(
            """
            UPDATE orders SET status = $3, total = $4, paid_at = $5, row_version = row_version + 1
            WHERE tenant = $1 AND id = $2 AND row_version = $6
            """,
            order.account.tenant, order.id.rawValue, order.status.rawValue, order.total.minorUnits,
            order.paidAt?.millisecondsSince1970, rowVersion)
        guard changed == 1 else {
            throw StoreError(.superseded, "order \(order.id) was changed by another writer")
        }
    }

    private func stored(_ row: SQLRow) throws -> Stored {
        let id: Order.ID = try row.identifier("id")
        let tenant = try row.text("tenant")
        let items: [LineItem] = try connection.rows(
            "SELECT item FROM line_item WHERE tenant = $1 AND order_id = $2 ORDER BY position", tenant, id.rawValue
        ).map { try $0.json("item") }
        let order = Order(
            id: id, kind: try row.word("kind"),
            account: ProviderAccount(
                tenant: tenant, provider: ProviderName(rawValue: try row.text("provider")),
                account: try row.text("account"), mode: try row.word("mode")),
            status: try row.word("status"), items: items, subtotal: try row.money("subtotal", "currency"),
            total: try row.money("total", "currency"), terms: try row.json("terms"),
            customer: Order.Customer(
                email: try row.optionalText("customer_email"), id: try row.optionalText("customer_id")),
            metadata: try row.json("metadata"), catalogHash: try row.text("catalog_hash"),
            createdAt: try row.date("created_at"), paidAt: try row.optionalDate("paid_at"))
        return Stored(
            order: order, sessionID: try row.optionalText("session_id"),
            sessionOpenedAt: try row.optionalDate("session_opened_at"),
            sessionExpiresAt: try row.optionalDate("session_expires_at"), rowVersion: try row.integer("row_version"))
    }
}

import TillModel

/// Subscriptions, each once per provider account and provider's id.
package struct SubscriptionTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Inserts a subscription, or writes its newest state over the one that is there.
    package func save(_ subscription: Subscription, of account: ProviderAccount) throws {
        try connection.execute(
            """
            INSERT INTO subscription (tenant, id, order_id, provider, account, mode, remote_id, status,
                cancels_at_period_end, current_period_ends_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant, id) DO UPDATE SET status = excluded.status,
                cancels_at_period_end = excluded.cancels_at_period_end,
                current_period_ends_at = excluded.current_period_ends_at, updated_at = excluded.updated_at,
                row_version = subscription.row_version + 1
            """,
            account.tenant, subscription.id.rawValue, subscription.order.rawValue, account.provider.rawValue,
            account.account, account.mode.rawValue, subscription.remoteID, subscription.status.rawValue,
            subscription.cancelsAtPeriodEnd, subscription.currentPeriodEndsAt?.millisecondsSince1970,
            subscription.updatedAt.millisecondsSince1970)
    }

    /// A subscription by our own id or by its provider's, with the account that it is in; nil when there is none.
    package func find(
        _ name: String, tenant: String, mode: Mode
    ) throws -> (subscription: Subscription, account: ProviderAccount)? {
        try connection.first(
            "SELECT * FROM subscription WHERE tenant = $1 AND mode = $2 AND (id = $3 OR remote_id = $3)", tenant,
            mode.rawValue, name
        ).map { (try subscription($0), try account($0)) }
    }

    /// The newest subscriptions of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, status: Subscription.Status?, limit: Int) throws -> [Subscription] {
        try connection.rows(
            """
            SELECT * FROM subscription WHERE tenant = $1 AND mode = $2 AND ($3 = '' OR status = $3)
            ORDER BY updated_at DESC, id LIMIT $4
            """,
            tenant, mode.rawValue, status?.rawValue ?? "", limit
        ).map(subscription)
    }

    /// Every subscription that an order began, oldest first.
    package func list(order: Order.ID, tenant: String) throws -> [Subscription] {
        try connection.rows(
            "SELECT * FROM subscription WHERE tenant = $1 AND order_id = $2 ORDER BY updated_at, id",
            tenant, order.rawValue
        ).map(subscription)
    }

    private func subscription(_ row: SQLRow) throws -> Subscription {
        Subscription(
            id: try row.identifier("id"), order: try row.identifier("order_id"), status: try row.word("status"),
            cancelsAtPeriodEnd: try row.bool("cancels_at_period_end"),
            currentPeriodEndsAt: try row.optionalDate("current_period_ends_at"),
            remoteID: try row.text("remote_id"), updatedAt: try row.date("updated_at"))
    }

    private func account(_ row: SQLRow) throws -> ProviderAccount {
        ProviderAccount(
            tenant: try row.text("tenant"), provider: ProviderName(rawValue: try row.text("provider")),
            account: try row.text("account"), mode: try row.word("mode"))
    }
}

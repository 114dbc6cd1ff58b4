extension Migration {
    /// Refunds and cancels as operations of ours, and what is kept back of a payment for refunds under way.
    ///
    /// Two tables are made anew, since neither database can loosen or fill a column of an old one in the same words.
    static let operations = Migration(version: 3) { _ in
        [
            """
            ALTER TABLE payment ADD COLUMN reserved BIGINT NOT NULL DEFAULT 0
            CHECK (reserved >= 0 AND refunded + reserved <= total)
            """,
            """
            CREATE TABLE refund_3 (
                tenant TEXT NOT NULL, id TEXT NOT NULL, order_id TEXT NOT NULL, payment_id TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL, remote_id TEXT,
                status TEXT NOT NULL, currency TEXT NOT NULL, total BIGINT NOT NULL CHECK (total >= 0),
                reason TEXT, updated_at BIGINT NOT NULL, row_version BIGINT NOT NULL DEFAULT 1,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, provider, account, mode, remote_id))
            """,
            """
            INSERT INTO refund_3 (tenant, id, order_id, payment_id, provider, account, mode, remote_id, status,
                currency, total, updated_at)
            SELECT tenant, id, order_id, payment_id, provider, account, mode, remote_id, status, currency, total,
                updated_at
            FROM refund
            """,
            "DROP TABLE refund",
            "ALTER TABLE refund_3 RENAME TO refund",
            "CREATE INDEX refund_by_order ON refund (tenant, order_id)",
            """
            CREATE TABLE operation_3 (
                tenant TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL, order_id TEXT NOT NULL,
                payment_id TEXT, refund_id TEXT, subscription_id TEXT, request TEXT NOT NULL, call TEXT,
                result TEXT, error TEXT, attempts BIGINT NOT NULL, issued_at BIGINT, next_at BIGINT, token TEXT,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, id))
            """,
            """
            INSERT INTO operation_3 (tenant, id, kind, status, provider, account, mode, order_id, request, attempts,
                created_at, updated_at)
            SELECT operation.tenant, operation.id, operation.kind, operation.status, orders.provider, orders.account,
                orders.mode, operation.order_id, '{}', 1, operation.created_at, operation.updated_at
            FROM operation JOIN orders ON orders.tenant = operation.tenant AND orders.id = operation.order_id
            """,
            "DROP TABLE operation",
            "ALTER TABLE operation_3 RENAME TO operation",
            "CREATE INDEX operation_by_order ON operation (tenant, order_id)",
            "CREATE INDEX operation_due ON operation (tenant, mode, next_at) WHERE next_at IS NOT NULL",
            "CREATE INDEX operation_by_age ON operation (tenant, mode, created_at)",
            "CREATE INDEX operation_dead ON operation (tenant, mode) WHERE status = 'dead'",
        ]
    }
}

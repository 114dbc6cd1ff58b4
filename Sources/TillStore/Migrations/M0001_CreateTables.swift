extension Migration {
    /// The first tables.
    ///
    /// The tenant is part of every key.
    ///
    /// Amounts are minor units beside their currency, instants are milliseconds since 1970.
    static let createTables = Migration(version: 1) { dialect in
        [
            """
            CREATE TABLE orders (
                tenant TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL,
                status TEXT NOT NULL, currency TEXT NOT NULL,
                subtotal BIGINT NOT NULL CHECK (subtotal >= 0), total BIGINT NOT NULL CHECK (total >= 0),
                terms TEXT NOT NULL, customer_email TEXT, customer_id TEXT, metadata TEXT NOT NULL,
                catalog_hash TEXT NOT NULL, session_id TEXT, session_url TEXT,
                created_at BIGINT NOT NULL, paid_at BIGINT, row_version BIGINT NOT NULL,
                PRIMARY KEY (tenant, id))
            """,
            "CREATE INDEX orders_by_age ON orders (tenant, mode, created_at)",
            """
            CREATE TABLE line_item (
                tenant TEXT NOT NULL, order_id TEXT NOT NULL, position BIGINT NOT NULL,
                product_key TEXT NOT NULL, price_key TEXT NOT NULL, quantity BIGINT NOT NULL CHECK (quantity > 0),
                currency TEXT NOT NULL, unit_price BIGINT NOT NULL, subtotal BIGINT NOT NULL, item TEXT NOT NULL,
                PRIMARY KEY (tenant, order_id, position))
            """,
            """
            CREATE TABLE payment (
                tenant TEXT NOT NULL, id TEXT NOT NULL, order_id TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL, remote_id TEXT NOT NULL,
                status TEXT NOT NULL, currency TEXT NOT NULL, total BIGINT NOT NULL CHECK (total >= 0),
                refunded BIGINT NOT NULL CHECK (refunded >= 0 AND refunded <= total),
                alias_id TEXT, failure_reason TEXT, is_duplicate BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, provider, account, mode, remote_id))
            """,
            "CREATE INDEX payment_by_order ON payment (tenant, order_id)",
            """
            CREATE TABLE refund (
                tenant TEXT NOT NULL, id TEXT NOT NULL, order_id TEXT NOT NULL, payment_id TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL, remote_id TEXT NOT NULL,
                status TEXT NOT NULL, currency TEXT NOT NULL, total BIGINT NOT NULL CHECK (total >= 0),
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, provider, account, mode, remote_id))
            """,
            "CREATE INDEX refund_by_order ON refund (tenant, order_id)",
            """
            CREATE TABLE subscription (
                tenant TEXT NOT NULL, id TEXT NOT NULL, order_id TEXT NOT NULL,
                provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL, remote_id TEXT NOT NULL,
                status TEXT NOT NULL, cancels_at_period_end BIGINT NOT NULL, current_period_ends_at BIGINT,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, provider, account, mode, remote_id))
            """,
            "CREATE INDEX subscription_by_order ON subscription (tenant, order_id)",
            """
            CREATE TABLE operation (
                tenant TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, order_id TEXT NOT NULL,
                status TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, id))
            """,
            "CREATE INDEX operation_by_order ON operation (tenant, order_id)",
            """
            CREATE TABLE remote_object (
                tenant TEXT NOT NULL, provider TEXT NOT NULL, account TEXT NOT NULL, mode TEXT NOT NULL,
                remote_id TEXT NOT NULL, order_id TEXT NOT NULL,
                PRIMARY KEY (tenant, provider, account, mode, remote_id))
            """,
            "CREATE INDEX remote_object_by_order ON remote_object (tenant, order_id)",
            """
            CREATE TABLE inbox (
                tenant TEXT NOT NULL, id TEXT NOT NULL, provider TEXT NOT NULL, account TEXT NOT NULL,
                mode TEXT NOT NULL, dedup_key TEXT NOT NULL, type TEXT NOT NULL, object_id TEXT NOT NULL,
                lane TEXT NOT NULL, occurred_at BIGINT NOT NULL, received_at BIGINT NOT NULL,
                digest TEXT NOT NULL, status TEXT NOT NULL, attempts BIGINT NOT NULL, failures BIGINT NOT NULL,
                next_at BIGINT, waits_for TEXT, reason TEXT, order_id TEXT, finished_at BIGINT,
                body \(dialect.blob) NOT NULL,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, provider, account, mode, dedup_key))
            """,
            "CREATE INDEX inbox_due ON inbox (tenant, mode, next_at) WHERE next_at IS NOT NULL",
            """
            CREATE INDEX inbox_waiting ON inbox (tenant, provider, account, mode, waits_for)
            WHERE waits_for IS NOT NULL
            """,
            "CREATE INDEX inbox_dead ON inbox (tenant, mode) WHERE status = 'dead'",
            "CREATE INDEX inbox_by_order ON inbox (tenant, order_id) WHERE order_id IS NOT NULL",
            "CREATE INDEX inbox_by_lane ON inbox (tenant, lane, occurred_at, received_at, id)",
            "CREATE INDEX inbox_by_age ON inbox (tenant, mode, received_at)",
            """
            CREATE TABLE inbox_conflict (
                tenant TEXT NOT NULL, inbox_id TEXT NOT NULL, digest TEXT NOT NULL,
                body \(dialect.blob) NOT NULL, received_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, inbox_id, digest))
            """,
            """
            CREATE TABLE event (
                tenant TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, order_id TEXT NOT NULL,
                sequence BIGINT NOT NULL, mode TEXT NOT NULL, occurred_at BIGINT NOT NULL,
                recorded_at BIGINT NOT NULL, data TEXT NOT NULL, inbox_id TEXT,
                PRIMARY KEY (tenant, id), UNIQUE (tenant, order_id, sequence))
            """,
            "CREATE INDEX event_by_age ON event (tenant, mode, recorded_at)",
            """
            CREATE TABLE hook_run (
                tenant TEXT NOT NULL, event_id TEXT NOT NULL, hook TEXT NOT NULL, order_id TEXT NOT NULL,
                sequence BIGINT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL, attempts BIGINT NOT NULL,
                next_at BIGINT, created_at BIGINT NOT NULL, finished_at BIGINT, error TEXT,
                PRIMARY KEY (tenant, event_id, hook))
            """,
            "CREATE INDEX hook_run_due ON hook_run (tenant, mode, next_at) WHERE next_at IS NOT NULL",
            "CREATE INDEX hook_run_dead ON hook_run (tenant, mode) WHERE status = 'dead'",
            "CREATE INDEX hook_run_by_lane ON hook_run (tenant, order_id, hook, sequence)",
            "CREATE INDEX hook_run_by_age ON hook_run (tenant, mode, created_at)",
            """
            CREATE TABLE idempotency (
                tenant TEXT NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
                order_id TEXT NOT NULL, lease_until BIGINT NOT NULL, response TEXT,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, scope, key))
            """,
            """
            CREATE TABLE secret (
                tenant TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
                PRIMARY KEY (tenant, name))
            """,
            "CREATE TABLE health_probe (id BIGINT NOT NULL PRIMARY KEY, probed_at BIGINT NOT NULL)",
        ]
    }
}

extension Migration {
    /// What an order's story tells beyond what is now: the payment page's times, and each try of a hook.
    ///
    /// The fingerprint is what the server that ran last was made of, so that the next one knows whether something
    /// changed.
    static let orderStory = Migration(version: 5) { _ in
        [
            "ALTER TABLE orders ADD COLUMN session_opened_at BIGINT",
            "ALTER TABLE orders ADD COLUMN session_expires_at BIGINT",
            """
            CREATE INDEX orders_by_email ON orders (tenant, mode, LOWER(customer_email))
            WHERE customer_email IS NOT NULL
            """,
            """
            CREATE TABLE hook_attempt (
                tenant TEXT NOT NULL, event_id TEXT NOT NULL, hook TEXT NOT NULL, attempt BIGINT NOT NULL,
                started_at BIGINT NOT NULL, finished_at BIGINT, outcome TEXT NOT NULL, error TEXT,
                PRIMARY KEY (tenant, event_id, hook, attempt))
            """,
            """
            CREATE TABLE fingerprint (
                tenant TEXT NOT NULL, mode TEXT NOT NULL, value TEXT NOT NULL, taken_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, mode))
            """,
        ]
    }
}

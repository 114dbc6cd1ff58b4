extension Migration {
    /// What is not as it was pushed, at whichever provider, and when the providers were looked at last.
    static let catalogDrift = Migration(version: 7) { _ in
        [
            """
            CREATE TABLE catalog_drift (
                tenant TEXT NOT NULL, mode TEXT NOT NULL, finding TEXT NOT NULL, provider TEXT NOT NULL,
                event_id TEXT NOT NULL, found_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, mode, finding))
            """,
            """
            CREATE TABLE catalog_look (
                tenant TEXT NOT NULL, mode TEXT NOT NULL, looked_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, mode))
            """,
        ]
    }
}

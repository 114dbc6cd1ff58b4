extension Migration {
    /// Lanes: whose turn it is to work on an entity, and since when.
    ///
    /// A lane's row is there while the lane has unfinished messages, and no longer, so the table stays small however
    /// many messages there ever were. The indexes of the inbox that a claim no longer needs are gone: each of them
    /// cost a write for every message, far apart in a large file.
    static let createLanes = Migration(version: 2) { dialect in
        [
            """
            CREATE TABLE lane (
                tenant TEXT NOT NULL, mode TEXT NOT NULL, id TEXT NOT NULL,
                next_at BIGINT NOT NULL, token TEXT,
                PRIMARY KEY (tenant, mode, id))
            """,
            "CREATE INDEX lane_due ON lane (tenant, mode, next_at)",
            """
            INSERT INTO lane (tenant, mode, id, next_at)
            SELECT tenant, mode, lane, MIN(next_at) FROM inbox WHERE next_at IS NOT NULL GROUP BY tenant, mode, lane
            """,
            "DROP INDEX inbox_due",
            "DROP INDEX inbox_by_lane",
            "DROP INDEX inbox_by_age",
            "CREATE INDEX inbox_unfinished ON inbox (tenant, lane) WHERE next_at IS NOT NULL",
            "CREATE INDEX inbox_unapplied ON inbox (tenant, lane) WHERE next_at IS NULL AND order_id IS NULL",
            "ALTER TABLE inbox ADD COLUMN fetched \(dialect.blob)",
            "ALTER TABLE inbox ADD COLUMN fetched_at BIGINT",
            "ALTER TABLE event ADD COLUMN changes TEXT",
            "ALTER TABLE payment ADD COLUMN row_version BIGINT NOT NULL DEFAULT 1",
            "ALTER TABLE refund ADD COLUMN row_version BIGINT NOT NULL DEFAULT 1",
            "ALTER TABLE subscription ADD COLUMN row_version BIGINT NOT NULL DEFAULT 1",
        ]
    }
}

extension Migration {
    /// What hooks need to know of their runs, and the tables of a team's own.
    ///
    /// `held` has a row for each thing that only one transaction may do at a time, whatever the database and however
    /// many servers there are. `hook_failure` keeps what a transaction that was undone cannot keep itself.
    static let hooks = Migration(version: 4) { _ in
        [
            "ALTER TABLE hook_run ADD COLUMN is_replay BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE hook_run ADD COLUMN is_out_of_order BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX hook_run_running ON hook_run (tenant, mode, hook) WHERE status = 'running'",
            "CREATE TABLE held (name TEXT NOT NULL PRIMARY KEY, times BIGINT NOT NULL)",
            """
            CREATE TABLE hook_failure (
                tenant TEXT NOT NULL, event_id TEXT NOT NULL, hook TEXT NOT NULL, attempts BIGINT NOT NULL,
                error TEXT NOT NULL, failed_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, event_id, hook))
            """,
            """
            CREATE TABLE app_migration (
                name TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL, digest TEXT NOT NULL,
                applied_at BIGINT NOT NULL)
            """,
        ]
    }
}

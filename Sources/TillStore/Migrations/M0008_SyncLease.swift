extension Migration {
    /// Who brings the providers of an environment in step, from whichever machine.
    static let syncLease = Migration(version: 8) { _ in
        [
            """
            CREATE TABLE sync_lease (
                tenant TEXT NOT NULL, environment TEXT NOT NULL, run TEXT NOT NULL, owner TEXT NOT NULL,
                heartbeat_at BIGINT NOT NULL,
                PRIMARY KEY (tenant, environment))
            """
        ]
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which run writes to the providers of an environment, for everybody who uses the same database.
///
/// A run that gives no sign of life loses its lease to the next; its own next sign of life tells it so.
package struct SyncLeaseTable {
    private let connection: any SQLConnection
    private let tenant: String
    private let environment: String

    package init(_ connection: any SQLConnection, tenant: String, environment: String) {
        self.connection = connection
        self.tenant = tenant
        self.environment = environment
    }

    /// Who has the lease.
    package struct Holder: Sendable, Hashable {
        package let run: String
        package let owner: String
        /// The last sign of life.
        package let heartbeatAt: Date
    }

    /// Takes the lease where it is free, was left by the same owner, or had no sign of life since an instant.
    ///
    /// An owner takes its own only when it knows that nobody uses it any more.
    /// - Returns: Nil when it was taken, else who has it.
    package func take(run: String, owner: String, silentSince instant: Date, at now: Date) throws -> Holder? {
        let changed = try connection.execute(
            """
            INSERT INTO sync_lease (tenant, environment, run, owner, heartbeat_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, environment) DO UPDATE SET run = excluded.run, owner = excluded.owner,
                heartbeat_at = excluded.heartbeat_at
            WHERE sync_lease.heartbeat_at <= $6 OR sync_lease.owner = excluded.owner
            """,
            tenant, environment, run, owner, now.millisecondsSince1970, instant.millisecondsSince1970)
        guard changed == 0 else { return nil }
        guard let holder = try find() else {
            throw StoreError(.superseded, "the lease of '\(environment)' was given back meanwhile")
        }
        return holder
    }

    /// Gives a sign of life; false when the lease is no longer the run's.
    package func extend(run: String, owner: String, at now: Date) throws -> Bool {
        try connection.execute(
            """
            UPDATE sync_lease SET heartbeat_at = $5
            WHERE tenant = $1 AND environment = $2 AND run = $3 AND owner = $4
            """,
            tenant, environment, run, owner, now.millisecondsSince1970) == 1
    }

    /// Gives the lease back, unless somebody else has it by now.
    package func release(run: String, owner: String) throws {
        try connection.execute(
            "DELETE FROM sync_lease WHERE tenant = $1 AND environment = $2 AND run = $3 AND owner = $4", tenant,
            environment, run, owner)
    }

    /// Takes the lease from a run, whoever owns it; false when the run does not have it.
    package func clear(run: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM sync_lease WHERE tenant = $1 AND environment = $2 AND run = $3", tenant, environment, run) == 1
    }

    package func find() throws -> Holder? {
        try connection.first(
            "SELECT * FROM sync_lease WHERE tenant = $1 AND environment = $2", tenant, environment
        ).map { row in
            Holder(
                run: try row.text("run"), owner: try row.text("owner"), heartbeatAt: try row.date("heartbeat_at"))
        }
    }
}

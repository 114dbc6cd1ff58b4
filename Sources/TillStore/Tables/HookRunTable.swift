import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One row for each hook and event: whether it ran, and when it is tried again.
package struct HookRunTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Where a run is.
    ///
    ///     pending ──▶ running ──▶ succeeded
    ///                   │  ▲
    ///                   ▼  │
    ///                 retrying ──▶ dead ──retried by a person──▶ pending
    package enum Status: String, Sendable, CaseIterable {
        case pending, running, retrying, succeeded, dead
    }

    /// A run as it is stored.
    package struct Stored: Sendable {
        package let tenant: String
        package let event: Event.ID
        package let hook: String
        /// What its event is about: the order's id, or the name of one of a provider's objects.
        package let entity: String
        /// The order, when its event is about one.
        package var order: Order.ID? { Order.ID(rawValue: entity) }
        /// The place of its event among the order's.
        package let sequence: Int
        package let status: Status
        /// How often it was begun.
        package let attempts: Int
        /// When it is tried next; while it runs, when it is given up for lost.
        package let nextAt: Date?
        package let createdAt: Date
        /// When it began last; nil before it did, and for a run inside its event's own transaction.
        package let begunAt: Date?
        package let finishedAt: Date?
        package let error: String?
        /// Whether a person asked for it to run again.
        package let isReplay: Bool
        /// Whether, when it last began, another event of the order should have come first or had overtaken it.
        package let isOutOfOrder: Bool
    }

    /// Which runs are taken.
    package enum Choice: Sendable {
        /// Those of one hook.
        case of(String)
        /// Those of every hook but these.
        case but([String])
    }

    /// Queues a hook for an event; a hook is queued once for each.
    package func insert(event: Event, hook: String, account: ProviderAccount, at instant: Date) throws {
        try connection.execute(
            """
            INSERT INTO hook_run (tenant, event_id, hook, order_id, sequence, mode, status, attempts, next_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $7, 'pending', 0, $6, $6) ON CONFLICT DO NOTHING
            """,
            account.tenant, event.id.rawValue, hook, event.entity, event.sequence,
            instant.millisecondsSince1970, account.mode.rawValue)
    }

    /// Writes the run of a hook that ran, or was given up, in the transaction that recorded its event.
    package func insert(
        event: Event, hook: String, account: ProviderAccount, endedAs status: Status, attempts: Int, error: String?,
        at instant: Date
    ) throws {
        try connection.execute(
            """
            INSERT INTO hook_run (tenant, event_id, hook, order_id, sequence, mode, status, attempts, created_at,
                finished_at, error)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10) ON CONFLICT DO NOTHING
            """,
            account.tenant, event.id.rawValue, hook, event.entity, event.sequence, account.mode.rawValue,
            status.rawValue, attempts, instant.millisecondsSince1970, error)
    }

    /// Whether there is a run whose time has come.
    package func isAnyDue(tenant: String, mode: Mode, at now: Date) throws -> Bool {
        try connection.first(
            "SELECT event_id FROM hook_run WHERE tenant = $1 AND mode = $2 AND next_at <= $3 LIMIT 1", tenant,
            mode.rawValue, now.millisecondsSince1970) != nil
    }

    /// Takes runs whose time has come and counts the attempt.
    ///
    /// A hook's runs for one order begin in the order of their events: a run waits while an earlier one is
    /// unfinished, for at most five attempts or fifteen minutes of it, and is then marked. Runs that another process
    /// is taking are passed over.
    package func claim(
        _ choice: Choice, tenant: String, mode: Mode, at now: Date, leaseUntil: Date, limit: Int
    ) throws -> [Stored] {
        let (condition, names) = Self.condition(choice)
        let due = try connection.rows(
            """
            SELECT head.*, CASE WHEN EXISTS (
                SELECT 1 FROM hook_run AS other
                WHERE other.tenant = head.tenant AND other.order_id = head.order_id AND other.hook = head.hook
                    AND (other.sequence < head.sequence AND other.status <> 'succeeded'
                        OR other.sequence > head.sequence AND other.attempts > 0)) THEN 1 ELSE 0 END AS overtakes
            FROM hook_run AS head
            WHERE tenant = $4 AND mode = $5 AND next_at <= $1 AND status <> 'running'\(condition) AND NOT EXISTS (
                SELECT 1 FROM hook_run AS earlier
                WHERE earlier.tenant = head.tenant AND earlier.order_id = head.order_id AND earlier.hook = head.hook
                    AND earlier.sequence < head.sequence AND earlier.next_at IS NOT NULL
                    AND earlier.attempts < 5 AND earlier.created_at > $2)
            ORDER BY next_at LIMIT $3\(connection.dialect.skippingLockedRows)
            """,
            [
                now.millisecondsSince1970, now.millisecondsSince1970 - 900_000, limit, tenant, mode.rawValue,
            ] + names)
        return try due.map { row in
            let run = try stored(row)
            let isOutOfOrder = try row.bool("overtakes")
            try connection.execute(
                """
                UPDATE hook_run SET status = 'running', attempts = attempts + 1, next_at = $4, is_out_of_order = $5,
                    begun_at = $6
                WHERE tenant = $1 AND event_id = $2 AND hook = $3
                """,
                run.tenant, run.event.rawValue, run.hook, leaseUntil.millisecondsSince1970, isOutOfOrder,
                now.millisecondsSince1970)
            return Stored(
                tenant: run.tenant, event: run.event, hook: run.hook, entity: run.entity, sequence: run.sequence,
                status: .running, attempts: run.attempts + 1, nextAt: leaseUntil, createdAt: run.createdAt,
                begunAt: now, finishedAt: nil, error: run.error, isReplay: run.isReplay, isOutOfOrder: isOutOfOrder)
        }
    }

    /// What says which hooks are meant, with the values of its parameters, from `$6` on.
    private static func condition(_ choice: Choice) -> (sql: String, names: [any SQLConvertible]) {
        switch choice {
        case .of(let name):
            return (" AND hook = $6", [name])
        case .but(let names):
            guard !names.isEmpty else { return ("", []) }
            let list = names.indices.map { "$\($0 + 6)" }.joined(separator: ", ")
            return (" AND hook NOT IN (\(list))", names)
        }
    }

    /// How many runs of a hook are going on, here and on other servers.
    package func running(_ hook: String, tenant: String, mode: Mode) throws -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS count FROM hook_run
            WHERE tenant = $1 AND mode = $2 AND hook = $3 AND status = 'running'
            """,
            tenant, mode.rawValue, hook)?.int("count") ?? 0
    }

    /// Writes how a run ended, unless it ended or was taken by somebody else since; false when it was.
    @discardableResult
    package func finish(
        _ run: Stored, as status: Status, error: String?, nextAt: Date?, at instant: Date
    ) throws -> Bool {
        let isWritten =
            try connection.execute(
                """
                UPDATE hook_run SET status = $5, error = $6, next_at = $7, finished_at = $8
                WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND status = 'running' AND attempts = $4
                """,
                run.tenant, run.event.rawValue, run.hook, run.attempts, status.rawValue, error,
                nextAt?.millisecondsSince1970, nextAt == nil ? instant.millisecondsSince1970 : nil) == 1
        if isWritten, status != .succeeded || run.attempts > 1 {
            try HookAttemptTable(connection).record(
                run, succeeded: status == .succeeded, error: error, at: instant)
        }
        return isWritten
    }

    /// Keeps a run from being given up for lost.
    package func extendLease(_ run: Stored, until instant: Date) throws {
        try connection.execute(
            """
            UPDATE hook_run SET next_at = $5
            WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND status = 'running' AND attempts = $4
            """,
            run.tenant, run.event.rawValue, run.hook, run.attempts, instant.millisecondsSince1970)
    }

    /// Runs that were cut off: they say that they run, and gave no sign of life until an instant.
    ///
    /// - `instant`: Nil takes every one that says that it runs, when nobody else can be running them.
    package func lost(tenant: String, mode: Mode, silentAt instant: Date?) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM hook_run
            WHERE \(Self.isSilent)\(connection.dialect.skippingLockedRows)
            """,
            tenant, mode.rawValue, instant?.millisecondsSince1970 ?? Int64.max
        ).map(stored)
    }

    /// Whether there is a run that ``lost(tenant:mode:silentAt:)`` would return.
    package func isAnyLost(tenant: String, mode: Mode, silentAt instant: Date) throws -> Bool {
        try connection.first(
            "SELECT event_id FROM hook_run WHERE \(Self.isSilent) LIMIT 1", tenant, mode.rawValue,
            instant.millisecondsSince1970) != nil
    }

    /// The instant is no column by itself, so that the few that run are looked at and not all that wait.
    private static let isSilent = "tenant = $1 AND mode = $2 AND status = 'running' AND COALESCE(next_at, 0) <= $3"

    /// Makes a run that is dead, or waits for its next try, due at once; false when there is none such.
    package func retry(event: Event.ID, hook: String, tenant: String, mode: Mode, at instant: Date) throws -> Bool {
        try connection.execute(
            """
            UPDATE hook_run SET status = 'pending', next_at = $4, finished_at = NULL, is_replay = 1
            WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND mode = $5 AND status IN ('dead', 'retrying')
            """,
            tenant, event.rawValue, hook, instant.millisecondsSince1970, mode.rawValue) == 1
    }

    package func find(event: Event.ID, hook: String, tenant: String, mode: Mode) throws -> Stored? {
        try connection.first(
            "SELECT * FROM hook_run WHERE tenant = $1 AND event_id = $2 AND hook = $3 AND mode = $4", tenant,
            event.rawValue, hook, mode.rawValue
        ).map(stored)
    }

    /// Every run for an order, in the order of their events.
    package func list(order: Order.ID, tenant: String) throws -> [Stored] {
        try list(entity: order.rawValue, tenant: tenant)
    }

    /// Every run for an order, or for something else that has a name, in the order of their events.
    package func list(entity: String, tenant: String) throws -> [Stored] {
        try connection.rows(
            "SELECT * FROM hook_run WHERE tenant = $1 AND order_id = $2 ORDER BY sequence, hook", tenant, entity
        ).map(stored)
    }

    /// The newest runs of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, status: Status?, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM hook_run WHERE tenant = $1 AND mode = $4 AND ($2 = '' OR status = $2)
            ORDER BY created_at DESC, event_id, hook LIMIT $3
            """,
            tenant, status?.rawValue ?? "", limit, mode.rawValue
        ).map(stored)
    }

    private func stored(_ row: SQLRow) throws -> Stored {
        Stored(
            tenant: try row.text("tenant"), event: try row.identifier("event_id"), hook: try row.text("hook"),
            entity: try row.text("order_id"), sequence: try row.int("sequence"), status: try row.word("status"),
            attempts: try row.int("attempts"), nextAt: try row.optionalDate("next_at"),
            createdAt: try row.date("created_at"), begunAt: try row.optionalDate("begun_at"),
            finishedAt: try row.optionalDate("finished_at"),
            error: try row.optionalText("error"), isReplay: try row.bool("is_replay"),
            isOutOfOrder: try row.bool("is_out_of_order"))
    }
}

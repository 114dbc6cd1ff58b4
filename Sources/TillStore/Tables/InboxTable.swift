import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Verified messages from providers, each once, until and after they are applied.
package struct InboxTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Where a message is.
    ///
    ///     received ──▶ applied | ignored | dead
    ///        └──▶ waiting | retry ──▶ applied | ignored | dead
    package enum Status: String, Sendable, CaseIterable {
        case received, leased, waiting, retry, applied, ignored, dead
    }

    /// A stored message.
    package struct Stored: Sendable {
        package let id: String
        package let account: ProviderAccount
        package let dedupKey: String
        package let type: String
        package let objectID: String
        package let lane: String
        package let occurredAt: Date
        package let receivedAt: Date
        package let digest: String
        package let body: [UInt8]
        package let status: Status
        /// How often it was looked at.
        package let attempts: Int
        /// How often it failed; looks that only found it too early do not count.
        package let failures: Int
        package let reason: String?
        package let order: Order.ID?
    }

    /// What became of a message that was to be stored.
    package enum Insertion: Sendable { case stored, duplicate, conflict }

    /// Stores a message unless it was stored before.
    ///
    /// The same message with another digest is kept aside.
    package func insert(
        _ event: WebhookEvent, id: String, lane: String, account: ProviderAccount, receivedAt: Date, deadReason: String?
    ) throws -> Insertion {
        let status: Status = deadReason == nil ? .received : .dead
        let inserted = try connection.execute(
            """
            INSERT INTO inbox (tenant, id, provider, account, mode, dedup_key, type, object_id, lane, occurred_at,
                received_at, digest, body, status, attempts, failures, next_at, reason, finished_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, $15, $16, $17)
            ON CONFLICT DO NOTHING
            """,
            account.tenant, id, account.provider.rawValue, account.account, account.mode.rawValue, event.dedupKey,
            event.type, event.objectID, lane, event.occurredAt.millisecondsSince1970, receivedAt.millisecondsSince1970,
            event.digest, event.body, status.rawValue, deadReason == nil ? receivedAt.millisecondsSince1970 : nil,
            deadReason, deadReason == nil ? nil : receivedAt.millisecondsSince1970)
        guard inserted == 0 else { return .stored }
        let known = try connection.first("SELECT digest FROM inbox WHERE tenant = $1 AND id = $2", account.tenant, id)
        guard let known, try known.text("digest") != event.digest else { return .duplicate }
        try connection.execute(
            """
            INSERT INTO inbox_conflict (tenant, inbox_id, digest, body, received_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            account.tenant, id, event.digest, event.body, receivedAt.millisecondsSince1970)
        return .conflict
    }

    /// The messages to apply now: of each lane the oldest that is not finished, when its time has come.
    package func due(tenant: String, mode: Mode, at now: Date, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM inbox AS head WHERE tenant = $3 AND mode = $4 AND next_at <= $1 AND NOT EXISTS (
                SELECT 1 FROM inbox AS earlier
                WHERE earlier.tenant = head.tenant AND earlier.lane = head.lane AND earlier.next_at IS NOT NULL
                    AND earlier.status <> 'waiting'
                    AND (earlier.occurred_at, earlier.received_at, earlier.id)
                        < (head.occurred_at, head.received_at, head.id))
            ORDER BY next_at LIMIT $2
            """,
            now.millisecondsSince1970, limit, tenant, mode.rawValue
        ).map(stored)
    }

    /// Whether a message is still as it was read, so that two that read it do not both apply it.
    package func isUnchanged(_ row: Stored) throws -> Bool {
        try connection.first(
            "SELECT id FROM inbox WHERE tenant = $1 AND id = $2 AND status = $3 AND attempts = $4",
            row.account.tenant, row.id, row.status.rawValue, row.attempts) != nil
    }

    /// Ends a message's way: applied, ignored or dead.
    ///
    /// - `waitedFor`: The object that a dead message was about, so that it lives again should that be recorded yet.
    package func finish(
        _ row: Stored, as status: Status, reason: String?, order: Order.ID?, waitedFor: String? = nil, at instant: Date
    ) throws {
        try change(
            row, "status = $5, reason = $6, order_id = $7, waits_for = $8, next_at = NULL, finished_at = $9",
            status.rawValue, reason, order?.rawValue, waitedFor, instant.millisecondsSince1970)
    }

    /// Puts a message off after it failed.
    package func retry(_ row: Stored, reason: String, at instant: Date) throws {
        try change(
            row, "status = 'retry', reason = $5, next_at = $6, failures = failures + 1", reason,
            instant.millisecondsSince1970)
    }

    /// Puts a message off until one of the provider's objects is recorded, or to look again by itself.
    package func wait(_ row: Stored, for remoteID: String, reason: String, lookingAgainAt instant: Date) throws {
        try change(
            row, "status = 'waiting', waits_for = $5, reason = $6, next_at = $7", remoteID, reason,
            instant.millisecondsSince1970)
    }

    /// Writes a message's next state, unless somebody else did since it was read.
    private func change(_ row: Stored, _ assignments: String, _ values: any SQLConvertible...) throws {
        try connection.execute(
            """
            UPDATE inbox SET attempts = attempts + 1, \(assignments)
            WHERE tenant = $1 AND id = $2 AND status = $3 AND attempts = $4
            """,
            [row.account.tenant, row.id, row.status.rawValue, row.attempts] + values)
    }

    /// Makes messages due that wait for an object that is recorded now, or died waiting for it.
    package func wake(waitingFor remoteID: String, in account: ProviderAccount, at instant: Date) throws {
        try connection.execute(
            """
            UPDATE inbox SET status = 'waiting', next_at = $6, finished_at = NULL
            WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND waits_for = $5
                AND status IN ('waiting', 'dead')
            """,
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, remoteID,
            instant.millisecondsSince1970)
    }

    /// Makes a dead message due once more; false when there is no dead one of that id.
    package func revive(_ id: String, tenant: String, mode: Mode, at instant: Date) throws -> Bool {
        try connection.execute(
            """
            UPDATE inbox SET status = 'retry', failures = 0, next_at = $4, finished_at = NULL
            WHERE tenant = $1 AND mode = $2 AND (id = $3 OR dedup_key = $3) AND status = 'dead'
            """,
            tenant, mode.rawValue, id, instant.millisecondsSince1970) == 1
    }

    /// Every message about an order, whatever became of it, oldest first: applied to it, in its lane, or about one of
    /// the provider's objects that are recorded on it.
    package func list(order: Order.ID, tenant: String) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM inbox WHERE tenant = $1 AND id IN (
                SELECT id FROM inbox WHERE tenant = $1 AND order_id = $2
                UNION SELECT id FROM inbox WHERE tenant = $1 AND lane = $2
                UNION SELECT inbox.id FROM remote_object JOIN inbox
                    ON inbox.tenant = remote_object.tenant AND inbox.lane = remote_object.remote_id
                    WHERE remote_object.tenant = $1 AND remote_object.order_id = $2)
            ORDER BY received_at, id
            """,
            tenant, order.rawValue
        ).map(stored)
    }

    /// The newest messages of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, status: Status?, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM inbox WHERE tenant = $1 AND mode = $2 AND ($3 = '' OR status = $3)
            ORDER BY received_at DESC, id LIMIT $4
            """,
            tenant, mode.rawValue, status?.rawValue ?? "", limit
        ).map(stored)
    }

    private func stored(_ row: SQLRow) throws -> Stored {
        Stored(
            id: try row.text("id"),
            account: ProviderAccount(
                tenant: try row.text("tenant"), provider: ProviderName(rawValue: try row.text("provider")),
                account: try row.text("account"), mode: try row.word("mode")),
            dedupKey: try row.text("dedup_key"), type: try row.text("type"), objectID: try row.text("object_id"),
            lane: try row.text("lane"), occurredAt: try row.date("occurred_at"),
            receivedAt: try row.date("received_at"), digest: try row.text("digest"), body: try row.bytes("body"),
            status: try row.word("status"), attempts: try row.int("attempts"),
            failures: try row.int("failures"), reason: try row.optionalText("reason"),
            order: try row.optionalText("order_id").flatMap(Order.ID.init(rawValue:)))
    }
}

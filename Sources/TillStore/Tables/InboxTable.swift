import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Verified messages from providers, each once, until and after they are applied.
package struct InboxTable {
    let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// Where a message is.
    ///
    ///     received ──▶ applied | ignored | dead
    ///        └──▶ waiting | retry ──▶ applied | ignored | dead ──retried by a person──▶ retry
    ///
    /// Whoever works on a message holds its lane: see ``LaneTable``.
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
        /// When it is looked at next; nil when it is finished.
        package let nextAt: Date?
        /// The object as the provider had it when it was read again, because the message alone left a doubt.
        package let fetched: [UInt8]?
        /// The provider's object, or the order, that it waits for; nil when it does not.
        package let waitsFor: String?
    }

    /// What became of a message that was to be stored.
    package enum Insertion: Sendable { case stored, duplicate, conflict }

    /// Stores a message, and makes its lane due, unless it was stored before.
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
        guard inserted == 0 else {
            if deadReason == nil { try lanes(account).enter(lane, at: receivedAt) }
            return .stored
        }
        let known = try connection.first(
            """
            SELECT id, digest FROM inbox
            WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND dedup_key = $5
            """,
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, event.dedupKey)
        guard let known, try known.text("digest") != event.digest else { return .duplicate }
        try connection.execute(
            """
            INSERT INTO inbox_conflict (tenant, inbox_id, digest, body, received_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """,
            account.tenant, try known.text("id"), event.digest, event.body, receivedAt.millisecondsSince1970)
        return .conflict
    }

    private func lanes(_ account: ProviderAccount) -> LaneTable {
        LaneTable(connection, tenant: account.tenant, mode: account.mode)
    }

    // MARK: - Lanes

    /// The unfinished messages of a lane in the order in which they are applied: the provider's.
    package func unfinished(lane: String, tenant: String, mode: Mode, limit: Int) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM inbox WHERE tenant = $1 AND mode = $2 AND lane = $3 AND next_at IS NOT NULL
            ORDER BY occurred_at, received_at, id LIMIT $4
            """,
            tenant, mode.rawValue, lane, limit
        ).map(stored)
    }

    /// When there is something to do in a lane next; nil when everything in it is finished.
    ///
    /// A message that failed holds up those behind it; one that only waits for something does not.
    package func nextDue(lane: String, tenant: String, mode: Mode) throws -> Date? {
        var next: Date?
        let rows = try connection.rows(
            """
            SELECT status, next_at FROM inbox WHERE tenant = $1 AND mode = $2 AND lane = $3 AND next_at IS NOT NULL
            ORDER BY occurred_at, received_at, id
            """,
            tenant, mode.rawValue, lane)
        for row in rows {
            let status: Status = try row.word("status")
            let at = try row.date("next_at")
            next = min(next ?? at, at)
            if status != .waiting { break }
        }
        return next
    }

    /// Moves the unfinished messages of one lane into another, whose entity turned out to be the same; returns how
    /// many there were.
    package func move(lane: String, into other: String, tenant: String, mode: Mode) throws -> Int {
        try connection.execute(
            "UPDATE inbox SET lane = $4 WHERE tenant = $1 AND mode = $2 AND lane = $3 AND next_at IS NOT NULL",
            tenant, mode.rawValue, lane, other)
    }

    // MARK: - How a message ends

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

    /// Writes a message's next state.
    ///
    /// - Throws: ``StoreError/Code/superseded`` when somebody else did since it was read, so that two that read it do
    ///   not both apply it.
    private func change(_ row: Stored, _ assignments: String, _ values: any SQLConvertible...) throws {
        let changed = try connection.execute(
            """
            UPDATE inbox SET attempts = attempts + 1, \(assignments)
            WHERE tenant = $1 AND id = $2 AND status = $3 AND attempts = $4
            """,
            [row.account.tenant, row.id, row.status.rawValue, row.attempts] + values)
        guard changed == 1 else {
            throw StoreError(.superseded, "message \(row.dedupKey) was changed by another writer")
        }
    }

    /// Keeps beside a message how the provider had its object when it was asked, so that a replay needs no provider.
    package func keep(fetched: [UInt8], at instant: Date, for row: Stored) throws {
        try connection.execute(
            "UPDATE inbox SET fetched = $3, fetched_at = $4 WHERE tenant = $1 AND id = $2",
            row.account.tenant, row.id, fetched, instant.millisecondsSince1970)
    }

    /// Makes messages due that wait for an object that is recorded now, or died waiting for it.
    package func wake(waitingFor remoteID: String, in account: ProviderAccount, at instant: Date) throws {
        let woken = try connection.rows(
            """
            UPDATE inbox SET status = 'waiting', next_at = $6, finished_at = NULL
            WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND waits_for = $5
                AND status IN ('waiting', 'dead')
            RETURNING lane
            """,
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue, remoteID,
            instant.millisecondsSince1970)
        for row in woken { try lanes(account).enter(try row.text("lane"), at: instant) }
    }

    /// Makes a dead message due once more; false when there is no dead one of that id.
    package func revive(_ id: String, tenant: String, mode: Mode, at instant: Date) throws -> Bool {
        guard let row = try find(id, tenant: tenant, mode: mode) else { return false }
        let revived = try connection.execute(
            """
            UPDATE inbox SET status = 'retry', failures = 0, next_at = $4, finished_at = NULL
            WHERE tenant = $1 AND mode = $2 AND id = $3 AND status = 'dead'
            """,
            tenant, mode.rawValue, row.id, instant.millisecondsSince1970)
        guard revived == 1 else { return false }
        try lanes(row.account).enter(row.lane, at: instant)
        return true
    }

    // MARK: - Looking

    /// A message by its own id, or by the provider's id of the event; nil when there is none in that mode.
    package func find(_ id: String, tenant: String, mode: Mode) throws -> Stored? {
        // One index for each: a condition that names both would read every message there ever was.
        let byID = try connection.first(
            "SELECT * FROM inbox WHERE tenant = $1 AND id = $3 AND mode = $2", tenant, mode.rawValue, id)
        if let byID { return try stored(byID) }
        for provider in ProviderName.known {
            let byEvent = try connection.first(
                """
                SELECT * FROM inbox
                WHERE tenant = $1 AND provider = $2 AND account = $3 AND mode = $4 AND dedup_key = $5
                """,
                tenant, provider.rawValue, ProviderAccount.defaultName, mode.rawValue, id)
            if let byEvent { return try stored(byEvent) }
        }
        return nil
    }

    /// Every message about an order, whatever became of it, oldest first: applied to it, in its lane, or about one of
    /// the provider's objects that are recorded on it.
    package func list(order: Order.ID, tenant: String) throws -> [Stored] {
        try connection.rows(
            """
            SELECT * FROM inbox WHERE tenant = $1 AND id IN (
                SELECT id FROM inbox WHERE tenant = $1 AND order_id = $2
                UNION SELECT id FROM inbox WHERE tenant = $1 AND lane = $2 AND next_at IS NOT NULL
                UNION SELECT id FROM inbox WHERE tenant = $1 AND lane = $2 AND next_at IS NULL AND order_id IS NULL
                UNION SELECT inbox.id FROM remote_object JOIN inbox ON inbox.tenant = remote_object.tenant
                    AND inbox.lane =
                        remote_object.provider || '/' || remote_object.account || '/' || remote_object.remote_id
                    AND inbox.next_at IS NOT NULL
                    WHERE remote_object.tenant = $1 AND remote_object.order_id = $2
                UNION SELECT inbox.id FROM remote_object JOIN inbox ON inbox.tenant = remote_object.tenant
                    AND inbox.lane =
                        remote_object.provider || '/' || remote_object.account || '/' || remote_object.remote_id
                    AND inbox.next_at IS NULL AND inbox.order_id IS NULL
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
            ORDER BY id DESC LIMIT $4
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
            order: try row.optionalText("order_id").flatMap(Order.ID.init(rawValue:)),
            nextAt: try row.optionalDate("next_at"), fetched: try row.optionalBytes("fetched"),
            waitsFor: try row.optionalText("waits_for"))
    }
}

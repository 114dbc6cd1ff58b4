import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What became true, each once, in order within its order.
package struct EventTable {
    private let connection: any SQLConnection

    package init(_ connection: any SQLConnection) { self.connection = connection }

    /// The number the next event of an order gets.
    package func nextSequence(order: Order.ID, tenant: String) throws -> Int {
        try nextSequence(entity: order.rawValue, tenant: tenant)
    }

    /// The number the next event gets that is about an order, or about something else that has a name.
    package func nextSequence(entity: String, tenant: String) throws -> Int {
        let row = try connection.first(
            "SELECT COALESCE(MAX(sequence), 0) + 1 AS next FROM event WHERE tenant = $1 AND order_id = $2",
            tenant, entity)
        return try row?.int("next") ?? 1
    }

    /// Inserts an event; false when the same thing was recorded before.
    ///
    /// - `changes`: What changed in the transaction that recorded it, as JSON.
    package func insert(
        _ event: Event, account: ProviderAccount, inboxID: String?, changes: String? = nil
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO event (tenant, id, kind, order_id, sequence, mode, occurred_at, recorded_at, data, inbox_id,
                changes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO NOTHING
            """,
            account.tenant, event.id.rawValue, event.kind.rawValue, event.entity, event.sequence,
            account.mode.rawValue, event.occurredAt.millisecondsSince1970, event.recordedAt.millisecondsSince1970,
            event.data, inboxID, changes) == 1
    }

    package func find(_ id: Event.ID, tenant: String, mode: Mode) throws -> Event? {
        try connection.first(
            "SELECT * FROM event WHERE tenant = $1 AND id = $2 AND mode = $3", tenant, id.rawValue, mode.rawValue
        ).map(event)
    }

    /// Every event of an order, in order.
    package func list(order: Order.ID, tenant: String) throws -> [Event] {
        try connection.rows(
            "SELECT * FROM event WHERE tenant = $1 AND order_id = $2 ORDER BY sequence", tenant, order.rawValue
        ).map(event)
    }

    /// Where an event came from, and what it stands for.
    package struct Cause: Sendable, Hashable {
        /// The message that brought it; nil when it was no message of a provider's.
        package let inboxID: String?
        /// What changed in its transaction, as JSON; nil for an event of an older program.
        package let changes: String?
    }

    /// Where each event of an order came from.
    package func causes(order: Order.ID, tenant: String) throws -> [Event.ID: Cause] {
        try causes(entity: order.rawValue, tenant: tenant)
    }

    /// Where each event came from that is about an order, or about something else that has a name.
    package func causes(entity: String, tenant: String) throws -> [Event.ID: Cause] {
        let rows = try connection.rows(
            "SELECT id, inbox_id, changes FROM event WHERE tenant = $1 AND order_id = $2", tenant, entity)
        return try rows.reduce(into: [:]) { causes, row in
            let id: Event.ID = try row.identifier("id")
            causes[id] = Cause(inboxID: try row.optionalText("inbox_id"), changes: try row.optionalText("changes"))
        }
    }

    /// The newest events of one tenant and mode, newest first.
    package func list(tenant: String, mode: Mode, kind: EventKind?, limit: Int) throws -> [Event] {
        try connection.rows(
            """
            SELECT * FROM event WHERE tenant = $1 AND mode = $2 AND ($3 = '' OR kind = $3)
            ORDER BY recorded_at DESC, order_id, sequence DESC LIMIT $4
            """,
            tenant, mode.rawValue, kind?.rawValue ?? "", limit
        ).map(event)
    }

    private func event(_ row: SQLRow) throws -> Event {
        Event(
            id: try row.identifier("id"), kind: EventKind(rawValue: try row.text("kind")),
            entity: try row.text("order_id"), sequence: try row.int("sequence"),
            occurredAt: try row.date("occurred_at"), recordedAt: try row.date("recorded_at"), data: try row.text("data")
        )
    }
}

import TillModel
import TillStore

/// Everything that is in the database when a simulation is over.
struct FinalState: Sendable {
    struct Order: Sendable {
        let id: String
        let kind: String
        let isPaid: Bool
        var reference: Reference
    }

    struct Row: Sendable {
        let columns: [String: String]
        subscript(_ name: String) -> String { columns[name] ?? "" }
    }

    let orders: [Order]
    let events: [Row]
    let runs: [Row]
    let messages: [Row]
    let lanes: [Row]

    init(_ store: any Store) async throws {
        self = try await store.read { try FinalState(on: $0) }
    }

    private init(on connection: any SQLConnection) throws {
        var orders: [String: Order] = [:]
        var remoteIDs: [String: String] = [:]
        for row in try connection.rows("SELECT id, kind, status, total, paid_at FROM orders") {
            let id = try row.text("id")
            orders[id] = Order(
                id: id, kind: try row.text("kind"), isPaid: try row.optionalInteger("paid_at") != nil,
                reference: Reference(status: try row.text("status"), total: try row.integer("total")))
        }
        for row in try connection.rows(
            "SELECT id, order_id, remote_id, status, total, refunded, is_duplicate FROM payment")
        {
            remoteIDs[try row.text("id")] = try row.text("remote_id")
            orders[try row.text("order_id")]?.reference.payments[try row.text("remote_id")] = Reference.Payment(
                status: try row.text("status"), total: try row.integer("total"), refunded: try row.integer("refunded"),
                isDuplicate: try row.bool("is_duplicate"))
        }
        for row in try connection.rows("SELECT order_id, payment_id, remote_id, status, total FROM refund") {
            orders[try row.text("order_id")]?.reference.refunds[try row.text("remote_id")] = Reference.Refund(
                payment: remoteIDs[try row.text("payment_id")] ?? "none", amount: try row.integer("total"),
                status: try row.text("status"))
        }
        for row in try connection.rows(
            "SELECT order_id, remote_id, status, cancels_at_period_end, current_period_ends_at FROM subscription")
        {
            orders[try row.text("order_id")]?.reference.subscriptions[try row.text("remote_id")] =
                Reference.Subscription(
                    status: try row.text("status"), cancelsAtPeriodEnd: try row.bool("cancels_at_period_end"),
                    periodEnd: (try row.optionalInteger("current_period_ends_at") ?? 0) / 1000)
        }
        self.orders = orders.values.sorted { $0.id < $1.id }
        events = try Self.rows("event", ["id", "kind", "order_id", "sequence"], "sequence", connection)
        runs = try Self.rows(
            "hook_run", ["event_id", "hook", "order_id", "status", "attempts", "error"], "sequence", connection)
        messages = try Self.rows("inbox", ["dedup_key", "type", "status", "reason"], "dedup_key", connection)
        lanes = try Self.rows("lane", ["id"], "id", connection)
    }

    private static func rows(
        _ table: String, _ columns: [String], _ order: String, _ connection: any SQLConnection
    ) throws -> [Row] {
        let texts = columns.map { "COALESCE(CAST(\($0) AS TEXT), '') AS \($0)" }.joined(separator: ", ")
        return try connection.rows("SELECT \(texts) FROM \(table) ORDER BY \(table).\(order)").map { row in
            Row(columns: Dictionary(uniqueKeysWithValues: try columns.map { ($0, try row.text($0)) }))
        }
    }
}

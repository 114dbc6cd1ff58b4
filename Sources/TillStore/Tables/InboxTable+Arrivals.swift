import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension InboxTable {
    /// A message that is to be stored, and of which something can be made.
    package struct Arrival: Sendable {
        package let event: WebhookEvent
        package let id: String
        package let lane: String
        package let receivedAt: Date

        package init(event: WebhookEvent, id: String, lane: String, receivedAt: Date) {
            self.event = event
            self.id = id
            self.lane = lane
            self.receivedAt = receivedAt
        }
    }

    /// Stores messages of one account as if one came after the other, with few statements.
    ///
    /// - Returns: What became of each, in their order.
    package func insert(_ arrivals: [Arrival], account: ProviderAccount) throws -> [Insertion] {
        var first: [String: Int] = [:]
        for (index, arrival) in arrivals.enumerated() where first[arrival.event.dedupKey] == nil {
            first[arrival.event.dedupKey] = index
        }
        // In one order, so that two servers that store the same messages do not wait for each other crosswise.
        let new = first.sorted { $0.key < $1.key }.map { arrivals[$0.value] }
        var stored: Set<String> = []
        for part in RowBatch.parts(new) { stored.formUnion(try insertNew(part, account)) }
        var lanes: [String: Date] = [:]
        for arrival in new where stored.contains(arrival.event.dedupKey) {
            lanes[arrival.lane] = min(lanes[arrival.lane] ?? arrival.receivedAt, arrival.receivedAt)
        }
        try LaneTable(connection, tenant: account.tenant, mode: account.mode).enter(lanes)
        return try arrivals.enumerated().map { index, arrival in
            let key = arrival.event.dedupKey
            if first[key] == index, stored.contains(key) { return .stored }
            // It was there already, and is looked at for what differs.
            return try insert(
                arrival.event, id: arrival.id, lane: arrival.lane, account: account, receivedAt: arrival.receivedAt,
                deadReason: nil)
        }
    }

    private static let insertions = RowBatch.statements(
        shared: 4, own: 9,
        row: { first in
            let own = (first..<first + 9).map { "$\($0)" }.joined(separator: ", ")
            return "($1, $2, $3, $4, '\(Status.received.rawValue)', 0, 0, \(own), $\(first + 6))"
        },
        { rows in
            """
            INSERT INTO inbox (tenant, provider, account, mode, status, attempts, failures, id, dedup_key, type,
                object_id, lane, occurred_at, received_at, digest, body, next_at)
            VALUES \(rows) ON CONFLICT DO NOTHING RETURNING dedup_key
            """
        })

    /// Stores messages of different keys; returns the keys of those that were not there.
    private func insertNew(_ arrivals: ArraySlice<Arrival>, _ account: ProviderAccount) throws -> [String] {
        guard let statement = Self.insertions[arrivals.count] else { return [] }
        var values: [any SQLConvertible] = [
            account.tenant, account.provider.rawValue, account.account, account.mode.rawValue,
        ]
        for arrival in arrivals {
            let event = arrival.event
            let own: [any SQLConvertible] = [
                arrival.id, event.dedupKey, event.type, event.objectID, arrival.lane,
                event.occurredAt.millisecondsSince1970, arrival.receivedAt.millisecondsSince1970, event.digest,
                event.body,
            ]
            values += own
        }
        return try connection.rows(statement, values).map { try $0.text("dedup_key") }
    }
}

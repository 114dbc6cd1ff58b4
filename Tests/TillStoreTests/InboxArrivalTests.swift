import Testing
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Messages that are stored by a few statements are stored as one after the other are.
@Suite(.timeLimit(.minutes(5))) struct InboxArrivalTests {
    private static func account(_ tenant: String) -> ProviderAccount {
        ProviderAccount(tenant: tenant, provider: .stripe, account: "default", mode: .test)
    }

    /// Few keys, objects and digests, so that much comes twice.
    private static func arrival(_ random: inout SeededRandom, at second: Int) -> InboxTable.Arrival {
        let key = "evt_\(Int.random(in: 0..<150, using: &random))"
        let object = "cs_\(Int.random(in: 0..<40, using: &random))"
        let receivedAt = Date(timeIntervalSince1970: 1_790_000_000 + Double(second))
        return InboxTable.Arrival(
            event: WebhookEvent(
                dedupKey: key, type: "checkout.session.completed", objectID: object,
                occurredAt: receivedAt, digest: Bool.random(using: &random) ? "one" : "other", isLive: false,
                body: Array("{\"\(key)\":\(second)}".utf8)),
            id: "whk_\(key)", lane: "stripe/default/\(object)", receivedAt: receivedAt)
    }

    /// Everything that the tables hold of a tenant, but its name.
    private static func rows(_ tenant: String, _ connection: any SQLConnection) throws -> [String] {
        try [
            "SELECT dedup_key AS a, id AS b, lane || digest || status AS c, received_at + COALESCE(next_at, 0) AS n "
                + "FROM inbox WHERE tenant = $1 ORDER BY dedup_key",
            "SELECT inbox_id AS a, digest AS b, '' AS c, received_at AS n FROM inbox_conflict WHERE tenant = $1 "
                + "ORDER BY inbox_id, digest",
            "SELECT id AS a, '' AS b, '' AS c, next_at AS n FROM lane WHERE tenant = $1 ORDER BY id",
        ].flatMap { sql in
            try connection.rows(sql, tenant).map {
                "\(try $0.text("a")) \(try $0.text("b")) \(try $0.text("c")) \(try $0.integer("n"))"
            }
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `many at once come to the same as one after the other`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            var random = SeededRandom(seed: TestSeed.value)
            for round in 0..<8 {
                let count = Int.random(in: 1...140, using: &random)
                let arrivals = (0..<count).map { _ in
                    // Not in the order of their times: what waited for a place may be overtaken.
                    Self.arrival(&random, at: round * 100 + Int.random(in: 0..<50, using: &random))
                }
                let together = try await store.write { connection in
                    try InboxTable(connection).insert(arrivals, account: Self.account("together"))
                }
                let alone = try await store.write { connection in
                    try arrivals.map { arrival in
                        try InboxTable(connection).insert(
                            arrival.event, id: arrival.id, lane: arrival.lane, account: Self.account("alone"),
                            receivedAt: arrival.receivedAt, deadReason: nil)
                    }
                }
                #expect(together == alone)
            }
            let (together, alone) = try await store.read {
                (try Self.rows("together", $0), try Self.rows("alone", $0))
            }
            #expect(together == alone)
            #expect(together.count > 150)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `a lane that somebody works on stays theirs when messages come into it`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            var random = SeededRandom(seed: TestSeed.value)
            let arrival = Self.arrival(&random, at: 0)
            let later = arrival.receivedAt.addingTimeInterval(60)
            let held = try await store.write { connection in
                let lanes = LaneTable(connection, tenant: "t", mode: .test)
                try lanes.enter(arrival.lane, at: arrival.receivedAt)
                let claimed = try lanes.claim("token", at: arrival.receivedAt, until: later, limit: 1)
                _ = try InboxTable(connection).insert([arrival], account: Self.account("t"))
                #expect(claimed == [arrival.lane])
                return try lanes.hold(arrival.lane, "token", until: later)
            }
            #expect(held)
        }
    }

    @Test(arguments: DatabaseKind.available)
    func `the orders of many objects are found with few looks`(_ kind: DatabaseKind) async throws {
        try await TestDatabase.withStore(kind) { store in
            let ids = (0..<150).map { "pi_\($0)" }
            let found = try await store.write { connection in
                let objects = RemoteObjectTable(connection)
                let (own, theirs) = (
                    try #require(Order.ID(rawValue: "ord_3")), try #require(Order.ID(rawValue: "ord_4"))
                )
                for (number, id) in ids.enumerated() where number.isMultiple(of: 3) {
                    try objects.record(id, for: own, in: Self.account("t"))
                    try objects.record(id, for: theirs, in: Self.account("other"))
                }
                return try objects.orders(of: Set(ids), in: Self.account("t"))
            }
            #expect(found.count == 50)
            #expect(found["pi_3"]?.rawValue == "ord_3")
            #expect(found["pi_4"] == nil)
        }
    }
}

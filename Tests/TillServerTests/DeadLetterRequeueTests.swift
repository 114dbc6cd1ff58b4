import Testing
import Till
import TillModel
import TillStore

@testable import TillEngine

@Suite(.timeLimit(.minutes(15))) struct DeadLetterRequeueTests {
    /// Dead rows of every reason, each of a kind of event that nobody maps.
    private static func bury(_ shop: TestShop) async throws {
        for reason in DeadReason.codes(.message) {
            let body = StripeEvents.event(
                "customer.created", id: "evt_\(reason.rawValue.replacing("_", with: ""))",
                object: #"{"id":"cus_1","object":"customer"}"#)
            #expect(try await shop.sendWebhook(body).status == 200)
        }
        try await shop.until { connection -> Bool? in
            try connection.rows("SELECT id FROM inbox WHERE next_at IS NOT NULL").isEmpty ? true : nil
        }
        try await shop.store.write { connection in
            for reason in DeadReason.codes(.message) {
                try connection.execute(
                    "UPDATE inbox SET status = 'dead', next_at = NULL, reason = $1 WHERE dedup_key = $2",
                    "\(DeadLetter(reason, "so"))", "evt_\(reason.rawValue.replacing("_", with: ""))")
            }
        }
    }

    @Test func `another program tries again what it may cure, once, and nothing that a person must decide`()
        async throws
    {
        try await TestShop.run { shop in
            try await Self.bury(shop)
            let requeue = try #require(shop.requeue)
            #expect(try await requeue.run(program: "1").messages == 0)
            #expect(try await requeue.run(program: "1").messages == 0)
            #expect(try await requeue.run(program: "2").messages == 3)
            #expect(try await requeue.run(program: "2").messages == 0)
            for reason in [DeadReason.wrongMode, .foreign, .refused, .orphan, .exhausted] {
                #expect(
                    try await shop.count(
                        "SELECT COUNT(*) AS n FROM inbox WHERE status = 'dead' AND reason LIKE '\(reason.rawValue):%'")
                        == 1, "\(reason)")
            }
        }
    }

    @Test func `a run whose hook is back is tried again, and one whose hook is gone is not`() async throws {
        var options = TestShop.Options()
        options.setUp = { till in till.on(.orderPaid, named: "back") { _, _ in } }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            #expect(try await shop.pay(page).status == 303)
            _ = try await shop.settled(order)
            let requeue = try #require(shop.requeue)
            #expect(try await requeue.run(program: "1").hookRuns == 0)
            let letter = "\(DeadLetter(.unknownHook, "no hook of that name"))"
            try await shop.store.write {
                _ = try $0.execute("UPDATE hook_run SET status = 'dead', next_at = NULL, error = $1", letter)
                _ = try $0.execute(
                    """
                    INSERT INTO hook_run (tenant, event_id, hook, order_id, sequence, mode, status, attempts, created_at,
                        error)
                    SELECT tenant, event_id, 'gone', order_id, sequence, mode, 'dead', 1, created_at, error FROM hook_run
                    """)
            }
            #expect(try await requeue.run(program: "2").hookRuns == 1)
            try await shop.until { connection -> Bool? in
                try connection.rows("SELECT hook FROM hook_run WHERE hook = 'back' AND status = 'succeeded'").isEmpty
                    ? nil : true
            }
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM hook_run WHERE status = 'dead'") == 1)
        }
    }
}

import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a message leaves in doubt is read again from the provider: the real adapter, and the sandbox's own API.
@Suite(.timeLimit(.minutes(15))) struct RereadingTests {
    private static func word(of subscription: String, id: String, status: String, at seconds: Int) -> String {
        StripeEvents.event(
            "customer.subscription.updated", id: id, created: seconds,
            object: """
                {"id":"\(subscription)","object":"subscription","status":"\(status)","cancel_at_period_end":false,\
                "items":{"data":[]},"metadata":{},"livemode":false}
                """)
    }

    /// A bought subscription, and the provider's second of what is known of it.
    private static func subscribe(in shop: TestShop) async throws -> (order: Order.ID, id: String, seconds: Int) {
        let (order, page) = try await shop.begin("pro/monthly")
        _ = try await shop.pay(page)
        _ = try await shop.settled(order)
        let subscription = try await shop.until {
            try SubscriptionTable($0).list(order: order, tenant: "default").first { $0.status == .active }
        }
        return (order, subscription.remoteID, Int(subscription.updatedAt.timeIntervalSince1970))
    }

    @Test(arguments: [0, -3_600])
    func `an older word, or another one of the same second, is settled by asking the provider`(
        _ offset: Int
    ) async throws {
        try await TestShop.run { shop in
            let (order, id, seconds) = try await Self.subscribe(in: shop)
            let answer = try await shop.sendWebhook(
                Self.word(of: id, id: "evt_doubtful", status: "past_due", at: seconds + offset))
            #expect(answer.status == 200)
            let row = try await shop.until { connection -> InboxTable.Stored? in
                let row = try InboxTable(connection).find("evt_doubtful", tenant: "default", mode: .dev)
                return row?.status == .applied ? row : nil
            }
            let kept = try #require(row.fetched.map { String(decoding: $0, as: UTF8.self) })
            #expect(kept.contains(id))
            #expect(kept.contains(#""type":"customer.subscription.updated""#))
            let subscription = try await shop.until {
                try SubscriptionTable($0).list(order: order, tenant: "default").first
            }
            #expect(subscription.status == .active)
            #expect(try await !shop.events(order).contains("subscription.past_due"))
        }
    }

    @Test func `a newer word needs no asking`() async throws {
        try await TestShop.run { shop in
            let (order, id, seconds) = try await Self.subscribe(in: shop)
            _ = try await shop.sendWebhook(
                Self.word(of: id, id: "evt_newer", status: "past_due", at: seconds + 60))
            try await shop.until { connection -> Bool? in
                try SubscriptionTable(connection).list(order: order, tenant: "default").first?.status == .pastDue
                    ? true : nil
            }
            let row = try await shop.until { try InboxTable($0).find("evt_newer", tenant: "default", mode: .dev) }
            #expect(row.fetched == nil)
        }
    }

    @Test func `a payment that nobody told of is asked for when its refund has waited for a while`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            let lost = try await shop.ask(
                .POST, "\(shop.sandboxURL)/sandbox/faults", headers: [("Content-Type", "application/json")],
                body: #"{"drop_next":100}"#)
            #expect(lost.status == 200)
            _ = try await shop.pay(page)
            let payments = try await shop.ask(
                .GET, "\(shop.sandboxURL)/v1/payment_intents?limit=1",
                headers: [("Authorization", "Bearer \(shop.secretKey)")])
            let payment = try #require(
                payments.body.firstMatch(of: /"id":\s*"(pi_[A-Za-z0-9]+)"/).map { String($0.output.1) })
            let refund = StripeEvents.event(
                "refund.updated", id: "evt_refund",
                object: """
                    {"id":"re_1","object":"refund","amount":9900,"currency":"usd","status":"succeeded",\
                    "payment_intent":"\(payment)"}
                    """)
            _ = try await shop.sendWebhook(refund)
            try await shop.until { connection -> Bool? in
                try InboxTable(connection).find("evt_refund", tenant: "default", mode: .dev)?.status == .waiting
                    ? true : nil
            }
            shop.clock.advance(by: 40)
            let story = try await shop.settled(order, as: .refunded)
            #expect(story.payments.map(\.remoteID) == [payment])
        }
    }
}

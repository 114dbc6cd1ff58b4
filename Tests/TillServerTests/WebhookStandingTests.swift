import NIOHTTP1
import Testing
import TillModel
import TillTesting

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `/health` and `/metrics` tell of webhooks, to somebody who asks why an order is not paid.
@Suite(.timeLimit(.minutes(15))) struct WebhookStandingTests {
    private static func body(_ id: String) -> String {
        StripeEvents.event("invoice.upcoming", id: id, object: #"{"object":"invoice"}"#)
    }

    @Test func `health tells when the last webhook came, which were refused, and with which secret they were signed`()
        async throws
    {
        try await TestShop.run { shop in
            let before = try await shop.ask(.GET, "/health")
            #expect(before["webhooks.0.provider"] == "stripe")
            #expect(before["webhooks.0.lastAt"] == nil)
            #expect(before["webhooks.0.clockSkewSeconds"] == nil)
            #expect(try await shop.sendWebhook(Self.body("evt_1")).status == 200)
            for secret in ["whsec_another", "whsec_a_third"] {
                let body = Self.body("evt_2")
                let answer = try await shop.sendWebhook(body, signature: shop.sign(body, secret: secret))
                #expect(answer.status == 400)
            }
            shop.clock.advance(by: 5)
            let old = Self.body("evt_3")
            #expect(try await shop.sendWebhook(old, signature: shop.sign(old, offset: -301)).status == 400)
            let health = try await shop.ask(.GET, "/health")
            #expect(health["webhooks.0.lastAt"] == "2026-09-21T14:13:20.000Z")
            #expect(health["webhooks.0.refused.invalid_signature"] == "2")
            #expect(health["webhooks.0.refused.stale_timestamp"] == "1")
            // The newest first, with what to do.
            #expect(health["webhooks.0.lastRefused.0.reason"] == "stale_timestamp")
            #expect(health["webhooks.0.lastRefused.0.help"]?.contains("check this machine's clock") == true)
            #expect(health["webhooks.0.lastRefused.2.reason"] == "invalid_signature")
            #expect(health["webhooks.0.secrets.0.number"] == "1")
            #expect(health["webhooks.0.secrets.0.lastUsedAt"] == "2026-09-21T14:13:25.000Z")
            // One that came late says nothing of the clock, as long as another came at once.
            #expect(health["webhooks.0.clockSkewSeconds"] == "0")
        }
    }

    @Test(arguments: [-90, 90]) func `a clock that is wrong is told before webhooks are refused for it`(
        _ offset: Int
    ) async throws {
        try await TestShop.run { shop in
            for number in 1...3 {
                let body = Self.body("evt_\(number)")
                // One comes late, which says nothing of the clock, however far that is off.
                let signedAt = number == 2 ? offset - 85 : offset
                let answer = try await shop.sendWebhook(body, signature: shop.sign(body, offset: signedAt))
                #expect(answer.status == 200)
            }
            let health = try await shop.ask(.GET, "/health")
            #expect(health["webhooks.0.clockSkewSeconds"] == String(-offset))
        }
    }

    @Test func `no more than twenty refusals are remembered, and all are counted`() {
        let log = WebhookLog()
        for second in 1...30 {
            let now = ManualClock().now().addingTimeInterval(Double(second))
            #expect(log.refused(WebhookRefusal(.missingSignature), for: TestShop.account, at: now) == nil)
        }
        let standing = log.standing(of: TestShop.account)
        #expect(standing.refused == ["missing_signature": 30])
        #expect(standing.lastRefused.count == 20)
        #expect(standing.lastRefused.first?.at == ManualClock().now().addingTimeInterval(30))
    }

    @Test func `a clock that goes wrong is told once, and again when it does so again`() {
        let log = WebhookLog()
        let now = ManualClock().now()
        func sign(_ seconds: Double) -> Int64? {
            log.accepted(
                WebhookSignature(signedAt: now.addingTimeInterval(-seconds), secret: 1), for: TestShop.account, at: now)
        }
        #expect(sign(70) == 70)
        #expect(sign(80) == nil)
        #expect(sign(1) == nil)
        // The good one is forgotten after so many more.
        let told = (1...16).compactMap { _ in sign(-75) }
        #expect(told == [-75])
    }

    // MARK: - The disk's reserve

    @Test func `with less room than is kept, new orders and webhooks are refused, and nothing of them is kept`()
        async throws
    {
        var options = TestShop.Options()
        options.reservedBytes = .max
        try await TestShop.run(options) { shop in
            let webhook = try await shop.sendWebhook(Self.body("evt_1"))
            #expect(webhook.status == 503)
            #expect(webhook["error.code"] == "storage_unavailable")
            let checkout = try await shop.ask(
                .POST, "/api/checkout", headers: [("Content-Type", "application/json")],
                body: #"{"items":[{"product":"job_posting"}]}"#)
            #expect(checkout.status == 503)
            #expect(try await shop.ask(.GET, "/readyz").status == 503)
            let health = try await shop.ask(.GET, "/health")
            #expect(health["status"] == "failing")
            #expect(health["database"] == "disk_reserve")
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox") == 0)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 0)
        }
        options.reservedBytes = 1
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            #expect(try await shop.settled(order).order.status == .paid)
            #expect(try await shop.ask(.GET, "/readyz").status == 200)
        }
    }
}

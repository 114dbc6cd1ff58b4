import NIOHTTP1
import Synchronization
import Testing
import Till
import TillEngine
import TillModel
import TillStore
import TillTesting

/// The whole journey with real parts.
@Suite(.timeLimit(.minutes(15))) struct PurchaseTests {
    @Test func `a purchase is paid once and its hook runs once`() async throws {
        let seen = Mutex<[(Event.ID, Int, Order.ID)]>([])
        var options = TestShop.Options()
        options.setUp = { till in
            till.on(.orderPaid, named: "publish") { event, context in
                seen.withLock { $0.append((context.eventID, context.attempt, event.order.id)) }
            }
        }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            #expect(page.hasPrefix(shop.sandboxURL))
            let back = try await shop.pay(page)
            #expect(back.status == 303)
            #expect(back.headers.first(name: "Location")?.hasPrefix("\(shop.url)/orders/\(order)?key=") == true)
            let story = try await shop.settled(order)
            #expect(story.order.total == Money(minorUnits: 9_900, .usd))
            #expect(story.order.catalogHash == "hash-of-the-catalog")
            #expect(story.payments.map(\.status) == [.succeeded])
            #expect(
                story.events.map(\.kind.rawValue).sorted() == [
                    "checkout.completed", "order.paid", "payment.succeeded",
                ])
            #expect(story.events.map(\.sequence) == [1, 2, 3])
            #expect(story.hookRuns.map(\.attempts) == [1])
        }
        #expect(seen.withLock { $0 }.map(\.1) == [1])
    }

    @Test func `the pricing page's own form buys, and the success page turns paid`() async throws {
        try await TestShop.run { shop in
            let pricing = try await shop.ask(.GET, "/")
            #expect(pricing.status == 200)
            #expect(pricing.body.contains("A 30-day &lt;listing&gt;"))
            #expect(!pricing.body.contains("Gone"))
            let key = try #require(pricing.body.firstMatch(of: /name="key" value="([^"]+)"/)).1
            let form = "key=\(key)&item=job_posting&item=email_blast"
            let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", shop.url)]
            let first = try await shop.ask(.POST, "/api/checkout", headers: headers, body: form)
            #expect(first.status == 303)
            let page = try #require(first.headers.first(name: "Location"))
            // The same page sent twice, as by a double click, is one order; other choices are another.
            let again = try await shop.ask(.POST, "/api/checkout", headers: headers, body: form)
            #expect(again.headers.first(name: "Location") == page)
            let other = try await shop.ask(
                .POST, "/api/checkout", headers: headers, body: "key=\(key)&item=job_posting")
            #expect(other.status == 303)
            #expect(other.headers.first(name: "Location") != page)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 2)
            let link = try #require(try await shop.pay(page).headers.first(name: "Location"))
            let order = try #require(link.firstMatch(of: /ord_[0-9a-z]+/)).0
            let story = try await shop.settled(try #require(Order.ID(rawValue: String(order))))
            #expect(story.order.total == Money(minorUnits: 14_800, .usd))
            let success = try await shop.ask(.GET, link)
            #expect(success.body.contains("Thank you, your order is paid"))
            #expect(success.headers.first(name: "Referrer-Policy") == "same-origin")
            #expect(success.headers.first(name: "Cache-Control") == "no-store")
        }
    }

    @Test func `a declined card is told, and the next one pays`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            let declined = try await shop.pay(page, outcome: "decline")
            #expect(declined.status != 303)
            try await shop.until { try PaymentTable($0).list(order: order, tenant: "default").first }
            #expect(try await shop.pay(page).status == 303)
            let story = try await shop.settled(order)
            #expect(story.payments.count == 1)
            #expect(story.payments.first?.status == .succeeded)
            #expect(story.events.map(\.kind).filter { $0 == .paymentFailed }.count == 1)
        }
    }

    @Test func `a payment that takes days is processing until it is settled`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            #expect(try await shop.pay(page, outcome: "processing").status == 303)
            try await shop.until { try PaymentTable($0).list(order: order, tenant: "default").first }
            #expect(try await shop.story(order)?.order.status == .pending)
            let session = try #require(try await shop.story(order)?.sessionID)
            let settled = try await shop.ask(
                .POST, "\(shop.sandboxURL)/sandbox/sessions/\(session)/settle",
                headers: [("Content-Type", "application/json")], body: #"{"outcome":"succeeded"}"#)
            #expect(settled.status == 200)
            let story = try await shop.settled(order)
            #expect(story.payments.map(\.status) == [.succeeded])
        }
    }

    @Test func `a subscription is bought, renewed and canceled`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin("pro/monthly")
            #expect(try await shop.pay(page).status == 303)
            let story = try await shop.settled(order)
            let subscription = try await shop.until {
                try SubscriptionTable($0).list(order: order, tenant: "default").first
            }
            #expect(story.order.total == Money(minorUnits: 2_900, .usd))
            let renewed = try await shop.ask(
                .POST, "\(shop.sandboxURL)/sandbox/subscriptions/\(subscription.remoteID)/renew")
            #expect(renewed.status == 200)
            let renewal = try await shop.until { connection -> Order? in
                try OrderTable(connection).list(tenant: "default", mode: .dev, status: .paid, limit: 10)
                    .map(\.order).first { $0.kind == .renewal }
            }
            #expect(renewal.items == story.order.items)
            #expect(
                try await shop.events(renewal.id).sorted() == [
                    "order.paid", "payment.succeeded", "subscription.renewed",
                ])
            let canceled = try await shop.ask(
                .DELETE, "\(shop.sandboxURL)/v1/subscriptions/\(subscription.remoteID)",
                headers: [("Authorization", "Bearer \(shop.secretKey)")])
            #expect(canceled.status == 200)
            try await shop.until { connection -> Bool? in
                try SubscriptionTable(connection).list(order: order, tenant: "default").first?.status == .canceled
                    ? true : nil
            }
            try await shop.quiet()
            #expect(try await shop.events(order).filter { $0 == "subscription.cancelled" }.count == 1)
        }
    }

    @Test func `a trial is an order that is paid with nothing`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin("pro/trial")
            #expect(try await shop.pay(page).status == 303)
            let story = try await shop.settled(order)
            #expect(story.order.total.isZero)
            #expect(story.payments.isEmpty)
            #expect(try await !shop.events(order).contains("payment.succeeded"))
        }
    }

    @Test func `a refund at the provider reaches the order once`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            let payment = try #require(try await shop.settled(order).payments.first)
            for amount in [4_000, 5_900] {
                let refund = try await shop.ask(
                    .POST, "\(shop.sandboxURL)/v1/refunds",
                    headers: [
                        ("Authorization", "Bearer \(shop.secretKey)"),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                    ], body: "payment_intent=\(payment.remoteID)&amount=\(amount)")
                #expect(refund.status == 200)
                let wanted: OrderStatus = amount == 4_000 ? .partiallyRefunded : .refunded
                _ = try await shop.settled(order, as: wanted)
            }
            try await shop.until { try RefundTable($0).list(order: order, tenant: "default").count == 2 ? true : nil }
            try await shop.quiet()
            let events = try await shop.events(order)
            #expect(events.filter { $0 == "refund.completed" }.count == 2)
            #expect(events.filter { $0 == "refund.created" }.count == 2)
        }
    }

    @Test func `a refund of a subscription's payment reaches its order`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin("pro/monthly")
            _ = try await shop.pay(page)
            _ = try await shop.settled(order)
            let payment = try await shop.until { connection -> Payment? in
                try PaymentTable(connection).list(order: order, tenant: "default").first { $0.aliasID != nil }
            }
            let refund = try await shop.ask(
                .POST, "\(shop.sandboxURL)/v1/refunds",
                headers: [
                    ("Authorization", "Bearer \(shop.secretKey)"),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ], body: "payment_intent=\(payment.aliasID ?? "")")
            #expect(refund.status == 200)
            let story = try await shop.settled(order, as: .refunded)
            #expect(story.payments.map(\.refunded) == [Money(minorUnits: 2_900, .usd)])
        }
    }

    @Test func `an order that nobody pays expires`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            shop.clock.advance(by: 25 * 3_600)
            _ = try await shop.ask(.POST, "\(shop.sandboxURL)/sandbox/tick")
            _ = try await shop.settled(order, as: .expired)
            #expect(try await shop.events(order) == ["checkout.expired"])
            #expect(try await shop.pay(page).status != 303)
        }
    }

    @Test func `a hook that fails runs again with the same event, until it gives up`() async throws {
        let attempts = Mutex<[(Event.ID, Int)]>([])
        struct Broken: Error {}
        var options = TestShop.Options()
        options.setUp = { till in
            till.on(.orderPaid, named: "flaky") { _, context in
                attempts.withLock { $0.append((context.eventID, context.attempt)) }
                if context.attempt < 3 { throw Broken() }
            }
            till.on(.orderPaid, named: "hopeless") { _, _ in throw HookOutcome.giveUp("no such job") }
            till.on(.orderPaid, named: "fine") { _, _ in }
        }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            for attempt in 1...2 {
                try await shop.until { connection -> Bool? in
                    try HookRunTable(connection).list(order: order, tenant: "default").contains {
                        $0.hook == "flaky" && $0.attempts == attempt && $0.status == .retrying
                    } ? true : nil
                }
                shop.clock.advance(by: 60)
            }
            let runs = try await shop.settled(order).hookRuns
            let byName = Dictionary(uniqueKeysWithValues: runs.map { ($0.hook, $0) })
            #expect(byName["flaky"]?.status == .succeeded)
            #expect(byName["fine"]?.status == .succeeded)
            #expect(byName["hopeless"]?.status == .dead)
            #expect(byName["hopeless"]?.error == "no such job")
        }
        let seen = attempts.withLock { $0 }
        #expect(seen.map(\.1) == [1, 2, 3])
        #expect(Set(seen.map(\.0)).count == 1)
    }

    @Test func `the provider's page is never opened twice for one key`() async throws {
        try await TestShop.run { shop in
            let key = "0123456789abcdef0123456789"
            let body = #"{"items":[{"product":"job_posting"}]}"#
            let answers = try await withThrowingTaskGroup(of: TestShop.Answer.self) { group in
                for _ in 0..<10 { group.addTask { try await shop.checkOut(body, key: key) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0["error.code"] == "checkout_in_progress" })
            let again = try await shop.checkOut(body, key: key)
            #expect(again.status == 201)
            #expect(Set(answers.compactMap { $0["url"] } + [again["url"]]).count == 1)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 1)
            let other = try await shop.checkOut(#"{"items":[{"product":"email_blast"}]}"#, key: key)
            #expect(other.status == 422)
            #expect(other["error.code"] == "idempotency_key_reused")
        }
    }

    @Test func `a success whose answer is lost is found again with the same key`() async throws {
        try await TestShop.run { shop in
            let fault = try await shop.ask(
                .POST, "\(shop.sandboxURL)/sandbox/faults", headers: [("Content-Type", "application/json")],
                body: #"{"api_error_after_success_next":1}"#)
            #expect(fault.status == 200)
            _ = try await shop.begin()
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 1)
            let sessions = try await shop.ask(
                .GET, "\(shop.sandboxURL)/v1/checkout/sessions",
                headers: [("Authorization", "Bearer \(shop.secretKey)")])
            #expect(sessions["data.0.id"] != nil)
            #expect(sessions["data.1.id"] == nil)
        }
    }
}

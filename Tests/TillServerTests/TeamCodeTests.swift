import Logging
import NIOHTTP1
import Synchronization
import Testing
import Till
import TillModel
import TillProviders
import TillStore
import TillTesting

@testable import TillEngine

/// What a team's own code does in a whole shop.
@Suite(.timeLimit(.minutes(15))) struct TeamCodeTests {
    struct Trouble: Error {}

    static func ledger(_ till: inout Setup) {
        till.migrate("001-ledger", "CREATE TABLE app_ledger (order_id TEXT PRIMARY KEY, minor_units BIGINT NOT NULL)")
        till.onTransaction(.orderPaid, named: "ledger") { event, transaction in
            try transaction.execute(
                "INSERT INTO app_ledger VALUES ($1, $2)", event.order.id, event.order.total.minorUnits)
        }
    }

    @Test func `a ledger has each paid order once`() async throws {
        var options = TestShop.Options()
        options.setUp = { Self.ledger(&$0) }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            let story = try await shop.settled(order)
            #expect(story.hookRuns.map(\.hook) == ["ledger"])
            #expect(story.hookRuns.map(\.attempts) == [1])
            #expect(try await shop.count("SELECT SUM(minor_units) AS n FROM app_ledger") == 9_900)
        }
    }

    @Test func `an order is paid although a hook in its transaction never works`() async throws {
        var options = TestShop.Options()
        options.setUp = { till in
            Self.ledger(&till)
            till.onTransaction(.orderPaid, named: "broken") { _, transaction in
                try transaction.execute("INSERT INTO app_missing VALUES (1)")
            }
        }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            let story = try await shop.settled(order)
            #expect(story.hookRuns.map(\.hook) == ["broken", "ledger"])
            #expect(story.hookRuns.map(\.status) == [.dead, .succeeded])
            // Two messages may tell of one payment, in a lane each, and both try.
            #expect(story.hookRuns.first.map { $0.attempts >= 3 } == true)
            #expect(story.hookRuns.last?.attempts == 1)
            #expect(story.hookRuns.first?.error?.contains("app_missing") == true)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM app_ledger") == 1)
        }
    }

    @Test func `a provider's own event reaches the hook that waits for it, with the order it names`() async throws {
        let seen = Mutex<[NativeEvent]>([])
        var options = TestShop.Options()
        options.setUp = { till in
            till.on("stripe:invoice.upcoming") { event, _ in seen.withLock { $0.append(event) } }
            till.on("stripe:payment_intent.succeeded", named: "watch") { event, _ in seen.withLock { $0.append(event) }
            }
        }
        try await TestShop.run(options) { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            let story = try await shop.settled(order)
            // A type that the adapter maps as well: both happen.
            try await shop.until { _ in seen.withLock { $0.isEmpty ? nil : true } }
            let mapped = try #require(seen.withLock { $0 }.first)
            #expect(mapped.type == "payment_intent.succeeded")
            #expect(mapped.order?.id == order)
            #expect(try await shop.events(order).contains("stripe:payment_intent.succeeded"))
            #expect(story.order.status == .paid)
            let payment = try #require(story.payments.first?.remoteID)
            let known = StripeEvents.event(
                "invoice.upcoming", id: "evt_known", object: #"{"object":"invoice","payment_intent":"\#(payment)"}"#)
            let unknown = StripeEvents.event("invoice.upcoming", id: "evt_unknown", object: #"{"object":"invoice"}"#)
            for body in [known, unknown] { #expect(try await shop.sendWebhook(body).status == 200) }
            try await shop.until { connection -> Bool? in
                try connection.rows("SELECT hook FROM hook_run WHERE status = 'succeeded'").count == 3 ? true : nil
            }
            let later = seen.withLock { $0 }.dropFirst()
            #expect(Set(later.map(\.id)) == ["evt_known", "evt_unknown"])
            #expect(later.first { $0.id == "evt_known" }?.order?.id == order)
            #expect(later.first { $0.id == "evt_unknown" }?.order == nil)
            #expect(later.first { $0.id == "evt_known" }?.body == known)
            let rows = try await shop.store.read {
                try $0.rows("SELECT status FROM inbox WHERE type = 'invoice.upcoming'").map { try $0.text("status") }
            }
            #expect(rows == ["applied", "applied"])
        }
    }

    @Test func `what nobody waits for stays ignored`() async throws {
        try await TestShop.run { shop in
            let body = StripeEvents.event("invoice.upcoming", id: "evt_1", object: #"{"object":"invoice"}"#)
            #expect(try await shop.sendWebhook(body).status == 200)
            try await shop.quiet()
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM event") == 0)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox WHERE status = 'ignored'") == 1)
        }
    }

    @Test func `a checkout that the team refuses is told why, and makes no order`() async throws {
        var options = TestShop.Options()
        options.setUp = { till in
            till.beforeCheckout { checkout in
                if checkout.customer.email == "blocked@example.com" { checkout.refuse("Please call us.") }
                checkout.addMetadata(checkout.items.map(\.product.key).joined(), for: "seen")
            }
        }
        try await TestShop.run(options) { shop in
            let refused = try await shop.checkOut(
                #"{"items":[{"product":"job_posting"}],"customer":{"email":"blocked@example.com"}}"#)
            #expect(refused.status == 422)
            #expect(refused["error.code"] == "checkout_refused")
            #expect(refused["error.message"] == "Please call us.")
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 0)
            let (order, _) = try await shop.begin()
            #expect(try await shop.story(order)?.order.metadata == ["seen": "job_posting"])
        }
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let code: String
        let hook: @Sendable (inout PendingCheckout) async throws -> Void
    }

    static let choices = [
        Choice(testDescription: "throws", status: 503, code: "checkout_hook_failed") { _ in throw Trouble() },
        Choice(testDescription: "another provider", status: 500, code: "checkout_hook_unusable") {
            $0.useProvider(.paddle)
        },
        Choice(testDescription: "a coupon nobody knows", status: 500, code: "checkout_hook_unusable") {
            $0.useCoupon("NOSUCH")
        },
        Choice(testDescription: "metadata of Till's own", status: 500, code: "checkout_hook_unusable") {
            $0.addMetadata("x", for: "till_order")
        },
        Choice(testDescription: "the shop's own provider", status: 201, code: "") { $0.useProvider(.stripe) },
    ]

    @Test(arguments: choices)
    func `nothing is sold that the team's code could not look at`(_ choice: Choice) async throws {
        var options = TestShop.Options()
        options.setUp = { $0.beforeCheckout(choice.hook) }
        try await TestShop.run(options) { shop in
            let answer = try await shop.checkOut(#"{"items":[{"product":"job_posting"}]}"#)
            if choice.code.isEmpty {
                #expect(answer.status < 300)
            } else {
                #expect(answer.status == choice.status)
                #expect(answer["error.code"] == choice.code)
                #expect(answer["error.retryable"] == (choice.status == 503 ? "true" : "false"))
                #expect(try await shop.count("SELECT COUNT(*) AS n FROM orders") == 0)
            }
        }
    }

    @Test func `a look at a checkout that takes too long refuses it`() async throws {
        let rules = CheckoutRules(
            catalog: TestShop.catalog, remoteIDs: RemoteIDs(), account: TestShop.account, today: TestShop.today)
        let before = BeforeCheckout(
            hooks: [
                { checkout in
                    try await Task.sleep(for: .seconds(600))
                    return checkout
                }
            ], logger: Logger(label: "test"),
            limit: .milliseconds(20))
        let error = try await #require(throws: CheckoutError.self) {
            try await before.order(
                for: CheckoutRequest(items: [CheckoutRequest.Item(product: "job_posting", quantity: 1)]),
                id: Order.ID(bits: (0, 1)), at: ManualClock().now(), by: rules)
        }
        #expect(error.code == .checkoutHookFailed)
    }

    @Test func `a hook calls what it may, follows nothing, and is kept out of its own network`() async throws {
        try await TestShop.run { shop in
            let inside = HookHTTPClient(
                transport: GuardedTransport(allowedHosts: [], allowsLoopback: true), timeout: .seconds(300))
            #expect(try await inside.get("\(shop.url)/livez").status == 200)
            let form = HookRequest(
                method: "POST", url: "\(shop.url)/api/checkout",
                headers: ["Content-Type": "application/x-www-form-urlencoded", "Origin": shop.url],
                body: Array("key=0123456789012345678901&item=job_posting".utf8))
            #expect(try await inside.send(form).status == 303)
            let missing = try await #require(throws: HookHTTPError.self) { try await inside.get("\(shop.url)/nothing") }
            #expect(missing.code == .refused)
            #expect(missing.response?.status == 404)
            let outside = HookHTTPClient(
                transport: GuardedTransport(allowedHosts: [], allowsLoopback: false), timeout: .seconds(300))
            let refused = try await #require(throws: HookHTTPError.self) { try await outside.get("\(shop.url)/livez") }
            #expect(refused.code == .addressRefused)
            let listed = HookHTTPClient(
                transport: GuardedTransport(allowedHosts: ["localhost"], allowsLoopback: false), timeout: .seconds(300))
            #expect(try await listed.get("\(shop.url)/livez").status == 200)
            let invalid = try await #require(throws: HookHTTPError.self) { try await listed.get("file:///x") }
            #expect(invalid.code == .invalidRequest)
        }
    }
}

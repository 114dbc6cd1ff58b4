import NIOHTTP1
import Synchronization
import Testing
import Till
import TillEngine
import TillModel
import TillStore
import TillTesting

@Suite(.timeLimit(.minutes(15))) struct WebhookAPITests {
    static let rows = "SELECT (SELECT COUNT(*) FROM inbox) + (SELECT COUNT(*) FROM inbox_conflict) AS n"

    @Test func `a webhook that is not genuine gets 400 and leaves no row`() async throws {
        try await TestShop.run { shop in
            let body = StripeEvents.event(
                "payment_intent.succeeded", id: "evt_1", object: StripeEvents.payment("pi_1", order: nil))
            var changed = body
            changed.replaceSubrange(changed.startIndex..<changed.index(after: changed.startIndex), with: "[")
            let good = shop.sign(body)
            let cases: [(name: String, body: String, signature: String, reason: String)] = [
                ("one byte altered", changed, good, "invalid_signature"),
                ("stale", body, shop.sign(body, offset: -301), "stale_timestamp"),
                ("future", body, shop.sign(body, offset: 301), "future_timestamp"),
                ("missing", body, "", "missing_signature"),
                ("malformed", body, "nonsense", "malformed_signature"),
                ("other secret", body, shop.sign(body, secret: "whsec_other"), "invalid_signature"),
                ("v0 only", body, good.replacing("v1=", with: "v0="), "malformed_signature"),
            ]
            for sent in cases {
                let answer = try await shop.sendWebhook(sent.body, signature: sent.signature)
                #expect(answer.status == 400, "\(sent.name)")
                #expect(answer["error.code"] == "webhook_refused", "\(sent.name)")
                #expect(answer["error.details.reason"] == sent.reason, "\(sent.name)")
            }
            #expect(try await shop.count(Self.rows) == 0)
        }
    }

    @Test(arguments: [
        "/api/webhooks/paddle", "/api/webhooks/stripe/other", "/api/webhooks/", "/api/webhooks/stripe/x/y",
    ])
    func `an endpoint that nobody configured does not exist`(_ path: String) async throws {
        try await TestShop.run { shop in
            let answer = try await shop.sendWebhook("{}", path: path)
            #expect(answer.status == 404)
            #expect(try await shop.count(Self.rows) == 0)
        }
    }

    @Test func `without a secret the endpoint does not exist`() async throws {
        var options = TestShop.Options()
        options.webhookSecret = ""
        try await TestShop.run(options) { shop in
            let answer = try await shop.sendWebhook("{}", signature: "t=1,v1=00")
            #expect(answer.status == 404)
            #expect(try await shop.count(Self.rows) == 0)
        }
    }

    @Test func `both spellings of the path, with the account or without it, are one endpoint`() async throws {
        try await TestShop.run { shop in
            let body = StripeEvents.event("customer.created", id: "evt_1", object: #"{"id":"cus_1"}"#)
            for path in [
                "/api/webhooks/stripe", "/api/webhook/stripe", "/api/webhooks/stripe/default",
                "/api/webhook/stripe/default",
            ] {
                let answer = try await shop.sendWebhook(body, path: path)
                #expect(answer.status == 200)
            }
            let rows = try await shop.count(Self.rows)
            #expect(rows == 1)
        }
    }

    @Test func `the same webhook sent fifty times at once has one effect`() async throws {
        let runs = Mutex<[String]>([])
        var options = TestShop.Options()
        options.setUp = { till in
            till.on(.orderPaid, named: "one") { _, context in runs.withLock { $0.append("one \(context.eventID)") } }
            till.on(.paymentSucceeded, named: "two") { _, context in
                runs.withLock { $0.append("two \(context.eventID)") }
            }
        }
        try await TestShop.run(options) { shop in
            let (order, _) = try await shop.begin()
            let session = try #require(try await shop.story(order)?.sessionID)
            let body = StripeEvents.event(
                "checkout.session.completed", id: "evt_same", object: StripeEvents.session(session, order: order))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await shop.sendWebhook(body).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 50))
            let story = try await shop.settled(order)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox") == 1)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM payment") == 1)
            #expect(try await shop.events() == ["payment.succeeded", "order.paid", "checkout.completed"])
            #expect(story.hookRuns.map(\.attempts) == [1, 1])
        }
        #expect(runs.withLock { $0.count } == 2)
    }

    @Test(arguments: [(9_899, "usd"), (1, "usd"), (990_000, "usd"), (9_900, "eur"), (9_900, "jpy")])
    func `money that does not fit quarantines the order`(_ total: Int, _ currency: String) async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let session = try #require(try await shop.story(order)?.sessionID)
            let body = StripeEvents.event(
                "checkout.session.completed", id: "evt_1",
                object: StripeEvents.session(session, order: order, total: total, currency: currency))
            #expect(try await shop.sendWebhook(body).status == 200)
            let story = try await shop.settled(order, as: .quarantined)
            #expect(story.events.map(\.kind) == [.paymentMismatch])
            #expect(story.order.paidAt == nil)
            // What was paid is told to hooks and to people, in words.
            #expect(story.events.first?.data.contains("\"reason\":") == true)
        }
    }

    @Test func `a payment told alone is held to the order's total too`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let body = StripeEvents.event(
                "payment_intent.succeeded", id: "evt_1",
                object: StripeEvents.payment("pi_1", order: order, total: 100))
            _ = try await shop.sendWebhook(body)
            let story = try await shop.settled(order, as: .quarantined)
            #expect(story.events.map(\.kind) == [.paymentMismatch])
        }
    }

    @Test func `a second real payment is a duplicate, shown and not fulfilled again`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            let session = try #require(try await shop.settled(order).sessionID)
            let body = StripeEvents.event(
                "checkout.session.async_payment_succeeded", id: "evt_second",
                object: StripeEvents.session(session, order: order, payment: "pi_second"))
            #expect(try await shop.sendWebhook(body).status == 200)
            try await shop.until { try PaymentTable($0).list(order: order, tenant: "default").count == 2 ? true : nil }
            try await shop.quiet()
            let story = try #require(try await shop.story(order))
            #expect(story.payments.filter(\.isDuplicate).map(\.remoteID) == ["pi_second"])
            #expect(
                story.events.map(\.kind.rawValue).sorted() == [
                    "checkout.completed", "order.paid", "payment.duplicate", "payment.succeeded",
                ])
            #expect(story.order.status == .paid)
        }
    }

    /// Everything about orders that a message must not have touched.
    private func records(_ shop: TestShop) async throws -> [String] {
        try await shop.store.read { connection in
            try ["orders", "payment", "event", "hook_run", "remote_object", "operation", "refund", "subscription"]
                .flatMap { table in
                    try connection.rows("SELECT COUNT(*) AS n FROM \(table)").map { "\(table) \(try $0.int("n"))" }
                }
                + connection.rows("SELECT id, status, row_version FROM orders ORDER BY id").map {
                    "\(try $0.text("id")) \(try $0.text("status")) \(try $0.int("row_version"))"
                }
        }
    }

    @Test func `a genuine event that names another session's order changes nothing`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let (other, _) = try await shop.begin("email_blast")
            let otherSession = try #require(try await shop.story(other)?.sessionID)
            let before = try await records(shop)
            let events = [
                // A session that is not ours claims our order.
                StripeEvents.event(
                    "checkout.session.completed", id: "evt_1",
                    object: StripeEvents.session("cs_test_foreign", order: order)),
                // A session that we know is another order's, paid with its own amount, names this one: it is its own.
                StripeEvents.event(
                    "checkout.session.completed", id: "evt_2",
                    object: StripeEvents.session("cs_test_another", order: other, total: 4_900)),
                // An order that does not exist.
                StripeEvents.event(
                    "payment_intent.succeeded", id: "evt_3",
                    object: StripeEvents.payment("pi_3", order: Order.ID(bits: (9, 9)))),
            ]
            for event in events { #expect(try await shop.sendWebhook(event).status == 200) }
            try await shop.quiet()
            #expect(try await records(shop) == before)
            #expect(otherSession != "cs_test_another")
            let dead = try await shop.store.read {
                try InboxTable($0).list(tenant: "default", mode: .dev, status: .dead, limit: 10)
            }
            #expect(dead.map(\.dedupKey).sorted() == ["evt_1", "evt_2"])
            #expect(dead.allSatisfy { $0.reason?.hasPrefix("foreign: ") == true })
        }
    }

    @Test func `a payment that belongs to another order's session is not taken for this one`() async throws {
        try await TestShop.run { shop in
            let (first, firstPage) = try await shop.begin()
            _ = try await shop.pay(firstPage)
            let paid = try await shop.settled(first)
            let payment = try #require(paid.payments.first?.remoteID)
            let (second, _) = try await shop.begin()
            let session = try #require(try await shop.story(second)?.sessionID)
            let before = try await records(shop)
            let body = StripeEvents.event(
                "checkout.session.completed", id: "evt_mixed",
                object: StripeEvents.session(session, order: second, payment: payment))
            #expect(try await shop.sendWebhook(body).status == 200)
            try await shop.quiet()
            #expect(try await records(shop) == before)
            #expect(try await shop.story(second)?.order.status == .pending)
        }
    }

    @Test func `a genuine event that names another tenant's order changes nothing`() async throws {
        try await TestShop.run { shop in
            let theirs = ProviderAccount(tenant: "acme", provider: .stripe, account: "default", mode: .dev)
            let price = Price(key: "default", amounts: [Money(minorUnits: 9_900, .usd)])
            let product = Product(key: "job", name: "Job", prices: [price])
            let order = try Order(
                id: Order.ID(bits: (5, 5)), account: theirs,
                items: [try LineItem(product: product, price: price, unitPrice: price.amount, quantity: 1)],
                catalogHash: "", createdAt: shop.clock.now())
            try await shop.store.write { connection in
                try OrderTable(connection).insert(order)
                try OperationTable(connection).insert(.checkout(of: order), at: order.createdAt)
                try RemoteObjectTable(connection).record("cs_theirs", for: order.id, in: theirs)
            }
            let before = try await records(shop)
            let events =
                [
                    StripeEvents.payment("pi_1", order: order.id, tenant: "acme"),
                    StripeEvents.payment("pi_2", order: order.id, tenant: "default"),
                ].enumerated().map {
                    StripeEvents.event("payment_intent.succeeded", id: "evt_\($0)", object: $1)
                } + [
                    StripeEvents.event(
                        "checkout.session.completed", id: "evt_s1",
                        object: StripeEvents.session("cs_theirs", order: order.id, tenant: "acme")),
                    StripeEvents.event(
                        "checkout.session.completed", id: "evt_s2",
                        object: StripeEvents.session("cs_theirs", order: order.id, tenant: "default")),
                ]
            for event in events { #expect(try await shop.sendWebhook(event).status == 200) }
            try await shop.quiet()
            #expect(try await records(shop) == before)
        }
    }

    @Test func `an order of another mode is not found by a webhook`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let session = try #require(try await shop.story(order)?.sessionID)
            let before = try await records(shop)
            let live = StripeEvents.event(
                "checkout.session.completed", id: "evt_live", object: StripeEvents.session(session, order: order)
            ).replacing("\"livemode\":false,\"pending_webhooks\"", with: "\"livemode\":true,\"pending_webhooks\"")
            #expect(try await shop.sendWebhook(live).status == 200)
            try await shop.quiet()
            #expect(try await records(shop) == before)
            let row = try #require(
                try await shop.store.read {
                    try InboxTable($0).list(tenant: "default", mode: .dev, status: .dead, limit: 1).first
                })
            #expect(row.reason?.hasPrefix("wrong_mode") == true)
        }
    }

    @Test func `the same event with other contents is kept aside and never applied`() async throws {
        try await TestShop.run { shop in
            let (order, page) = try await shop.begin()
            _ = try await shop.pay(page)
            _ = try await shop.settled(order)
            let first = StripeEvents.event("customer.created", id: "evt_1", object: #"{"id":"cus_1"}"#)
            let other = StripeEvents.event("customer.created", id: "evt_1", object: #"{"id":"cus_2"}"#)
            for body in [first, other, other] { #expect(try await shop.sendWebhook(body).status == 200) }
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox WHERE dedup_key = 'evt_1'") == 1)
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox_conflict") == 1)
        }
    }

    @Test func `a genuine body that is no event is kept, dead, and shown`() async throws {
        try await TestShop.run { shop in
            #expect(try await shop.sendWebhook("not json").status == 200)
            let row = try #require(
                try await shop.store.read {
                    try InboxTable($0).list(tenant: "default", mode: .dev, status: .dead, limit: 1).first
                })
            #expect(row.reason?.hasPrefix("unparsed") == true)
            #expect(row.body == Array("not json".utf8))
        }
    }

    @Test func `an event of a connected account is not ours`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let body = StripeEvents.event(
                "payment_intent.succeeded", id: "evt_connect", object: StripeEvents.payment("pi_theirs", order: order)
            ).replacing("\"object\":\"event\"", with: "\"object\":\"event\",\"account\":\"acct_theirs\"")
            #expect(try await shop.sendWebhook(body).status == 200)
            try await shop.quiet()
            #expect(try await shop.story(order)?.order.status == .pending)
            let row = try #require(
                try await shop.store.read {
                    try InboxTable($0).list(tenant: "default", mode: .dev, status: .dead, limit: 1).first
                })
            #expect(row.reason?.contains("connected account") == true)
        }
    }

    @Test func `a time that no clock has is stored, and does not end the server`() async throws {
        try await TestShop.run { shop in
            for (index, created) in [9_000_000_000_000_000_000, -9_000_000_000_000_000_000, 0].enumerated() {
                let body = StripeEvents.event(
                    "customer.created", id: "evt_\(index)", created: created, object: #"{"id":"cus_1"}"#)
                #expect(try await shop.sendWebhook(body).status == 200)
            }
            try await shop.quiet()
            #expect(try await shop.count("SELECT COUNT(*) AS n FROM inbox WHERE status = 'ignored'") == 3)
        }
    }

    @Test func `an orphan lives again when what it is about is told at last`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let session = try #require(try await shop.story(order)?.sessionID)
            let refund = StripeEvents.event(
                "refund.updated", id: "evt_refund",
                object:
                    #"{"id":"re_1","object":"refund","amount":9900,"currency":"usd","status":"succeeded","payment_intent":"pi_late"}"#
            )
            _ = try await shop.sendWebhook(refund)
            try await shop.until { connection -> Bool? in
                try InboxTable(connection).list(tenant: "default", mode: .dev, status: .waiting, limit: 1).isEmpty
                    ? nil : true
            }
            shop.clock.advance(by: 3 * 3_600)
            try await shop.until { connection -> Bool? in
                try InboxTable(connection).list(tenant: "default", mode: .dev, status: .dead, limit: 1).isEmpty
                    ? nil : true
            }
            _ = try await shop.sendWebhook(
                StripeEvents.event(
                    "checkout.session.completed", id: "evt_paid",
                    object: StripeEvents.session(session, order: order, payment: "pi_late")))
            _ = try await shop.settled(order, as: .refunded)
        }
    }

    @Test func `a body of more than a mebibyte is refused`() async throws {
        try await TestShop.run { shop in
            let answer = try await shop.sendWebhook(String(repeating: "x", count: 1024 * 1024 + 1))
            #expect(answer.status == 413)
            #expect(answer["error.code"] == "body_too_large")
            #expect(try await shop.count(Self.rows) == 0)
        }
    }

    @Test func `a refund that comes before its payment waits and is applied`() async throws {
        try await TestShop.run { shop in
            let (order, _) = try await shop.begin()
            let session = try #require(try await shop.story(order)?.sessionID)
            let refund = StripeEvents.event(
                "refund.updated", id: "evt_refund",
                object:
                    #"{"id":"re_1","object":"refund","amount":9900,"currency":"usd","status":"succeeded","payment_intent":"pi_late"}"#
            )
            _ = try await shop.sendWebhook(refund)
            try await shop.until { connection -> Bool? in
                try InboxTable(connection).list(tenant: "default", mode: .dev, status: .waiting, limit: 1).isEmpty
                    ? nil : true
            }
            let paid = StripeEvents.event(
                "checkout.session.completed", id: "evt_paid",
                object: StripeEvents.session(session, order: order, payment: "pi_late"))
            _ = try await shop.sendWebhook(paid)
            let story = try await shop.settled(order, as: .refunded)
            #expect(story.refunds.map(\.status) == [.succeeded])
        }
    }

    @Test func `what nothing is ever told of is dead after its last look, and says so`() async throws {
        try await TestShop.run { shop in
            let refund = StripeEvents.event(
                "refund.updated", id: "evt_refund",
                object:
                    #"{"id":"re_1","object":"refund","amount":1,"currency":"usd","status":"succeeded","payment_intent":"pi_never"}"#
            )
            _ = try await shop.sendWebhook(refund)
            try await shop.until { connection -> Bool? in
                try InboxTable(connection).list(tenant: "default", mode: .dev, status: .waiting, limit: 1).isEmpty
                    ? nil : true
            }
            shop.clock.advance(by: 2 * 3_600)
            let row = try await shop.until {
                try InboxTable($0).list(tenant: "default", mode: .dev, status: .dead, limit: 1).first
            }
            #expect(row.reason == "orphan: nothing was ever told of pi_never")
        }
    }
}

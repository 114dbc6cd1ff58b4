import Testing
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog why`, beside a running server.
@Suite(.timeLimit(.minutes(15)), .serialized) struct WhyCommandTests {
    private struct Story: Decodable {
        struct Entry: Decodable {
            let kind: String
            let what: String
        }
        struct Told: Decodable {
            let type: String
            let changes: [Change]
        }
        struct Change: Decodable, Equatable {
            let entity: String
            let field: String
            let from: String?
            let to: String?
        }
        struct Advice: Decodable {
            let code: String
        }
        let schema: String
        let timeline: [Entry]
        let events: [Told]
        let advice: [Advice]
    }

    @Test func `an order is found by every name that it has, and its changes are told before and after`() async throws {
        try await OperatorShop.run { shop in
            let (order, session, run) = try await shop.paid()
            let event = try #require(run.split(separator: "/").first)
            let story = try await shop.told("why", order)
            #expect(story.status == 0, "\(story.error)")
            for words in [
                "made: 1 × job_posting, 99.00 USD", "opened at stripe, can be paid on until", session,
                "checkout.session.completed applied  evt_paid", "order pending → paid",
                "payment pi_evt_paid (none) → succeeded, total 99.00 USD", "payment.succeeded", "order.paid",
                "publish-job succeeded", "Now: nothing to do.",
            ] {
                #expect(story.out.contains(words), "\(words) in \(story.out)")
            }
            for name in [session, "pi_evt_paid", "evt_paid", String(event)] {
                let ending = try await shop.told("why", name)
                #expect(ending.out == story.out, "\(name): \(ending.error)")
            }
            let answer = try await shop.answer("why", order, as: Story.self)
            #expect(answer.schema == "till.catalog.why/1")
            #expect(answer.advice.map(\.code) == ["nothing"])
            #expect(answer.timeline.map(\.kind).first == "order")
            let paid = try #require(answer.events.first { $0.type == "order.paid" })
            #expect(
                paid.changes.contains(
                    Story.Change(entity: "order", field: "status", from: "pending", to: "paid")))
            #expect(try await shop.told("why", "pi_nothing").status == 64)
        }
    }

    @Test func `a story fits a terminal, and a file gets no colours`() async throws {
        try await OperatorShop.run { shop in
            let (order, _, _) = try await shop.paid()
            let story = try await shop.told("why", order)
            #expect(!story.out.contains("\u{1B}"))
            for line in story.out.split(separator: "\n") {
                #expect(line.count <= 100, "\(line)")
                #expect(line.last != " ")
            }
        }
    }

    @Test func `a buyer's address finds their orders, and lists them when there are several`() async throws {
        try await OperatorShop.run { shop in
            func checkOut() async throws -> String {
                let answer = try await shop.shop.ask(
                    "POST", "/api/checkout", headers: ["Content-Type": "application/json"],
                    body: #"{"items":[{"product":"job_posting"}],"customer":{"email":"Ann@Example.com"}}"#)
                return String(try #require(answer.body.firstMatch(of: /ord_[0-9a-z]{26}/)).0)
            }
            let first = try await checkOut()
            let one = try await shop.told("why", "ann@example.com")
            #expect(one.out.hasPrefix(first), "\(one.error)")
            let second = try await checkOut()
            let both = try await shop.told("why", "ann@example.com")
            #expect(both.out.contains(first) && both.out.contains(second) && both.out.contains("2 orders; ask for one"))
            // Typed on the provider's page only, it stands in what the provider sent.
            let (order, session) = try await shop.shop.checkOut()
            let object = """
                {"id":"\(session)","object":"checkout.session","mode":"payment","status":"complete",\
                "payment_status":"paid","amount_subtotal":9900,"amount_total":9900,"currency":"usd",\
                "payment_intent":"pi_9","customer_details":{"email":"Bob@Example.com"}}
                """
            #expect(try await shop.send("evt_9", "checkout.session.completed", object: object) == 200)
            _ = try await shop.shop.until("SELECT status FROM orders WHERE id = '\(order)'") {
                try $0.first?.text("status") == "paid"
            }
            #expect(try await shop.told("why", "bob@example.com").out.hasPrefix(order))
            #expect(try await shop.told("why", "nobody@example.com").status == 64)
        }
    }

    @Test func `a dead webhook is explained with its next step, and many are tried again after a look`() async throws {
        try await OperatorShop.run { shop in
            let (order, session) = try await shop.shop.checkOut()
            // Genuine, about this order, and of a shape that nobody knows.
            let object = #"{"id":"\#(session)","object":"checkout.session","mode":7}"#
            for event in ["evt_a", "evt_b"] {
                #expect(try await shop.send(event, "checkout.session.completed", object: object) == 200)
            }
            #expect(try await shop.send("evt_live", "charge.refunded", object: #"{"id":"ch_1"}"#, live: true) == 200)
            _ = try await shop.shop.until("SELECT id FROM inbox WHERE status = 'dead'") { $0.count == 3 }
            let story = try await shop.told("why", order)
            for words in ["Now: webhook evt_a", "unparsed: ", "→ catalog inbox retry evt_a", "And: webhook evt_b"] {
                #expect(story.out.contains(words), "\(words) in \(story.out)")
            }
            // About no order: the message itself is the answer.
            let live = try await shop.told("why", "evt_live")
            #expect(live.out.contains("wrong_mode: ") && !live.out.contains("catalog inbox retry"), "\(live.error)")
            let shown = try await shop.told("inbox", "show", "evt_a")
            #expect(shown.out.contains("--body prints them") && !shown.out.contains("\"mode\""))
            let body = try await shop.told("inbox", "show", "evt_a", "--body")
            #expect(body.out.contains("\"mode\": 7"))
            #expect(try await shop.told("inbox", "list", "--reason", "wrong_mode").out.contains("evt_live"))
            let dry = try await shop.told("inbox", "retry", "--reason", "unparsed", "--dry-run")
            #expect(dry.out == "2 webhooks would be tried again\n  evt_a\n  evt_b\n")
            #expect(try await shop.shop.rows("SELECT id FROM inbox WHERE status = 'dead'").count == 3)
            let one = try await shop.told("inbox", "retry", "--reason", "unparsed", "--limit", "1")
            #expect(one.out == "1 webhook is tried again; there may be more, --limit 1 ended the list\n  evt_a\n")
            // Looked at once more, and as dead as before.
            _ = try await shop.shop.until("SELECT attempts, status FROM inbox WHERE dedup_key = 'evt_a'") {
                try $0.first?.int("attempts") == 2 && $0.first?.text("status") == "dead"
            }
            #expect(
                try await shop.shop.rows("SELECT attempts FROM inbox WHERE dedup_key = 'evt_b' AND attempts = 1").count
                    == 1)
            #expect(try await shop.told("inbox", "retry", "--reason", "lost").error.contains("unknown_account"))
            #expect(try await shop.told("inbox", "retry").status == 64)
            #expect(try await shop.told("inbox", "retry", "evt_a", "--status", "dead").status == 64)
        }
    }

    @Test func `a hook that gave up is told with its last error, and is run again by its reason`() async throws {
        try await OperatorShop.run { shop in
            let (order, _, run) = try await shop.paid()
            try await shop.change(
                "UPDATE hook_run SET status = 'dead', next_at = NULL, error = 'the board \u{1B}[31manswered 400'")
            let story = try await shop.told("why", order)
            #expect(story.out.contains("Now: hook publish-job gave up: the board [31manswered 400"), "\(story.out)")
            #expect(story.out.contains("→ catalog hooks retry \(run)\n"))
            let shown = try await shop.told("hooks", "show", run)
            #expect(shown.out.contains("gave_up") && shown.out.contains("order.paid"), "\(shown.error)")
            #expect(
                try await shop.told("hooks", "retry", "--reason", "unknown_hook", "--dry-run").out.hasPrefix("0 runs"))
            #expect(
                try await shop.told("hooks", "retry", "--reason", "gave_up").out
                    == "1 run is tried again\n  \(run)\n")
            _ = try await shop.shop.until("SELECT status, attempts FROM hook_run") {
                try $0.first?.text("status") == "succeeded" && $0.first?.int("attempts") == 2
            }
        }
    }

    @Test func `lanes tell who holds what, and what waits`() async throws {
        try await OperatorShop.run { shop in
            #expect(try await shop.told("lanes", "list").out == "nothing is to be applied\n")
            // About a payment that nobody has told of: it waits.
            let object =
                #"{"id":"re_1","object":"refund","amount":100,"currency":"usd","status":"succeeded","payment_intent":"pi_lost"}"#
            #expect(try await shop.send("evt_r", "refund.created", object: object) == 200)
            _ = try await shop.shop.until("SELECT status FROM inbox") { try $0.first?.text("status") == "waiting" }
            let lanes = try await shop.told("lanes", "list")
            #expect(lanes.out.contains("stripe/default/re_1") && lanes.out.contains("free; due"), "\(lanes.out)")
            let shown = try await shop.told("inbox", "show", "evt_r")
            #expect(shown.out.contains("waits for") && shown.out.contains("pi_lost"), "\(shown.out)")
        }
    }
}

// MARK: - The page

extension WhyCommandTests {
    /// What remains of a story when ids, times and places of the moment are taken out, whatever the order of its lines.
    private static func gist(_ text: String) -> [String] {
        text.replacing(/, [0-9]+ (s|min) after it happened/, with: "")
            .replacing(/(ord|evt|pi|cs_test)_[0-9A-Za-z]+/) { "\($0.1)_…" }
            .replacing(/from catalog [0-9a-f]+/, with: "from catalog …")
            .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}/, with: "DAY")
            .replacing(/[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?/, with: "TIME")
            .split { $0 == " " || $0 == "\n" || $0 == ";" }.map(String.init).sorted()
    }

    @Test func `docs/operations.md shows what the command prints of a refused payment`() async throws {
        try await OperatorShop.run { shop in
            let answer = try await shop.shop.ask(
                "POST", "/api/checkout", headers: ["Content-Type": "application/json"],
                body: #"{"items":[{"product":"job_posting"},{"product":"email_blast","quantity":2}]}"#)
            let order = String(try #require(answer.body.firstMatch(of: /ord_[0-9a-z]{26}/)).0)
            let session = String(try #require(answer.body.firstMatch(of: /cs_test_[0-9A-Za-z]+/)).0)
            let payment = #"{"id":"pi_1","object":"payment_intent"}"#
            #expect(try await shop.send("evt_1", "payment_intent.created", object: payment) == 200)
            let refused = """
                {"id":"pi_1","object":"payment_intent","amount":19700,"amount_received":0,"currency":"usd",\
                "status":"requires_payment_method","last_payment_error":{"decline_code":"generic_decline"},\
                "metadata":{"till_order":"\(order)","till_tenant":"default"}}
                """
            #expect(try await shop.send("evt_2", "payment_intent.payment_failed", object: refused) == 200)
            _ = try await shop.shop.until("SELECT kind FROM event") { !$0.isEmpty }
            _ = try await shop.shop.until("SELECT status FROM inbox WHERE dedup_key = 'evt_1'") {
                try $0.first?.text("status") == "ignored"
            }
            let printed = "$ catalog why \(order)\n" + (try await shop.told("why", order).out)
            let page = try String(
                contentsOf: Program.repository.appending(path: "docs/operations.md"), encoding: .utf8)
            let block = try #require(
                page.firstMatch(of: /<!-- catalog why -->\n```console\n((?s).*?)```/), "the page has no such example")
            #expect(Self.gist(String(block.1)) == Self.gist(printed), "\(printed) \(session)")
        }
    }
}

import Foundation
import HTTPTypes
import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct WebhookTests {
    @Test func `an event arrives at once, signed with the whole secret`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                let product = try await shop.post("/v1/products", [("name", "A")], key: "my-key")
                let letter = try await receiver.next()
                #expect(letter.type == "product.created")
                #expect(letter.event["data"]["object"] == product.json)
                #expect(letter.event["api_version"] == "2026-10-28.endive")
                #expect(letter.event["pending_webhooks"] == 1)
                #expect(letter.event["request"]["idempotency_key"] == "my-key")
                #expect(letter.event["request"]["id"].string == product.header("Request-Id"))
                #expect(letter.isSigned(with: Shop.webhookSecret))
                #expect(letter.time == shop.clock.seconds)
                #expect(letter.headers[.contentType] == "application/json; charset=utf-8")
                #expect(letter.headers[.userAgent] == "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
            }
        }
    }

    @Test(arguments: [500, 404, 302])
    func `what is not taken comes again, signed anew, and is then done`(_ status: Int) async throws {
        try await Receiver.open(answering: [status]) { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                _ = try await shop.post("/v1/products", [("name", "A")])
                let first = try await receiver.next()
                // The first failure is recorded before its retry can be due.
                let failed = try await shop.delivery { $0["attempts"].array?.count == 1 }
                #expect(failed["status"] == "pending")
                #expect(failed["attempts"].array?.first?["status"].int == Int64(status))
                #expect(failed["next_attempt_at"].int == Int64(shop.clock.seconds + 1))
                shop.clock.advance(by: 1)
                _ = try await shop.control("/tick")
                let second = try await receiver.next()
                #expect(second.body == first.body)
                #expect(second.signature != first.signature)
                #expect(second.isSigned(with: Shop.webhookSecret))
                let done = try await shop.delivery { $0["status"] == "succeeded" }
                #expect(done["attempts"].array?.count == 2)
                let events = try await shop.get("/v1/events", [("delivery_success", "true")])
                #expect(events["data"].array?.count == 1)
                #expect(events["data"].array?.first?["pending_webhooks"] == 0)
            }
        }
    }

    @Test func `an endpoint that nobody listens at is tried again`() async throws {
        try await Shop.open(webhooks: ["http://127.0.0.1:1/hook"]) { shop in
            _ = try await shop.post("/v1/products", [("name", "A")])
            let failed = try await shop.delivery { $0["attempts"].array?.isEmpty == false }
            #expect(failed["status"] == "pending")
            #expect(failed["attempts"].array?.first?["error"].string != nil)
            let events = try await shop.get("/v1/events", [("delivery_success", "false")])
            #expect(events["data"].array?.count == 1)
        }
    }

    @Test func `a delivery is given up after three days`() {
        var delivery = WebhookDelivery(
            id: 1, event: "evt_1", endpoint: "we_1", status: .pending, firstAt: 0, nextAt: 0, attempts: [])
        while delivery.status == .pending, delivery.attempts.count < 1000 {
            delivery.record(.answered(500), now: delivery.nextAt)
        }
        #expect(delivery.status == .failed)
        #expect((70...80).contains(delivery.attempts.count))
    }

    @Test func `what was on its way goes on after a restart, with the new secret`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "sandbox.db").path()
        let clock = MovableClock()
        try await Receiver.open(answering: [500]) { receiver, url in
            try await Shop.open(databasePath: path, webhooks: [url], clock: clock) { shop in
                _ = try await shop.post("/v1/products", [("name", "A")])
                _ = try await shop.delivery { $0["attempts"].array?.isEmpty == false }
            }
            let first = try await receiver.next()
            clock.advance(by: 60)
            try await Shop.open(
                databasePath: path, webhooks: [url], clock: clock, identifiers: CountingIdentifiers(startingAt: 1000)
            ) { shop in
                let second = try await receiver.next()
                #expect(second.body == first.body)
                #expect(try await shop.get("/v1/products")["data"].array?.count == 1)
            }
        }
    }

    @Test func `an endpoint made through the API gets what it asked for, signed with its own secret`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open { shop in
                let made = try await shop.post(
                    "/v1/webhook_endpoints",
                    [("url", url), ("enabled_events[0]", "price.created"), ("metadata[a]", "1")])
                let secret = made["secret"].string ?? ""
                #expect(secret.hasPrefix("whsec_"))
                #expect(try await shop.get("/v1/webhook_endpoints/\(made.id)")["secret"] == nil)
                _ = try await shop.makePrice()
                let letter = try await receiver.next()
                #expect(letter.type == "price.created")
                #expect(letter.isSigned(with: secret))
                let changed = try await shop.post(
                    "/v1/webhook_endpoints/\(made.id)", [("enabled_events[0]", "*"), ("disabled", "true")])
                #expect(changed["status"] == "disabled")
                #expect(try await shop.get("/v1/webhook_endpoints")["data"].array?.count == 1)
                #expect(try await shop.delete("/v1/webhook_endpoints/\(made.id)")["deleted"] == true)
                #expect(try await shop.get("/v1/webhook_endpoints/\(made.id)").status == 404)
            }
        }
    }

    @Test func `a payment's webhooks all arrive, whatever their order`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                let session = try await shop.makeSession()
                _ = try await shop.press("pay", on: session["url"].string ?? "")
                var types: Set<String> = []
                for _ in 0..<6 { types.insert(try await receiver.next().type) }
                #expect(
                    types.isSuperset(of: ["payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"])
                )
            }
        }
    }

    @Test func `events are narrowed by type and time, and forgotten after thirty days`() async throws {
        try await Shop.open { shop in
            _ = try await shop.makePrice()
            shop.clock.advance(by: 10)
            _ = try await shop.makePrice()
            func count(_ form: [(String, String)]) async throws -> Int? {
                try await shop.get("/v1/events", form)["data"].array?.count
            }
            #expect(try await count([("type", "price.*")]) == 2)
            #expect(try await count([("type", "price.created")]) == 2)
            #expect(try await count([("types[0]", "price.created"), ("types[1]", "product.created")]) == 4)
            #expect(try await count([("created[gte]", String(shop.clock.seconds))]) == 2)
            #expect(try await count([("created[lt]", String(shop.clock.seconds)), ("types[]", "price.created")]) == 1)
            shop.clock.advance(by: 31 * 86_400)
            #expect(try await count([]) == 0)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct SandboxFaultTests {
    @Test func `a duplicate is the same event twice`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                _ = try await shop.control("/faults", "{\"duplicate_next\":1}")
                _ = try await shop.post("/v1/products", [("name", "A")])
                let first = try await receiver.next()
                let second = try await receiver.next()
                #expect(first.event["id"] == second.event["id"])
            }
        }
    }

    @Test func `a dropped delivery never comes, and can be sent again`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                _ = try await shop.control("/faults", "{\"drop_next\":1}")
                _ = try await shop.post("/v1/products", [("name", "lost")])
                _ = try await shop.post("/v1/customers", [("name", "arrives")])
                #expect(try await receiver.next().type == "customer.created")
                let lost = try await shop.events().first ?? .null
                #expect(
                    try await shop.get("/v1/events", [("delivery_success", "false")])["data"].array?.map(\.["id"])
                        .contains(lost["id"]) == true)
                _ = try await shop.control("/events/\(lost["id"].string ?? "")/resend")
                #expect(try await receiver.next().event["id"] == lost["id"])
            }
        }
    }

    @Test func `a corrupt signature is wrong for the secret`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                _ = try await shop.control("/faults", "{\"corrupt_signature_next\":1}")
                _ = try await shop.post("/v1/products", [("name", "A")])
                let letter = try await receiver.next()
                #expect(letter.time == shop.clock.seconds)
                #expect(!letter.isSigned(with: Shop.webhookSecret))
            }
        }
    }

    @Test func `a delayed delivery waits for its time`() async throws {
        try await Receiver.open { receiver, url in
            try await Shop.open(webhooks: [url]) { shop in
                _ = try await shop.control("/faults", "{\"delay_seconds\":60}")
                _ = try await shop.post("/v1/products", [("name", "late")])
                _ = try await shop.control("/faults", "{\"delay_seconds\":0}")
                _ = try await shop.post("/v1/customers", [("name", "early")])
                #expect(try await receiver.next().type == "customer.created")
                shop.clock.advance(by: 60)
                _ = try await shop.control("/tick")
                #expect(try await receiver.next().type == "product.created")
            }
        }
    }

    @Test func `an answer lost after success is there when asked again with the same key`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_error_after_success_next\":1}")
            let lost = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(lost.status == 500)
            #expect(lost.error["type"] == "api_error")
            let again = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == "true")
            #expect(try await shop.get("/v1/products")["data"].array?.count == 1)
        }
    }

    @Test func `a rate limit refuses before anything is done`() async throws {
        try await Shop.open { shop in
            _ = try await shop.control("/faults", "{\"api_rate_limit_next\":1}")
            let refused = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(refused.status == 429)
            #expect(refused.code == "rate_limit")
            let again = try await shop.post("/v1/products", [("name", "A")], key: "k")
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == nil)
            #expect(try await shop.send(.get, "/sandbox/faults")["api_rate_limit_next"] == 0)
        }
    }

    @Test(arguments: [
        "{\"nonsense\":1}", "{\"drop_next\":-1}", "{\"drop_next\":1.5}", "[]", "x", "{\"newest_first\":1}",
    ])
    func `a fault that does not exist is refused with the list of those that do`(_ body: String) async throws {
        try await Shop.open { shop in
            let answer = try await shop.control("/faults", body)
            #expect(answer.status == 400)
            #expect(answer.error["message"].string?.isEmpty == false)
        }
    }
}

extension Shop {
    /// Waits until the only delivery fits, asking the sandbox again after each of its transactions.
    func delivery(_ fits: (JSONValue) -> Bool) async throws -> JSONValue {
        while true {
            try Task.checkCancellation()
            let list = try await send(.get, "/sandbox/deliveries")
            if let delivery = list["data"].array?.first, fits(delivery) { return delivery }
            await Task.yield()
        }
    }
}

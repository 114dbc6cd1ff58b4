import Testing

@testable import TillSandbox

@Suite(.timeLimit(.minutes(15))) struct StripeRefundTests {
    @Test func `parts are refunded until all is, and no more`() async throws {
        try await Shop.open { shop in
            let intent = try await shop.makePayment()
            let part = try await shop.post(
                "/v1/refunds", [("payment_intent", intent), ("amount", "1000"), ("reason", "duplicate")])
            #expect(part["status"] == "succeeded")
            #expect(part["payment_intent"].string == intent)
            let over = try await shop.post("/v1/refunds", [("payment_intent", intent), ("amount", "901")])
            #expect(over.status == 400)
            #expect(over.error["param"] == "amount")
            let rest = try await shop.post("/v1/refunds", [("charge", part["charge"].string ?? "")])
            #expect(rest["amount"] == 900)
            let none = try await shop.post("/v1/refunds", [("payment_intent", intent)])
            #expect(none.code == "charge_already_refunded")
            let charge = try await shop.get("/v1/charges/\(part["charge"].string ?? "")", [("expand[]", "refunds")])
            #expect(charge["amount_refunded"] == 1900)
            #expect(charge["refunded"] == true)
            #expect(charge["refunds"]["data"].array?.count == 2)
            #expect(try await shop.get("/v1/refunds", [("payment_intent", intent)])["data"].array?.count == 2)
            #expect(try await shop.get("/v1/refunds/\(rest.id)")["id"].string == rest.id)
        }
    }

    @Test func `a refund tells about the charge and about itself`() async throws {
        try await Shop.open { shop in
            let intent = try await shop.makePayment()
            _ = try await shop.post("/v1/refunds", [("payment_intent", intent), ("amount", "1000")])
            let events = try await shop.events().suffix(3)
            #expect(events.map(\.["type"]) == ["charge.refunded", "refund.created", "refund.updated"])
            #expect(events.first?["data"]["previous_attributes"] == ["amount_refunded": 0])
        }
    }

    @Test func `refunds at once never give back more than was taken`() async throws {
        try await Shop.open { shop in
            let intent = try await shop.makePayment()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await shop.post("/v1/refunds", [("payment_intent", intent), ("amount", "600")]).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 3)
        }
    }

    @Test(arguments: [
        [], [("payment_intent", "pi_none")], [("charge", "ch_none")], [("payment_intent", "a"), ("charge", "b")],
        [("payment_intent", "a"), ("amount", "0")],
    ])
    func `a refund of nothing known is refused`(_ form: [(String, String)]) async throws {
        try await Shop.open { shop in
            let answer = try await shop.post("/v1/refunds", form)
            #expect(answer.status == 400)
        }
    }

    @Test func `a payment that failed cannot be refunded`() async throws {
        try await Shop.open { shop in
            let session = try await shop.makeSession()
            _ = try await shop.press("decline", on: session["url"].string ?? "")
            let intent = try await shop.session(session.id)["payment_intent"].string ?? ""
            #expect(try await shop.post("/v1/refunds", [("payment_intent", intent)]).status == 400)
        }
    }
}

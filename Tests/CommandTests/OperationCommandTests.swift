import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Commands that have something done at the provider, beside a real server and without one.
@Suite(.timeLimit(.minutes(15)), .serialized) struct OperationCommandTests {
    @Test func `money is given back from the command line, by the server that runs or by the next one`() async throws {
        try await Program.inFolder { program in
            let shop = try await ServerLifeTests.Installation.start(program)
            let server = try await shop.serve("server")
            let order = try await paid(shop)
            func refund(_ amount: String) async throws -> Program.Ending {
                try await program.run(
                    "orders", "refund", order, "--amount", amount, "--reason", "late", environment: shop.environment)
            }
            let done = try await refund("5.00")
            #expect(done.status == 0, "\(done.error)")
            #expect(done.out.contains("5.00 USD is given back (re_"), "\(done.out)")
            let over = try await refund("94.01")
            #expect(over.status == 6)
            #expect(over.error.contains("99.00 USD was paid, 5.00 USD given back"), "\(over.error)")
            let wrong = try await refund("5.001")
            #expect(wrong.status == 6)
            #expect(wrong.error.contains("write it as 94.00"), "\(wrong.error)")
            let accepted = try await program.run(
                "orders", "accept", order, "--reason", "why not", environment: shop.environment)
            #expect(accepted.status == 6)
            #expect(accepted.error.contains("is partiallyRefunded"), "\(accepted.error)")
            let unknown = try await program.run("subscriptions", "cancel", "sub_none", environment: shop.environment)
            #expect(unknown.status == 64)
            server.signal(SIGTERM)
            _ = try await server.end()

            let waiting = try await refund("1.00")
            #expect(waiting.status == 0)
            #expect(waiting.out.contains("it is on its way"), "\(waiting.out)")
            let key = try #require(waiting.out.split(separator: " ").first.map(String.init))
            let next = try await shop.serve("next")
            while try await shop.rows("SELECT id FROM operation WHERE id = '\(key)' AND status = 'done'").isEmpty {
                try await Task.sleep(for: .milliseconds(20))
            }
            let shown = try await program.run("operations", "show", key, environment: shop.environment)
            #expect(shown.out.contains("1.00 USD is given back"), "\(shown.out)")
            let again = try await program.run("operations", "retry", key, environment: shop.environment)
            #expect(again.status == 6)
            let listed = try await program.run(
                "operations", "list", "--status", "done", "--json", environment: shop.environment)
            #expect(listed.out.contains("\"schema\" : \"till.catalog.operations.list/1\""), "\(listed.out)")
            #expect(listed.out.contains(key))
            next.signal(SIGTERM)
            _ = try await next.end()
            try await shop.end()
        }
    }

    /// An order that was paid at the sandbox's page.
    private func paid(_ shop: ServerLifeTests.Installation) async throws -> String {
        let (order, session) = try await shop.checkOut()
        let base = try #require(shop.environment["STRIPE_BASE_URL"])
        let key = try #require(shop.environment["STRIPE_SECRET_KEY"])
        let page = try await shop.ask(
            "POST", "\(base)/c/pay/\(session)", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: "outcome=pay&email=buyer%40example.com&card=4242424242424242")
        #expect(page.status == 303)
        let answer = try await shop.ask(
            "GET", "\(base)/v1/checkout/sessions/\(session)", headers: ["Authorization": "Bearer \(key)"])
        let intent = try #require(answer.body.firstMatch(of: /"payment_intent" ?: ?"pi_([^"]+)"/)).1
        #expect(try await shop.tellPaid(order, session, event: String(intent)) == 200)
        while try await shop.rows("SELECT id FROM orders WHERE status = 'paid'").isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        return order
    }
}

import Testing
import TillTesting

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

/// The real server beside lock files that say what Stripe has.
@Suite(.timeLimit(.minutes(15))) struct SyncedServerTests {
    /// The lock of a shop that sold one thing for 99 dollars, with what a test has of its own.
    private static func lock(
        environment: String = "test", mode: String = "test", verified: Bool = true
    ) -> String {
        let seen = verified ? #", "verified": "2026-11-21T18:00:00.000Z""# : ""
        return """
            {
              "environment": "\(environment)",
              "providers": {
                "stripe": {
                  "mode": "\(mode)",
                  "objects": {
                    "price job_posting": { "amount": 9900, "currency": "USD", "fields": { "amount": 9900, \
            "currency": "USD", "product": { "$ref": "product job_posting" }, "tax_behavior": "exclusive" }, \
            "generation": 1, "id": "price_1"\(seen) },
                    "product job_posting": { "fields": {}, "generation": 1, "id": "prod_1" }
                  },
                  "retired": [],
                  "version": "v1"
                }
              },
              "serial": 1,
              "version": 2
            }

            """
    }

    private static func order(_ shop: ReloadTests.Shop) async throws -> (status: Int, body: String) {
        try await shop.installation.ask(
            "POST", "/api/checkout", headers: ["Content-Type": "application/json"],
            body: #"{"items":[{"product":"job_posting"}]}"#)
    }

    /// Brings the sandbox in step with the file, with the real command, and returns the id of the price there.
    private static func sync(_ shop: ReloadTests.Shop) async throws -> String {
        let program = shop.installation.program
        let ending = try await program.run(
            "sync", "--env", "test", "--yes", environment: shop.installation.environment)
        #expect(ending.status == 0, "\(ending.out)\(ending.error)")
        let lock = program.read("products.test.lock")
        let price = /"price job_posting": \{.*?"id": "(price_[0-9A-Za-z]+)"/
        return String(try #require(lock.firstMatch(of: price), "\(lock)").1)
    }

    /// Waits until the server, which looks at its files each second, sells again.
    private static func sold(_ shop: ReloadTests.Shop) async throws -> String {
        while true {
            let answer = try await Self.order(shop)
            if answer.status == 201 {
                return String(try #require(answer.body.firstMatch(of: /cs_test_[0-9A-Za-z]+/)).0)
            }
            #expect(answer.status == 409, "\(answer)")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The price that a payment page asks for, by its id at the sandbox.
    private static func price(of session: String, in shop: ReloadTests.Shop) async throws -> String {
        let environment = shop.installation.environment
        let (url, key) = (try #require(environment["STRIPE_BASE_URL"]), try #require(environment["STRIPE_SECRET_KEY"]))
        let answer = try await shop.installation.ask(
            "GET", "\(url)/v1/checkout/sessions/\(session)/line_items", headers: ["Authorization": "Bearer \(key)"])
        return String(try #require(answer.body.firstMatch(of: /price_[0-9A-Za-z]+/), "\(answer)").0)
    }

    @Test func `what was synced is sold by its id, what changed is not until the next sync`() async throws {
        try await ReloadTests.Shop.run(["--watch"]) { shop in
            let program = shop.installation.program
            let first = try await Self.sync(shop)
            try await shop.told("Catalog read again")
            #expect(try await Self.price(of: Self.sold(shop), in: shop) == first)
            try shop.write(ReloadTests.catalog(price: "120.00 USD"))
            try await shop.told("Catalog replaced")
            try await shop.told("'job_posting' is not sold through stripe: it has changed in products.yaml")
            let changed = try await Self.order(shop)
            #expect(changed.status == 409 && changed.body.contains("price_not_synced"), "\(changed)")
            let second = try await Self.sync(shop)
            #expect(second != first)
            #expect(try await Self.price(of: Self.sold(shop), in: shop) == second)
            // Without a lock the amounts are told with each checkout.
            try FileManager.default.removeItem(atPath: "\(program.folder)/products.test.lock")
            try shop.write(ReloadTests.catalog(price: "130.00 USD"))
            try await shop.told("Catalog replaced", times: 2)
            #expect(try await Self.order(shop).status == 201)
        }
    }

    @Test func `what was written and never seen is not sold`() async throws {
        try await ReloadTests.Shop.run(["--watch"]) { shop in
            try shop.installation.program.write(Self.lock(verified: false), to: "products.test.lock")
            try await shop.told("stripe was not seen to have it as it was synced; run `catalog sync --env test`")
            let refused = try await Self.order(shop)
            #expect(refused.status == 409 && refused.body.contains("price_not_confirmed"), "\(refused)")
        }
    }

    @Test func `a server tells at its start what it does not sell`() async throws {
        try await Program.inFolder { program in
            try program.write(
                ReloadTests.catalog(price: "99.00 USD") + "  email_blast: { name: E-mail blast, price: 49.00 USD }\n",
                to: "products.yaml")
            try program.write(Self.lock(), to: "products.test.lock")
            let installation = try await ServerLifeTests.Installation.start(program)
            let server = try await installation.serve("server")
            try await server.until {
                $0.error.contains(
                    "'email_blast' is not sold through stripe: it was not synced to stripe yet; "
                        + "run `catalog sync --env test`")
            }
            #expect(!server.error.contains("'job_posting' is not sold"))
            let listed = try await installation.ask("GET", "/api/products/email_blast")
            #expect(listed.body.contains(#""canBuy":false"#))
            server.signal(SIGTERM)
            #expect(try await server.end() == 0, "\(server.error)")
            try await installation.end()
        }
    }

    @Test func `a lock of another mode sells nothing, and says so once`() async throws {
        try await ReloadTests.Shop.run(["--watch"]) { shop in
            try shop.installation.program.write(Self.lock(mode: "live"), to: "products.test.lock")
            try await shop.told("Nothing is sold through stripe: the lock file is of stripe in mode live")
            let refused = try await Self.order(shop)
            #expect(refused.status == 409 && refused.body.contains("price_not_confirmed"))
            #expect(!shop.server.error.contains("'job_posting' is not sold"))
        }
    }

    @Test func `a lock of another environment is not taken`() async throws {
        try await ReloadTests.Shop.run(["--watch"]) { shop in
            try shop.installation.program.write(Self.lock(environment: "live"), to: "products.test.lock")
            try await shop.told("products.test.lock is the lock file of 'live'")
            _ = try await shop.installation.checkOut()
        }
    }
}

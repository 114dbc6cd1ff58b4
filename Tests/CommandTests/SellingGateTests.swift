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
@Suite(.timeLimit(.minutes(15))) struct SellingGateTests {
    /// The lock of a shop that sold one thing for 99 dollars, with what a test has of its own.
    private static func lock(
        environment: String = "test", mode: String = "test", amount: Int = 9_900, id: String = "price_1",
        verified: Bool = true
    ) -> String {
        let seen = verified ? #", "verified": "2026-11-21T18:00:00.000Z""# : ""
        return """
            {
              "environment": "\(environment)",
              "providers": {
                "stripe": {
                  "mode": "\(mode)",
                  "objects": {
                    "price job_posting": { "amount": \(amount), "currency": "USD", "fields": { "amount": \(amount), \
            "currency": "USD", "product": { "$ref": "product job_posting" }, "tax_behavior": "exclusive" }, \
            "generation": 1, "id": "\(id)"\(seen) },
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

    private static func refusal(of shop: ReloadTests.Shop) async throws -> (status: Int, body: String) {
        try await shop.installation.ask(
            "POST", "/api/checkout", headers: ["Content-Type": "application/json"],
            body: #"{"items":[{"product":"job_posting"}]}"#)
    }

    /// Makes a price in the sandbox, as a sync would, and returns its id.
    private static func push(_ shop: ReloadTests.Shop) async throws -> String {
        let environment = shop.installation.environment
        let (url, key) = (try #require(environment["STRIPE_BASE_URL"]), try #require(environment["STRIPE_SECRET_KEY"]))
        let answer = try await shop.installation.ask(
            "POST", "\(url)/v1/prices",
            headers: ["Authorization": "Bearer \(key)", "Content-Type": "application/x-www-form-urlencoded"],
            body: "currency=usd&unit_amount=9900&product_data[name]=Job+posting")
        return String(try #require(answer.body.firstMatch(of: /price_[0-9A-Za-z]+/), "\(answer)").0)
    }

    @Test func `a price is sold by its id at the provider as long as the lock knows it as the file has it`()
        async throws
    {
        try await ReloadTests.Shop.run(["--watch"]) { shop in
            let program = shop.installation.program
            let id = try await Self.push(shop)
            try program.write(Self.lock(id: id), to: "products.test.lock")
            try await shop.told("Catalog read again")
            _ = try await shop.installation.checkOut()
            // The file has another price than was synced.
            try shop.write(ReloadTests.catalog(price: "120.00 USD"))
            try await shop.told("Catalog replaced")
            let changed = try await Self.refusal(of: shop)
            #expect(changed.status == 409 && changed.body.contains("price_not_synced"), "\(changed)")
            try await shop.told("'job_posting' is not sold through stripe: it has changed in products.yaml")
            try shop.write(ReloadTests.catalog(price: "99.00 USD"))
            try await shop.told("Catalog replaced", times: 2)
            _ = try await shop.installation.checkOut()
            // Written there, and never seen.
            try program.write(Self.lock(id: id, verified: false), to: "products.test.lock")
            try await shop.told("stripe was not seen to have it as it was synced; run `catalog sync --env test`")
            let unverified = try await Self.refusal(of: shop)
            #expect(unverified.status == 409 && unverified.body.contains("price_not_confirmed"), "\(unverified)")
            // Without a lock the amounts are told with each checkout.
            try FileManager.default.removeItem(atPath: "\(program.folder)/products.test.lock")
            try await shop.told("Catalog read again", times: 3)
            _ = try await shop.installation.checkOut()
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
            let refused = try await Self.refusal(of: shop)
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

import Testing
import TillStore
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct DoctorCommandTests {
    private static let file = """
        version: 1
        defaults: { currency: USD, provider: SELLER }
        products:
          pro:
            name: Pro
            prices:
              monthly: { price: 29.00 USD, every: month, existing: keep }
              yearly: { price: 290.00 USD, every: year, existing: keep }

        """

    private static let server = ["TILL_PUBLIC_URL": "https://shop.example"]

    /// What came of each check.
    private struct Answer: Decodable {
        struct Check: Decodable {
            let id: String
            let result: String
            let evidence: String
            let fix: String?
        }
        let checks: [Check]
        let mended: [String]

        subscript(_ id: String) -> Check? { checks.first { $0.id == id } }
    }

    private func doctor(
        _ shop: CatalogShop, _ arguments: String..., ending status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let ending = try await shop.told(["doctor", "--json"] + arguments, with: Self.server)
        #expect(ending.status == status, "\(ending.out)\(ending.error)", sourceLocation: sourceLocation)
        return try JSONDecoder().decode(Answer.self, from: Data(ending.out.utf8))
    }

    private func run(_ seller: Seller, _ body: (CatalogShop) async throws -> Void) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            let ending = try await shop.told(["sync", "--yes", "--quiet"], with: Self.server)
            try #require(ending.status == 0, "\(ending.out)\(ending.error)")
            try await body(shop)
        }
    }

    @Test(arguments: Seller.allCases)
    func `where all is well nothing fails`(_ seller: Seller) async throws {
        try await run(seller) { shop in
            let answer = try await doctor(shop)
            let bad = answer.checks.filter { $0.result == "fail" || $0.result == "warn" }
            #expect(bad.isEmpty, "\(bad)")
            #expect(answer["TILL-D014"]?.result == "pass")
            #expect(answer["TILL-D018"]?.result == "pass")
            #expect(answer["TILL-D012"]?.result == (seller == .stripe ? "pass" : "skip"))
            #expect(answer["TILL-D015"]?.result == "pass")
        }
    }

    @Test func `an address that was switched off is told, and switched on again`() async throws {
        try await run(.stripe) { shop in
            let id = try shop.id("webhook endpoint default")
            try await shop.put("/v1/webhook_endpoints/\(id)", "disabled=true")
            let ill = try await doctor(shop, ending: 4)
            #expect(ill["TILL-D012"]?.evidence == "\(id) is switched off")
            #expect(ill["TILL-D012"]?.fix == "catalog doctor --env test --fix TILL-D012")
            let refused = try await shop.told(["doctor", "--fix", "TILL-D012"], with: Self.server)
            #expect(refused.status == 6, "\(refused.out)\(refused.error)")
            #expect(try await shop.ask("/v1/webhook_endpoints/\(id)").contains("\"disabled\""))

            let well = try await doctor(shop, "--fix", "TILL-D012", "--yes")
            #expect(well.mended == ["stripe: \(id) is on"])
            #expect(well["TILL-D012"]?.result == "pass")
            let again = try await doctor(shop, "--fix", "TILL-D012", "--yes")
            #expect(again.mended == ["TILL-D012: there is nothing to mend"])
        }
    }

    @Test func `an address that is not sent everything is told`() async throws {
        try await run(.stripe) { shop in
            let id = try shop.id("webhook endpoint default")
            try await shop.put("/v1/webhook_endpoints/\(id)", "enabled_events[0]=checkout.session.completed")
            let ill = try await doctor(shop, ending: 4)
            #expect(ill["TILL-D012"]?.result == "fail")
            #expect(ill["TILL-D012"]?.evidence.contains("\(id) is not sent") == true)
        }
    }

    @Test func `another first price is told, and put back`() async throws {
        try await run(.stripe) { shop in
            let (product, yearly) = (try shop.id("product pro"), try shop.id("price pro/yearly"))
            let monthly = try shop.id("price pro/monthly")
            try await shop.put("/v1/products/\(product)", "default_price=\(yearly)")
            let ill = try await doctor(shop, ending: 4)
            #expect(ill["TILL-D009"]?.result == "fail")
            let well = try await doctor(shop, "--fix", "TILL-D009", "--yes")
            #expect(well.mended == ["stripe: default price pro was put back"])
            #expect(try await shop.look(product).contains(monthly))
            #expect(try await shop.isInStep())
        }
    }

    @Test func `what was generated from another catalog is told, and made anew`() async throws {
        try await run(.stripe) { shop in
            for (target, file) in [
                ("swift", "hooks/Catalog.swift"), ("markdown", "PRICES.md"), ("jsonld", "offers.json"),
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(shop.program.folder)/hooks", withIntermediateDirectories: true)
                let made = try await shop.told("generate", target, "--output", file)
                #expect(made.status == 0, "\(made.error)")
            }
            #expect(try await doctor(shop)["TILL-D016"]?.result == "pass")
            let current = shop.program.read("PRICES.md")
            try shop.program.write(current.replacing("290", with: "291"), to: "PRICES.md")
            let ill = try await doctor(shop)
            #expect(ill["TILL-D016"]?.result == "warn")
            #expect(ill["TILL-D016"]?.evidence == "stale: PRICES.md")
            _ = try await doctor(shop, "--strict", ending: 4)
            let well = try await doctor(shop, "--fix", "TILL-D016", "--strict")
            #expect(well.mended == ["PRICES.md was made anew"])
            #expect(shop.program.read("PRICES.md") == current)
        }
    }

    @Test(arguments: Seller.allCases)
    func `a lock in the words of another version is told, and a sync mends it`(_ seller: Seller) async throws {
        try await run(seller) { shop in
            let spoken = try #require(shop.lock.firstMatch(of: /"version": "([^"]+)"/)).1
            try shop.program.write(
                shop.lock.replacing("\"version\": \"\(spoken)\"", with: "\"version\": \"2001-01-01\""),
                to: "products.test.lock")
            let odd = try await doctor(shop)
            #expect(odd["TILL-D018"]?.result == "warn")
            #expect(
                odd["TILL-D018"]?.evidence == "the lock was written for version 2001-01-01, this is \(spoken)")
            #expect(odd["TILL-D018"]?.fix == "catalog sync --env test")
            _ = try await doctor(shop, "--strict", ending: 4)

            let synced = try await shop.told(["sync", "--yes"], with: Self.server)
            #expect(synced.out.contains("Everything is in step."), "\(synced.out)\(synced.error)")
            #expect(try await doctor(shop, "--strict")["TILL-D018"]?.evidence == "version \(spoken)")
        }
    }

    @Test func `providers that ask different amounts are told, until they ask the same`() async throws {
        try await SyncInstallation.run { shop in
            func parity(ending status: Int32) async throws -> Answer.Check? {
                let ending = try await shop.run("doctor", "--json", expecting: status)
                return try JSONDecoder().decode(Answer.self, from: Data(ending.out.utf8))["TILL-D017"]
            }
            try await shop.run("sync", "--yes")
            let well = try await parity(ending: 0)
            #expect(well?.result == "pass" && well?.evidence == "paddle, stripe")
            try shop.edit("99.00 USD", "98.00 USD")
            try await shop.run("sync", "--yes", "--provider", "stripe")
            let ill = try await parity(ending: 4)
            #expect(ill?.result == "fail")
            #expect(ill?.evidence == "price job: 99.00 USD at paddle, and 98.00 USD at stripe")
            #expect(ill?.fix == "catalog sync --env test")
            try await shop.run("sync", "--yes")
            #expect(try await parity(ending: 0)?.result == "pass")
        }
    }

    @Test func `tables of an earlier version are told`() async throws {
        try await run(.stripe) { shop in
            let migrated = try await shop.told("db", "migrate")
            #expect(migrated.status == 0, "\(migrated.error)")
            #expect(try await doctor(shop)["TILL-D013"]?.result == "pass")
            let store = try SQLiteStore(path: "\(shop.program.folder)/.till/till.db", access: .writing)
            let version = try await store.write { connection in
                let version = try connection.first("SELECT max(version) AS version FROM schema_version")?.integer(
                    "version")
                _ = try connection.execute("DELETE FROM schema_version WHERE version = \(version ?? 0)")
                return version
            }
            try store.close()
            let ill = try await doctor(shop, ending: 4)
            #expect(ill["TILL-D013"]?.evidence == "\((version ?? 0) - 1) of \(version ?? 0)")
        }
    }

    @Test func `what cannot be mended here is told`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("doctor", "--env", "test", "--fix", "TILL-D001")
            #expect(ending.status == 64)
            #expect(ending.error.contains("TILL-D009, TILL-D012, TILL-D016"))
        }
    }
}

import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog pull --from test --to dev`: what one environment's providers have, as the file says it for another.
@Suite(.timeLimit(.minutes(15))) struct EnvironmentPullTests {
    private static let file = """
        # The shop — à la carte
        version: 1
        defaults: { currency: USD, provider: SELLER }  # once

        products:
          pro:
            name: 'Pro'      # short
            prices:
              monthly: { price: 29.00 USD, every: month, existing: keep }  # per month
              yearly: { amount: 29000, every: year, existing: keep }

          job: { name: Job posting, price: 99.00 USD }

        overlays:
          dev:
            products:
              pro: { name: "Pro (play)" }  # nobody takes it for the real one
          test:
            products:
              pro: { prices: { monthly: { price: 39.00 USD } } }
        """

    private static let pull = ["pull", "--from", "test", "--to", "dev"]

    private func pull(_ shop: CatalogShop, _ more: String...) async throws -> Program.Ending {
        try await shop.told(Self.pull + more, with: [:])
    }

    @Test(arguments: Seller.allCases)
    func `values are taken for one environment alone, without an id and without a lock`(
        _ seller: Seller
    ) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await CatalogShop.run(seller, Self.file) { other in
                try await shop.sync()
                func dev(_ arguments: String...) async throws -> Program.Ending {
                    try await shop.told(arguments + ["--env", "dev"], with: other.environment)
                }
                let first = try await dev("sync", "--yes")
                try #require(first.status == 0, "\(first.out)\(first.error)")
                try await shop.rename(try shop.id("product pro"), to: "Pro plus")
                try await shop.rename(try shop.id("product job"), to: "Job ad")
                let (before, lock, devLock) = (shop.file, shop.lock, shop.program.read("products.dev.lock"))
                let wanted = before.replacing("Pro (play)", with: "Pro plus")
                    .replacing("Job posting", with: "Job ad").replacing("29.00 USD", with: "39.00 USD")

                let shown = try await pull(shop)
                #expect(shown.status == 2, "\(shown.out)\(shown.error)")
                #expect(shown.out.contains("product pro  name: Pro (play) -> Pro plus"), "\(shown.out)")
                #expect(shown.out.contains("+      pro: { name: \"Pro plus\" }  # nobody"), "\(shown.out)")
                #expect(shown.out.contains("To take it: catalog pull --from test --to dev --write"), "\(shown.out)")
                #expect(shop.file == before)

                let written = try await pull(shop, "--write")
                #expect(written.status == 0, "\(written.out)\(written.error)")
                #expect(shop.file == wanted)
                #expect(shop.lock == lock && shop.program.read("products.dev.lock") == devLock)
                let backup = try #require(written.out.firstMatch(of: /kept in (\S+)/)).1
                #expect(shop.program.read("\(backup)") == before)
                #expect(written.out.contains("Then: catalog sync --env dev"), "\(written.out)")
                let again = try await pull(shop, "--write")
                #expect(again.status == 0 && again.out.contains("is what 'test' has"), "\(again.out)\(again.error)")

                // What is there is changed where it is, and the first environment's objects stay its own.
                let id = try shop.id("product pro")
                let second = try await dev("sync", "--yes")
                #expect(second.status == 0, "\(second.out)\(second.error)")
                let after = shop.program.read("products.dev.lock")
                #expect(after.contains("Pro plus") && after.contains("Job ad") && !after.contains(id))
                #expect(shop.lock == lock)
            }
        }
    }

    @Test func `as JSON it says between which environments`() async throws {
        try await CatalogShop.run(.stripe, Self.file) { shop in
            try await shop.sync()
            try await shop.rename(try shop.id("product job"), to: "Job ad")
            let shown = try await pull(shop, "--json", "--only", "job")
            #expect(shown.status == 2, "\(shown.error)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(shown.out.utf8))
            #expect(answer.schema == "till.catalog.pull/1" && answer.ok)
            #expect(answer.env == "dev" && answer.from == "test" && !answer.written)
            #expect(
                answer.changes == [
                    Answer.Change(key: "product job", field: "name", before: "Job posting", after: "Job ad")
                ]
            )
            let written = try await pull(shop, "--json", "--only", "job", "--write")
            #expect(try JSONDecoder().decode(Answer.self, from: Data(written.out.utf8)).written)
        }
    }

    /// An answer, as far as it is read here.
    private struct Answer: Decodable {
        struct Change: Decodable, Equatable { let key, field, before, after: String }
        let schema, env, from: String
        let ok, written: Bool
        let changes: [Change]
    }

    @Test func `what the file changed since is newer, and where both changed a person chooses`() async throws {
        let file = Self.file.replacing(/overlays:[\s\S]*/, with: "")
        try await CatalogShop.run(.stripe, file) { shop in
            try await shop.sync()
            try shop.write(file.replacing("Job posting", with: "Job board"))
            let before = shop.file
            let newer = try await pull(shop)
            #expect(newer.status == 0, "\(newer.out)\(newer.error)")

            try await shop.rename(try shop.id("product job"), to: "Job ad")
            let refused = try await pull(shop, "--write")
            #expect(refused.status == 6, "\(refused.out)\(refused.error)")
            #expect(refused.out.contains("catalog pull --from test --to dev --theirs job"), "\(refused.out)")
            #expect(shop.file == before)
            let taken = try await pull(shop, "--write", "--theirs", "product job")
            #expect(taken.status == 0, "\(taken.out)\(taken.error)")
            #expect(shop.file == before.replacing("Job board", with: "Job ad"))
        }
    }

    @Test func `what no line says for the environment is listed, and nothing is added`() async throws {
        let file = Self.file.replacing("pro: { prices", with: "pro: { description: For real, prices")
        try await CatalogShop.run(.stripe, file) { shop in
            try await shop.sync()
            let before = shop.file
            try await shop.put("/v1/products/\(try shop.id("product job"))", "shippable=true")
            let written = try await pull(shop, "--write")
            #expect(written.status == 2, "\(written.out)\(written.error)")
            for line in [
                "product pro description cannot be taken into the file: the file has no line for it",
                "product job shippable cannot be taken into the file: no single line of the file says it",
            ] {
                #expect(written.out.contains(line), "\(written.out)")
            }
            #expect(
                shop.file
                    == before.replacing("29.00 USD", with: "39.00 USD").replacing("Pro (play)", with: "Pro"))
        }
    }

    // MARK: - What is refused

    @Test(arguments: [
        (["--from", "live"], "--from and --to go together"), (["--to", "test"], "--from and --to go together"),
        (["--from", "test", "--to", "test"], "name the same environment"),
        (["--from", "live", "--to", "test", "--rebuild-lock"], "--rebuild-lock and --include-unknown go with --env"),
        (
            ["--from", "live", "--to", "test", "--include-unknown"],
            "--rebuild-lock and --include-unknown go with --env"
        ),
        (["--from", "live", "--to", "test", "--env", "live"], "leave --env out"),
        (["--from", "live", "--to", "production"], "The value 'production' is invalid for '--to <to>'"),
    ])
    func `what does not go together is told as such`(_ arguments: [String], _ message: String) async throws {
        try await Program.inFolder { program in
            let running = try program.start(["pull"] + arguments, environment: ["TILL_ENV": "test"])
            #expect(try await running.end() == 64)
            #expect(running.error.contains(message), "\(running.error)")
        }
    }

    @Test func `a key of test reads nothing of live`() async throws {
        try await CatalogShop.run(.stripe, Self.file) { shop in
            try await shop.sync()
            try shop.program.write(
                shop.lock.replacing("\"test\"", with: "\"live\""), to: "products.live.lock")
            let before = shop.file
            let key = shop.environment["STRIPE_SECRET_KEY"] ?? ""
            let running = try shop.program.start(
                ["pull", "--from", "live", "--to", "test", "--write"], environment: ["STRIPE_SECRET_KEY": key])
            #expect(try await running.end() == 4, "\(running.out)\(running.error)")
            #expect(shop.file == before)
        }
    }

    @Test(arguments: Seller.allCases)
    func `a key of another account reads nothing`(_ seller: Seller) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await CatalogShop.run(seller, Self.file) { other in
                try await shop.sync()
                let before = shop.file
                let refused = try await shop.told(Self.pull + ["--write"], with: other.environment)
                #expect(refused.status == 4, "\(refused.out)\(refused.error)")
                #expect(shop.file == before)
            }
        }
    }

    @Test func `where no lock says what stands for what, nothing is guessed`() async throws {
        try await CatalogShop.run(.stripe, Self.file) { shop in
            let refused = try await pull(shop)
            #expect(refused.status == 6, "\(refused.out)\(refused.error)")
            #expect(refused.error.contains("catalog pull --env test --rebuild-lock"), "\(refused.error)")
        }
    }
}

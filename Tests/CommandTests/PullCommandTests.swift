import NIOHTTP1
import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct PullCommandTests {
    private static let file = """
        # The shop — à la carte
        version: 1
        defaults: { currency: USD, provider: SELLER }  # once

        products:
          # The plan
          pro:
            name: 'Pro'      # short
            description: "All of it"
            prices:
              monthly: { price: 29.00 USD, every: month, name: By month, existing: keep }  # per month
              yearly:
                amount: 29000
                every: year
                existing: keep

          job: { name: Job posting, price: 99.00 USD }
        """

    /// Changes a product and one of its prices as somebody does on the provider's pages.
    private func change(_ shop: CatalogShop) async throws -> (old: String, new: String) {
        try await shop.rename(try shop.id("product pro"), to: "Pro plus")
        let price = try shop.id("price pro/yearly")
        switch shop.seller {
        case .stripe:
            // Amounts never change there, names do.
            try await shop.put("/v1/prices/\(try shop.id("price pro/monthly"))", "nickname=Monthly")
            return ("By month", "Monthly")
        case .paddle:
            try await shop.put(
                "/prices/\(price)", #"{"unit_price":{"amount":"31000","currency_code":"USD"}}"#, method: .PATCH)
            return ("amount: 29000", "amount: 31000")
        }
    }

    @Test(arguments: Seller.allCases)
    func `what was changed there is shown as a patch, and written into its own lines`(_ seller: Seller) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            let before = shop.file
            #expect(try await shop.told("pull").status == 0)
            let (old, new) = try await change(shop)
            let wanted = before.replacing("'Pro' ", with: "'Pro plus' ").replacing(old, with: new)

            let shown = try await shop.told("pull")
            #expect(shown.status == 2, "\(shown.out)\(shown.error)")
            #expect(shown.out.contains("-    name: 'Pro'      # short\n+    name: 'Pro plus'      # short\n"))
            #expect(shop.file == before)
            let lock = shop.lock

            let written = try await shop.told("pull", "--write")
            #expect(written.status == 0, "\(written.out)\(written.error)")
            #expect(shop.file == wanted)
            #expect(shop.lock != lock)
            let backup = try #require(written.out.firstMatch(of: /kept in (\S+)/)).1
            #expect(shop.program.read("\(backup)") == before)

            // Afterwards the three sides say the same.
            let plan = try await shop.told("plan", "--detailed-exit-code")
            #expect(plan.status == 0, "\(plan.out)\(plan.error)")
            #expect(try await shop.told("pull", "--write").status == 0)
            #expect(shop.file == wanted)
        }
    }

    @Test(arguments: Seller.allCases)
    func `where both sides changed a person chooses`(_ seller: Seller) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            try await shop.rename(try shop.id("product pro"), to: "Theirs")
            try shop.write(Self.file.replacing("'Pro'", with: "'Ours'"))
            let (before, lock) = (shop.file, shop.lock)
            let refused = try await shop.told("pull", "--write")
            #expect(refused.status == 6, "\(refused.out)\(refused.error)")
            #expect(refused.out.contains("conflict"))
            #expect(shop.file == before && shop.lock == lock)

            let taken = try await shop.told("pull", "--write", "--theirs", "product pro")
            #expect(taken.status == 0, "\(taken.out)\(taken.error)")
            #expect(shop.file == before.replacing("'Ours'", with: "'Theirs'"))
            #expect(try await shop.isInStep())
        }
    }

    @Test func `what the file cannot say is listed, and the rest is taken`() async throws {
        let file =
            Self.file.replacing("name: Job posting,", with: "name: &job Job posting, url: https://a.example,")
            .replacing("description: \"All of it\"", with: "description: *job")
            .replacing("  # The plan\n", with: "") + "\n"
        // The anchor comes first.
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let job = try #require(lines.firstIndex { $0.hasPrefix("  job:") })
        let start = try #require(lines.firstIndex { $0 == "products:" })
        let moved = (lines[...start] + [lines[job]] + lines[(start + 1)..<job] + lines[(job + 1)...])
            .joined(separator: "\n")
        try await CatalogShop.run(.stripe, moved) { shop in
            try await shop.sync()
            let before = shop.file
            try await shop.put("/v1/products/\(try shop.id("product pro"))", "name=Plus&description=Less")
            try await shop.put(
                "/v1/products/\(try shop.id("product job"))", "name=Jobs&url=https://b.example&shippable=true")
            let written = try await shop.told("pull", "--write")
            #expect(written.status == 2, "\(written.out)\(written.error)")
            for line in [
                "product pro description cannot be taken into the file: the file repeats there",
                "product job name cannot be taken into the file: other places of the file repeat",
                "product job shippable cannot be taken into the file: no single line",
            ] {
                #expect(written.out.contains(line), "\(written.out)")
            }
            #expect(
                shop.file
                    == before.replacing("'Pro'", with: "'Plus'").replacing(
                        "https://a.example", with: "https://b.example"))
            // What was not taken is still the provider's change.
            let plan = try await shop.told("plan")
            #expect(plan.out.contains("somebody changed it"), "\(plan.out)")
            #expect(!plan.out.contains("conflict") && !plan.out.contains("blocked"), "\(plan.out)")
        }
    }

    @Test func `a price that has changed on a day keeps nothing from being taken`() async throws {
        let schedule = "schedule: [{ effective: 2020-01-01, price: 79.00 USD, existing: keep }]"
        let file = Self.file.replacing("price: 99.00 USD }", with: "price: 99.00 USD, \(schedule) }")
        try await CatalogShop.run(.stripe, file) { shop in
            try await shop.sync()
            #expect(shop.lock.contains("7900"))
            let before = shop.file
            try await shop.rename(try shop.id("product pro"), to: "Plus")
            try await shop.rename(try shop.id("product job"), to: "Jobs")
            let written = try await shop.told("pull", "--write")
            #expect(written.status == 0, "\(written.out)\(written.error)")
            #expect(shop.file == before.replacing("'Pro'", with: "'Plus'").replacing("Job posting", with: "Jobs"))
            #expect(try await shop.isInStep())
        }
    }

    @Test func `what an overlay says is not changed in the file below it`() async throws {
        let overlay = "\noverlays: { test: { products: { pro: { name: Pro (test) } } } }\n"
        try await CatalogShop.run(.stripe, Self.file + overlay) { shop in
            try await shop.sync()
            let before = shop.file
            try await shop.rename(try shop.id("product pro"), to: "Plus")
            try await shop.rename(try shop.id("product job"), to: "Jobs")
            let written = try await shop.told("pull", "--write")
            #expect(written.status == 2, "\(written.out)\(written.error)")
            #expect(written.out.contains("product pro name cannot be taken into the file"), "\(written.out)")
            #expect(shop.file == before.replacing("Job posting", with: "Jobs"))
        }
    }

    @Test func `a file with changes that were not committed is left alone unless forced`() async throws {
        try await CatalogShop.run(.stripe, Self.file) { shop in
            try await shop.sync()
            for arguments in [
                ["init", "-q"], ["add", "products.yaml"],
                ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "one"],
            ] {
                try await git(arguments, in: shop.program.folder)
            }
            try await shop.rename(try shop.id("product pro"), to: "Plus")
            let dirty = shop.file + "# a note\n"
            try shop.write(dirty)
            let lock = shop.lock
            let refused = try await shop.told("pull", "--write")
            #expect(refused.status == 6, "\(refused.out)\(refused.error)")
            #expect(refused.error.contains("not committed"))
            #expect(shop.file == dirty && shop.lock == lock)
            #expect(try await shop.told("pull", "--write", "--force").status == 0)
            #expect(shop.file == dirty.replacing("'Pro'", with: "'Plus'"))
        }
    }

    private func git(_ arguments: [String], in folder: String) async throws {
        let pid = try ChildProcess.start(["git"] + arguments, in: folder)
        while true {
            if let status = ChildProcess.status(of: pid) { return #expect(status == 0) }
            try await Task.sleep(for: .milliseconds(3))
        }
    }

    // MARK: - What the file does not know

    /// Pushes the file with something more in it, and goes back to the file and the lock from before, as they are on
    /// another branch.
    private func run(_ seller: Seller, with more: String, _ body: (CatalogShop) async throws -> Void) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            let (file, lock) = (shop.file, shop.lock)
            try shop.write(Self.file.replacing("\n  job:", with: "\n\(more)\n  job:"))
            try await shop.sync()
            try shop.write(file)
            try shop.program.write(lock, to: "products.test.lock")
            try await body(shop)
        }
    }

    @Test(arguments: Seller.allCases)
    func `what is ours and unknown is added in a block of its own, if that is asked for`(
        _ seller: Seller
    ) async throws {
        let legacy = """
              legacy:
                name: Legacy
                description: Old but good
                prices:
                  monthly: { price: 9.00 USD, every: month }
                  quarterly: { price: 25.00 USD, every: 3 months }
              sticker:
                name: 'Sticker: small'
                price: 2.50 USD
            """
        try await run(seller, with: legacy) { shop in
            let (before, lock) = (shop.file, shop.lock)
            #expect(try await shop.told("drift").out.contains("extra_owned  product legacy"))
            let plain = try await shop.told("pull")
            #expect(plain.status == 0, "\(plain.out)\(plain.error)")
            let shown = try await shop.told("pull", "--include-unknown")
            #expect(shown.status == 2, "\(shown.out)\(shown.error)")
            #expect(shown.out.contains("product legacy is added, with its 2 prices\n"), "\(shown.out)")
            #expect(shown.out.contains("+  legacy:\n"), "\(shown.out)")
            #expect(shop.file == before && shop.lock == lock)
            let answer = try await shop.told("pull", "--include-unknown", "--json").out
            let patch = try JSONDecoder().decode(Patch.self, from: Data(answer.utf8)).patch

            let written = try await shop.told("pull", "--include-unknown", "--write")
            #expect(written.status == 0, "\(written.out)\(written.error)")
            let block = """
                  # Added by `catalog pull --include-unknown`: move them where they belong.
                  legacy:
                    name: Legacy
                    description: Old but good
                    prices:
                      monthly: { price: 9.00 USD, every: month }
                      quarterly: { price: 25.00 USD, every: 3 months }

                  sticker:
                    name: "Sticker: small"
                    price: 2.50 USD
                  # Until here.

                """
            let wanted = before.replacing("products:\n", with: "products:\n" + block)
            #expect(shop.file == wanted)
            // The patch that was shown makes the same of it.
            try shop.write(before)
            try shop.program.write(patch, to: "shown.patch")
            try await git(["apply", "shown.patch"], in: shop.program.folder)
            #expect(shop.file == wanted)
            #expect(try await shop.told("drift").status == 0)
            #expect(try await shop.isInStep())
            #expect(try await shop.told("pull", "--include-unknown", "--write").status == 0)
        }
    }

    /// An answer, as far as it is read here.
    private struct Patch: Decodable {
        let patch: String
    }

    @Test func `what is ours and more than a program can write is told`() async throws {
        let legacy = """
              legacy:
                name: Legacy
                prices:
                  monthly: { graduated: [ { up_to: 10, each: 5.00 USD }, { each: 4.00 USD } ], every: month }
            """
        try await run(.stripe, with: legacy) { shop in
            let before = shop.file
            let written = try await shop.told("pull", "--include-unknown", "--write")
            #expect(written.status == 2, "\(written.out)\(written.error)")
            #expect(
                written.out.contains("product legacy is not added: price legacy/monthly has no single amount"),
                "\(written.out)")
            #expect(shop.file == before)
        }
    }

    // MARK: - The lock

    @Test(arguments: Seller.allCases, ["", #"{"version": 1, "environment": "test", "serial": 3, "providers": {}}"#])
    func `a lost lock is made anew from what is written on the objects`(
        _ seller: Seller, _ rest: String
    ) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            let old = try shop.id("price pro/monthly")
            try shop.write(Self.file.replacing("29.00 USD", with: "39.00 USD"))
            try await shop.sync()
            let new = try shop.id("price pro/monthly")
            let lock = shop.lock
            try FileManager.default.removeItem(atPath: "\(shop.program.folder)/products.test.lock")
            if !rest.isEmpty { try shop.program.write(rest, to: "products.test.lock") }

            let made = try await shop.told("pull", "--rebuild-lock")
            #expect(made.status == 0, "\(made.out)\(made.error)")
            #expect(try shop.id("price pro/monthly") == new)
            #expect(shop.lock.contains("\"\(old)\""))
            #expect(Self.withoutTimes(shop.lock) == Self.withoutTimes(lock))
            let plan = try await shop.told("plan", "--detailed-exit-code")
            #expect(plan.status == 0, "\(plan.out)\(plan.error)")
        }
    }

    /// What a lock says, without when and why.
    private static func withoutTimes(_ lock: String) -> [Substring] {
        lock.replacing(/"[0-9-]{10}T[0-9:.]{12}Z"/, with: "").replacing(/"reason": ?"[^"]*"/, with: "")
            .replacing(/"serial": ?[0-9]+/, with: "").split(separator: "\n")
    }

    @Test(arguments: Seller.allCases)
    func `what was changed there is still seen after the lock was made anew`(_ seller: Seller) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            try await shop.rename(try shop.id("product pro"), to: "Plus")
            try FileManager.default.removeItem(atPath: "\(shop.program.folder)/products.test.lock")
            #expect(try await shop.told("pull", "--rebuild-lock").status == 0)
            let drift = try await shop.told("drift")
            #expect(drift.status == 2)
            #expect(drift.out.contains("changed  product pro"), "\(drift.out)")
        }
    }

    @Test func `kinds that carry no mark are told`() async throws {
        let meters = "\nmeters:\n  calls: { name: Calls, aggregate: sum }\n"
        try await CatalogShop.run(.stripe, Self.file + meters) { shop in
            try await shop.sync()
            let lock = shop.lock
            let kept = try await shop.told("pull", "--rebuild-lock")
            #expect(kept.out.contains("cannot be known from stripe, which has no place to mark them: meters"))
            #expect(!kept.out.contains("not in the lock any more"), "\(kept.out)")
            #expect(Self.withoutTimes(shop.lock) == Self.withoutTimes(lock))
            try FileManager.default.removeItem(atPath: "\(shop.program.folder)/products.test.lock")
            let lost = try await shop.told("pull", "--rebuild-lock")
            #expect(lost.out.contains("meter calls is not in the lock any more"), "\(lost.out)")
            try await shop.sync()
            #expect(try await shop.isInStep())
        }
    }
}

import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct DriftCommandTests {
    private static let file = """
        version: 1
        defaults: { currency: USD, provider: SELLER }
        products:
          pro: { name: Pro, prices: { monthly: { price: 29.00 USD, every: month } } }
          job: { name: Job posting, price: 99.00 USD }

        """

    private static let ignored = "products.test.ignored"
    private static let heading = "# Drift that is known. See `catalog drift --help`. Any line may be deleted.\n"

    /// A shop that was synced, and in which somebody renamed a product since.
    private func run(_ seller: Seller, _ body: (CatalogShop) async throws -> Void) async throws {
        try await CatalogShop.run(seller, Self.file) { shop in
            try await shop.sync()
            try await shop.rename(try shop.id("product pro"), to: "Mine")
            try await body(shop)
        }
    }

    @Test(arguments: Seller.allCases)
    func `when it was changed is told as the provider remembers it`(_ seller: Seller) async throws {
        try await run(seller) { shop in
            let told = try await shop.told("drift")
            #expect(told.status == 2, "\(told.out)\(told.error)")
            let line = /\s{4}changed last at \d{4}-\d\d-\d\dT[0-9:.]+Z(, request req_\w+)?, by whom is unknown\n/
            let match = try #require(told.out.firstMatch(of: line), "\(told.out)")
            #expect((match.1 != nil) == (seller == .stripe))
            let json = try await shop.told("drift", "--json")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(json.out.utf8))
            let finding = try #require(answer.findings.first)
            #expect(finding.attribution["changed_at"]??.hasSuffix("Z") == true)
            #expect((finding.attribution["request_id"]??.hasPrefix("req_") == true) == (seller == .stripe))
            #expect(finding.attribution["actor"] == .some(nil))
        }
    }

    @Test(arguments: Seller.allCases)
    func `what is known is let be until its day, and told all the same`(_ seller: Seller) async throws {
        try await run(seller) { shop in
            let kept = try await shop.told(
                "drift", "--ignore", "pro:changed", "--until", "2099-12-31", "--reason", "marketing tries a name")
            #expect(kept.status == 0, "\(kept.out)\(kept.error)")
            let line = "pro:changed until 2099-12-31 because marketing tries a name\n"
            #expect(shop.program.read(Self.ignored) == Self.heading + line)

            let again = try await shop.told("drift")
            #expect(again.status == 0, "\(again.out)\(again.error)")
            #expect(again.out == kept.out)
            let told = "\(seller.rawValue)  changed  product pro, until 2099-12-31: marketing tries a name\n"
            #expect(again.out == "1 finding is hidden:\n  \(told)Everything else is as it was pushed.\n")
            let json = try await shop.told("drift", "--json")
            #expect(try JSONDecoder().decode(Answer.self, from: Data(json.out.utf8)).hidden == 1)

            // Another product's is none of that.
            try await shop.rename(try shop.id("product job"), to: "Jobs")
            let other = try await shop.told("drift")
            #expect(other.status == 2)
            #expect(other.out.contains("changed  product job") && !other.out.contains("changed  product pro:"))
        }
    }

    @Test func `an address for events that is switched off is told, and a sync switches it on`() async throws {
        try await CatalogShop.run(.stripe, Self.file) { shop in
            let server = ["TILL_PUBLIC_URL": "https://shop.example"]
            func told(_ arguments: String...) async throws -> Program.Ending {
                try await shop.told(arguments, with: server)
            }
            #expect(try await told("sync", "--yes").status == 0)
            let (id, lock) = (try shop.id("webhook endpoint default"), shop.lock)
            try await shop.put("/v1/webhook_endpoints/\(id)", "disabled=true")

            let drift = try await told("drift")
            #expect(drift.status == 2, "\(drift.out)\(drift.error)")
            #expect(
                drift.out.contains("archived_remotely  webhook endpoint default: \(id) is switched off"), "\(drift.out)"
            )
            let plan = try await told("plan", "--detailed-exit-code")
            #expect(plan.status == 2, "\(plan.out)\(plan.error)")
            #expect(plan.out.contains("it is switched off at the provider"), "\(plan.out)")
            let pull = try await told("pull", "--write")
            #expect(pull.out.contains("webhook endpoint default cannot be taken into the file"), "\(pull.out)")
            // Where it is not known where our server is, it is nobody's business, and is not forgotten.
            try await shop.sync()
            #expect(shop.lock == lock)
            // Nor is it forgotten where the lock is made anew.
            #expect(try await told("pull", "--rebuild-lock").status == 0)
            #expect(try shop.id("webhook endpoint default") == id)

            let sync = try await told("sync", "--yes")
            #expect(sync.status == 0, "\(sync.out)\(sync.error)")
            #expect(sync.out.contains("1 write,"), "\(sync.out)")
            #expect(try await shop.ask("/v1/webhook_endpoints/\(id)").contains("\"enabled\""))
            #expect(try shop.id("webhook endpoint default") == id)
            #expect(try await told("plan", "--detailed-exit-code").status == 0)
            #expect(try await told("drift").status == 0)
        }
    }

    @Test func `what was let be until a day that is over counts again, and that is told`() async throws {
        try await run(.stripe) { shop in
            try shop.program.write("pro:changed until 2020-01-31 because it was a sale\n", to: Self.ignored)
            let told = try await shop.told("drift")
            #expect(told.status == 2, "\(told.out)\(told.error)")
            #expect(told.out.contains("changed  product pro:"))
            #expect(
                told.out.contains("pro:changed was let be until 2020-01-31, and hides nothing any more: it was a sale"))
            let json = try await shop.told("drift", "--json")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(json.out.utf8))
            #expect(answer.hidden == 0)
            #expect(answer.expired.map(\.key) == ["pro"])
        }
    }

    @Test func `without a day it is let be this time only`() async throws {
        try await run(.stripe) { shop in
            let told = try await shop.told("drift", "--ignore", "product pro:changed")
            #expect(told.status == 0, "\(told.out)\(told.error)")
            #expect(told.out.contains("changed  product pro, for this time\n"))
            #expect(shop.program.read(Self.ignored).isEmpty)
            #expect(try await shop.told("drift").status == 2)
        }
    }

    @Test func `a line that says nothing is told with its number, and nothing is written`() async throws {
        try await run(.stripe) { shop in
            let text = "# ours\n=======\n"
            try shop.program.write(text, to: Self.ignored)
            let told = try await shop.told(
                "drift", "--ignore", "pro:changed", "--until", "2099-12-31", "--reason", "why")
            #expect(told.status == 3, "\(told.out)\(told.error)")
            #expect(told.error.contains("products.test.ignored:2: '=======' says nothing"), "\(told.error)")
            #expect(shop.program.read(Self.ignored) == text)
        }
    }

    @Test(arguments: [
        ["--ignore", "pro"], ["--ignore", "pro:gone"], ["--ignore", "pro:changed", "--until", "2099-12-31"],
        ["--ignore", "pro:changed", "--reason", "why"], ["--until", "2099-12-31", "--reason", "why"],
        ["--ignore", "pro:changed", "--until", "tomorrow", "--reason", "why"],
        ["--ignore", "pro:changed", "--until", "2099-12-31", "--reason", " "],
    ])
    func `what cannot be meant is told`(_ arguments: [String]) async throws {
        try await Program.inFolder { program in
            let running = try program.start(
                ["drift", "--env", "test"] + arguments, environment: ["STRIPE_SECRET_KEY": "sk_test_4242424242424242"])
            #expect(try await running.end() == 64, "\(running.error)")
        }
    }

    @Test(arguments: [("prp:changed", "2099-12-31", "there is no 'prp'"), ("pro:changed", "2020-01-31", "is over")])
    func `what would hide nothing is not kept`(_ name: String, _ day: String, _ words: String) async throws {
        try await run(.stripe) { shop in
            let told = try await shop.told("drift", "--ignore", name, "--until", day, "--reason", "why")
            #expect(told.status == 64, "\(told.out)\(told.error)")
            #expect(told.error.contains(words), "\(told.error)")
            #expect(shop.program.read(Self.ignored).isEmpty)
        }
    }

    /// What is printed for programs, as far as it is read here.
    private struct Answer: Decodable {
        struct Finding: Decodable {
            let attribution: [String: String?]
        }
        struct Known: Decodable {
            let key: String
        }
        let findings: [Finding]
        let hidden: Int
        let expired: [Known]
    }
}

import Foundation
import Testing
import TillTesting

/// `catalog validate` with the real program: what it reads a file for, and how it prints what it found.
@Suite(.timeLimit(.minutes(15))) struct ValidateTests {
    private static let wrong = """
        version: 1
        products:
          pro: { name: Pro, price: 9.00 UDS }
          team: { name: Team, price: 0.20 USD }

        """

    private static let warning = """
        version: 1
        products:
          sticker: { name: Sticker, price: 0.20 USD }

        """

    private static let branded = """
        version: 1
        products:
          pro: { name: Pro, price: 9.00 USD }
        overlays:
          live: { products: { pro: { visible: false } } }
          acme: { products: { pro: { name: Acme Pro } } }

        """

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test(arguments: [["--format", "sarif"], ["--sarif"]])
    func `SARIF says what, where and why`(_ arguments: [String]) async throws {
        try await Program.inFolder { program in
            try program.write(Self.wrong, to: "a shop.yaml")
            let running = try program.start(["validate", "a shop.yaml"] + arguments)
            #expect(try await running.end() == 3)
            let log = try object(running.out)
            #expect(log["version"] as? String == "2.1.0")
            #expect((log["$schema"] as? String)?.contains("sarif-2.1.0") == true)
            let run = try #require((log["runs"] as? [[String: Any]])?.first)
            let tool = try #require(run["tool"] as? [String: Any])
            let driver = try #require(tool["driver"] as? [String: Any])
            #expect(driver["name"] as? String == "catalog")
            #expect(driver["version"] as? String == "0.1.0")
            #expect(run["columnKind"] as? String == "unicodeCodePoints")
            let rules = try #require(driver["rules"] as? [[String: Any]])
            #expect(rules.map { $0["id"] as? String } == ["TILL-V012", "TILL-V124"])
            for rule in rules {
                for name in ["shortDescription", "fullDescription", "help"] {
                    let text = (rule[name] as? [String: Any])?["text"] as? String
                    #expect(text?.isEmpty == false, "\(name) of \(rule)")
                }
            }
            let results = try #require(run["results"] as? [[String: Any]])
            #expect(results.map { $0["ruleId"] as? String } == ["TILL-V012", "TILL-V124"])
            #expect(results.map { $0["ruleIndex"] as? Int } == [0, 1])
            #expect(results.map { $0["level"] as? String } == ["error", "warning"])
            let first = try #require(results.first)
            #expect(
                (first["message"] as? [String: Any])?["text"] as? String == """
                    `UDS` is not a currency
                    did you mean `USD`?
                    """)
            let location = try #require((first["locations"] as? [[String: Any]])?.first)
            let place = try #require(location["physicalLocation"] as? [String: Any])
            #expect((place["artifactLocation"] as? [String: Any])?["uri"] as? String == "a%20shop.yaml")
            let region = try #require(place["region"] as? [String: Any])
            #expect(region["startLine"] as? Int == 3)
            #expect(region["startColumn"] as? Int == 33)
            #expect(region["endColumn"] as? Int == 36)
            #expect(first["partialFingerprints"] is [String: String])
        }
    }

    @Test func `what is valid is an empty SARIF log`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("validate", "--sarif")
            #expect(ending.status == 0)
            let run = try #require((try object(ending.out)["runs"] as? [[String: Any]])?.first)
            #expect((run["results"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `annotations of GitHub are escaped`() async throws {
        try await Program.inFolder { program in
            try program.write(
                """
                version: 1
                products:
                  pro: { name: Pro, price: 9.00 USD }
                coupons:
                  A: { percent_off: 20% }

                """, to: "a,b:c%.yaml")
            let ending = try await program.run("validate", "a,b:c%.yaml", "--format", "github")
            #expect(ending.status == 3)
            let lines = ending.out.split(separator: "\n").filter { $0.contains("V080") }
            let line = try #require(lines.first)
            #expect(
                line.hasPrefix("::error file=a%2Cb%3Ac%25.yaml,line=5,endLine=5,col=21,endColumn=23,title=TILL-V080::"))
            #expect(line.contains("found `20%25`%0Awrite a number"))
        }
    }

    @Test func `the report for GitLab has stable fingerprints`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.wrong, to: "wrong.yaml")
            let first = try issues(try await program.run("validate", "./wrong.yaml", "--format", "gitlab"))
            try program.write("# A line above.\n" + Self.wrong, to: "wrong.yaml")
            let second = try issues(try await program.run("validate", "./wrong.yaml", "--format", "gitlab"))
            #expect(first.map(\.path) == ["wrong.yaml", "wrong.yaml"])
            #expect(first.map(\.name) == ["TILL-V012", "TILL-V124"])
            #expect(first.map(\.severity) == ["major", "minor"])
            #expect(first.map(\.line) == [3, 4])
            #expect(second.map(\.line) == [4, 5])
            #expect(first.map(\.fingerprint) == second.map(\.fingerprint))
            #expect(Set(first.map(\.fingerprint)).count == 2)
        }
    }

    private struct Issue {
        let path: String?
        let name: String?
        let severity: String?
        let line: Int?
        let fingerprint: String
    }

    private func issues(_ ending: Program.Ending) throws -> [Issue] {
        let list = try #require(try JSONSerialization.jsonObject(with: Data(ending.out.utf8)) as? [[String: Any]])
        return try list.map { entry in
            let location = entry["location"] as? [String: Any]
            return Issue(
                path: location?["path"] as? String, name: entry["check_name"] as? String,
                severity: entry["severity"] as? String,
                line: (location?["lines"] as? [String: Any])?["begin"] as? Int,
                fingerprint: try #require(entry["fingerprint"] as? String))
        }
    }

    @Test func `warnings fail only when they are asked to`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.warning, to: "products.yaml")
            let usual = try await program.run("validate")
            #expect(usual.status == 0)
            #expect(usual.out.contains("is valid: 1 product, 1 price\n"))
            let strict = try await program.run("validate", "--strict")
            #expect(strict.status == 3)
            #expect(strict.out.hasSuffix("products.yaml has warnings, which --strict refuses\n"))
            let json = try object(try await program.run("validate", "--strict", "--json").out)
            #expect(json["ok"] as? Bool == false)
            #expect(json["exit_code"] as? Int == 3)
        }
    }

    @Test func `an environment and overlays change what is read`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.branded, to: "products.yaml")
            var hashes: Set<String> = []
            for arguments in [[], ["--env", "live"], ["--overlay", "acme"], ["--env", "live", "--overlay", "acme"]] {
                let running = try program.start(["validate", "--json"] + arguments, log: arguments.joined())
                #expect(try await running.end() == 0, "\(running.out)")
                hashes.insert(try #require(try object(running.out)["content_hash"] as? String))
            }
            #expect(hashes.count == 4)
            let unknown = try await program.run("validate", "--overlay", "acne")
            #expect(unknown.status == 3)
            #expect(unknown.out.contains("did you mean `acme`?"))
        }
    }

    private static func lock(amount: Int, environment: String = "test") -> String {
        """
        {
          "environment": "\(environment)",
          "providers": {
            "stripe": {
              "mode": "\(environment)",
              "objects": {
                "price pro": { "amount": \(amount), "currency": "USD", "fields": {}, "generation": 1, "id": "price_1" }
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

    @Test func `what was pushed before is compared where an environment is named`() async throws {
        try await Program.inFolder { program in
            try program.write(
                """
                version: 1
                policy: { max_change: 20 }
                products:
                  pro: { name: Pro, price: 9.00 USD }

                """, to: "products.yaml")
            try program.write(Self.lock(amount: 90), to: "products.test.lock")
            #expect(try await program.run("validate").out == "products.yaml is valid: 1 product, 1 price\n")
            let compared = try await program.run("validate", "--env", "test")
            #expect(compared.out.contains("TILL-V164"), "\(compared.out)")
            #expect(try await program.run("validate", "--env", "live").out.contains("TILL-V164") == false)
        }
    }

    @Test func `a lock file that is broken or of another environment is told`() async throws {
        try await Program.inFolder { program in
            try program.write("{", to: "products.test.lock")
            let broken = try await program.run("validate", "--env", "test")
            #expect(broken.status == 3)
            #expect(broken.out.contains("products.test.lock:1:"), "\(broken.out)")
            try program.write(Self.lock(amount: 900, environment: "live"), to: "products.test.lock")
            let other = try await program.run("validate", "--env", "test")
            #expect(other.status == 4)
            #expect(other.error.contains("is the lock file of 'live', not of 'test'"))
        }
    }

    private static let adopting = """
        version: 1
        products:
          pro: { name: Pro, price: 9.00 USD, stripe: { product: "${STRIPE_PRO}" } }

        """

    @Test func `a variable is taken from the environment, then from a file, and is not required`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.adopting, to: "products.yaml")
            let unset = try await program.run("validate")
            #expect(unset.status == 0)
            #expect(unset.out.contains("warning: `STRIPE_PRO` is not set here [TILL-V104]"), "\(unset.out)")
            try program.write("# ids\n STRIPE_PRO = prod_42 \n", to: ".env")
            #expect(try await program.run("validate").out == "products.yaml is valid: 1 product, 1 price\n")
            let given = try await program.run("validate", environment: ["STRIPE_PRO": "price_1"])
            #expect(given.status == 3)
            #expect(given.out.contains("TILL-V049"))
        }
    }

    @Test(arguments: [
        ["--json", "--sarif"], ["--format", "text", "--json"], ["--format", "xml"], ["--env", "prod"],
    ])
    func `what contradicts itself is wrong usage`(_ arguments: [String]) async throws {
        try await Program.inFolder { program in
            let running = try program.start(["validate"] + arguments)
            #expect(try await running.end() == 64)
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let catalog: String
        let environment: [String: String]
        let code: String
        var testDescription: String { code }
    }

    @Test(arguments: [
        Refusal(catalog: adopting, environment: [:], code: "TILL-V104"),
        Refusal(catalog: branded, environment: ["TILL_OVERLAYS": "acme, acne"], code: "TILL-V103"),
    ])
    func `a server does not start without a variable or overlay that it needs`(_ refusal: Refusal) async throws {
        try await Program.inFolder { program in
            try program.write(refusal.catalog, to: "products.yaml")
            let environment = ["TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_4242424242424242"]
            let running = try program.start(["serve"], environment: environment.merging(refusal.environment) { $1 })
            #expect(try await running.end() == 3)
            #expect(running.error.contains(refusal.code), "\(running.error)")
        }
    }

    @Test func `a server sells with the overlays that it is given`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.branded, to: "products.yaml")
            let installation = try await ServerLifeTests.Installation.start(program)
            let server = try await installation.serve("server", with: ["TILL_OVERLAYS": "acme"])
            #expect(try await installation.ask("GET", "/api/products/pro").body.contains("\"name\":\"Acme Pro\""))
            server.signal(SIGTERM)
            #expect(try await server.end() == 0, "\(server.error)")
            try await installation.end()
        }
    }

    // MARK: - What providers cannot have

    private static let tiers = """
        version: 1
        defaults: { provider: [stripe, paddle] }
        products:
          pro: { name: Pro, price: 9.00 USD, every: month }
          team:
            name: Team
            prices:
              monthly:
                every: month
                graduated:
                  - { up_to: 5, each: 9.00 USD }
                  - { each: 7.00 USD }
        providers:
          stripe: {}
          paddle: { environments: [test] }

        """

    @Test func `what an environment's provider cannot have is a warning at its place`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.tiers, to: "products.yaml")
            #expect(try await program.run("validate").out.contains("TILL-V128") == false)
            let test = try await program.run("validate", "--env", "test")
            #expect(test.status == 0)
            #expect(
                test.out.contains("products.yaml:8:7: warning: paddle cannot have price team/monthly: "), "\(test.out)")
            #expect(test.out.contains("[TILL-V128]"))
            #expect(test.out.components(separatedBy: "TILL-V128").count == 2, "\(test.out)")
            let strict = try await program.run("validate", "--env", "test", "--strict")
            #expect(strict.status == 3)
            #expect(strict.out.contains("products.yaml has warnings, which --strict refuses"))
            // Paddle is not used there.
            #expect(try await program.run("validate", "--env", "live").out.contains("TILL-V128") == false)
        }
    }

    @Test func `what validate says a provider cannot have is what the plan shows as blocked`() async throws {
        try await SyncInstallation.run { shop in
            try shop.program.write(Self.tiers, to: "products.yaml")
            let plan = try await shop.run("plan", "--provider", "paddle", expecting: 6).out
            let blocked = try #require(plan.split(separator: "\n").first { $0.contains("blocked:") })
            #expect(blocked.contains("price team/monthly"))
            let reason = try #require(plan.components(separatedBy: "\n      ").first { $0.contains("tier") })
            let said = try await shop.program.run("validate", "--env", "test").out
            let message = try #require(said.firstMatch(of: /cannot have price team\/monthly: (.*) \[TILL-V128\]/))
            #expect(reason.contains(message.1), "\(plan)\(said)")
        }
    }
}

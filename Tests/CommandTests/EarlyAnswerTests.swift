import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What commands print as JSON when they end before they have an answer, and where answers say that things are.
@Suite(.timeLimit(.minutes(15))) struct EarlyAnswerTests {
    /// An answer, as far as it is the same for every command.
    private struct Answer: Decodable {
        struct Mistake: Decodable {
            let code: String
            let message: String
            let provider: String?
            let key: String?
            let file: String?
            let line: Int?
            let hint: String?
        }

        struct Change: Decodable {
            let key: String
            let provider: String
            let action: String
            let file: String?
            let line: Int?
        }

        let schema: String
        let ok: Bool
        let exitCode: Int32
        let command: String
        let errors: [Mistake]
        let warnings: [Mistake]
        let changes: [Change]?

        private enum CodingKeys: String, CodingKey {
            case schema, ok
            case exitCode = "exit_code"
            case command, errors, warnings, changes
        }
    }

    private func answer(_ ending: Program.Ending) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(ending.out.utf8))
    }

    private static let commands: [[String]] = [
        ["plan"], ["sync", "--yes"], ["drift"], ["pull"], ["import", "stripe:price_1", "--as", "pro/monthly"],
        ["rollback", "--yes"], ["doctor"], ["promote"], ["resume"], ["migrate-subscribers", "plan"],
        ["migrate-subscribers", "sample"], ["migrate-subscribers", "apply", "--yes"],
        ["migrate-subscribers", "pause"], ["migrate-subscribers", "resume"], ["migrate-subscribers", "report"],
    ]

    /// Those that need nothing but files and what an earlier run left behind.
    private static let local: Set<[String]> = [
        ["resume"], ["migrate-subscribers", "pause"], ["migrate-subscribers", "report"],
    ]

    /// As answers call a command.
    private static func name(of command: [String]) -> String {
        command.prefix(command[0] == "migrate-subscribers" ? 2 : 1).joined(separator: " ")
    }

    private func run(
        _ program: Program, _ command: [String], _ environment: [String: String] = [:], json: String? = "--json"
    ) async throws -> Program.Ending {
        let env = command.first == "promote" ? [] : ["--env", "test"]
        let running = try program.start(
            command + env + (json.map { [$0] } ?? []), environment: environment, log: "run-\(UUID().uuidString)")
        return Program.Ending(status: try await running.end(), out: running.out, error: running.error)
    }

    @Test(arguments: commands.filter { !local.contains($0) && $0 != ["doctor"] })
    func `a file that is not valid is told as JSON, each mistake at its place`(_ command: [String]) async throws {
        try await Program.inFolder { program in
            try program.write(
                "version: 1\nproducts:\n  pro: { name: Pro, price: 9.00 UDS }\n  job: { nam: Job, price: 9 }\n",
                to: "products.yaml")
            let ending = try await run(program, command)
            #expect(ending.status == 3, "\(ending.error)")
            let answer = try answer(ending)
            let name = Self.name(of: command)
            #expect(answer.schema == "till.catalog.\(name.replacing(" ", with: "."))/1")
            #expect(answer.command == name)
            #expect(!answer.ok && answer.exitCode == 3)
            #expect(answer.errors.count >= 3)
            #expect(answer.errors.allSatisfy { $0.code.hasPrefix("TILL-V") && $0.file == "products.yaml" })
            #expect(answer.errors.contains { $0.line == 3 } && answer.errors.contains { $0.line == 4 })
            #expect(answer.errors.contains { $0.hint?.isEmpty == false })
        }
    }

    @Test(arguments: commands)
    func `a key that is missing is told as JSON`(_ command: [String]) async throws {
        try await Program.inFolder { program in
            // Without a run there is nothing to go on with, which is said before anything is looked at.
            let status: Int32 = Self.local.contains(command) ? 64 : 4
            let ending = try await run(program, command)
            #expect(ending.status == status, "\(ending.error)")
            let answer = try answer(ending)
            #expect(!answer.ok && answer.exitCode == status)
            #expect(answer.command == Self.name(of: command))
            #expect(answer.errors.count == 1)
            #expect(answer.errors.first?.message.isEmpty == false)
        }
    }

    @Test(arguments: [["plan"], ["migrate-subscribers", "plan"], ["validate"], ["validate", "--format", "json"]])
    func `a lock of another environment is told as JSON`(_ command: [String]) async throws {
        try await Program.inFolder { program in
            try program.write(
                #"{ "version": 2, "environment": "live", "serial": 1, "providers": {} }"#, to: "products.test.lock")
            let ending = try await run(program, command)
            #expect(ending.status == 4, "\(ending.error)")
            let answer = try answer(ending)
            #expect(!answer.ok && answer.exitCode == 4)
            #expect(answer.command == Self.name(of: command))
            #expect(answer.errors.map(\.code) == ["environment_mismatch"])
            #expect(answer.errors.first?.message.contains("is the lock file of 'live', not of 'test'") == true)
            #expect(ending.error.contains("is the lock file of 'live', not of 'test'"))
        }
    }

    @Test(arguments: [["plan"], ["migrate-subscribers", "report"], ["validate"]])
    func `an environment that there is not is told as JSON`(_ command: [String]) async throws {
        try await Program.inFolder { program in
            let running = try program.start(command + ["--env", "nowhere", "--json"])
            let ending = Program.Ending(status: try await running.end(), out: running.out, error: running.error)
            #expect(ending.status == (command == ["validate"] ? 64 : 4), "\(ending.error)")
            let answer = try answer(ending)
            #expect(!answer.ok && answer.exitCode == ending.status)
            #expect(answer.command == Self.name(of: command))
            #expect(answer.errors.first?.message.contains("'nowhere'; it must be") == true, "\(ending.out)")
        }
    }

    @Test func `that real money was not named is told as JSON`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run(
                "migrate-subscribers", "apply", "--yes", "--json",
                environment: ["TILL_ENV": "live", "STRIPE_SECRET_KEY": "sk_" + "live_0123456789abcdefghijklmn"])
            #expect(ending.status == 6, "\(ending.error)")
            let answer = try answer(ending)
            #expect(answer.command == "migrate-subscribers apply" && answer.exitCode == 6)
            #expect(answer.errors.map(\.code) == ["blocked"])
            #expect(answer.errors.first?.message.contains("--env live") == true)
        }
    }

    @Test(arguments: [["plan"], ["migrate-subscribers", "plan"]])
    func `what the variable asks for is JSON too, and a report is written besides`(_ command: [String]) async throws {
        try await Program.inFolder { program in
            let ending = try await run(
                program, command + ["--report", "report.json"], ["TILL_OUTPUT": "json"], json: nil)
            #expect(ending.status == 4)
            #expect(try answer(ending).errors.first?.code == "environment_mismatch")
            #expect(program.read("report.json") == ending.out)
            let text = try await run(program, command + ["--report", "text.json"], json: nil)
            #expect(text.out == "")
            #expect(program.read("text.json") == ending.out)
            #expect(text.error.contains("STRIPE_SECRET_KEY"))
        }
    }

    @Test func `what was not confirmed, is blocked, or is locked is told as JSON`() async throws {
        try await SyncInstallation.run { shop in
            let unconfirmed = try answer(try await shop.run("sync", "--json", expecting: 6))
            #expect(unconfirmed.errors.map(\.code) == ["blocked"])
            #expect(unconfirmed.errors.first?.message.contains("--yes") == true)
            let many = try answer(try await shop.run("sync", "--yes", "--max-changes", "3", "--json", expecting: 6))
            #expect(many.errors.map(\.code) == ["max-changes"])

            let stream = try await shop.run("sync", "--json-stream", expecting: 6).out
            #expect(stream.split(separator: "\n").count == 1)
            #expect(stream.contains("\"event\":\"finished\"") && stream.contains("\"exit_code\":6"), "\(stream)")

            try await shop.run("sync", "--yes")
            let journal = ".till/sync/test.journal"
            let lines = shop.program.read(journal).split(separator: "\n")
            try shop.program.write(lines.dropLast().joined(separator: "\n") + "\n", to: journal)
            for command in [
                ["sync", "--yes"], ["import", "stripe:price_1", "--as", "pro/monthly"],
                ["migrate-subscribers", "resume"],
            ] {
                let running = try shop.start(command + ["--json"], log: "locked-\(UUID().uuidString)")
                #expect(try await running.end() == 8)
                let locked = try JSONDecoder().decode(Answer.self, from: Data(running.out.utf8))
                #expect(locked.errors.map(\.code) == ["locked"])
                #expect(locked.errors.first?.message.contains("catalog resume") == true)
            }
        }
    }

    @Test func `a provider that nobody answers for is told as JSON`() async throws {
        try await SyncInstallation.run { shop in
            let nobody = ["STRIPE_BASE_URL": "http://127.0.0.1:\(try await TestPorts.next())"]
            let ending = try await shop.run(
                "sync", "--yes", "--provider", "stripe", "--json", with: nobody, expecting: 7)
            let answer = try answer(ending)
            #expect(!answer.ok)
            #expect(answer.errors.map(\.code) == ["provider_unreadable"])
            #expect(answer.errors.first?.provider == "stripe")
        }
    }

    @Test func `a key that the provider does not take is told as JSON`() async throws {
        try await SyncInstallation.run { shop in
            let other = ["STRIPE_SECRET_KEY": "sk_" + "test_0123456789abcdefghijklmn"]
            for command in [["plan"], ["drift"], ["pull"], ["migrate-subscribers", "plan"]] {
                let name = Self.name(of: command)
                let running = try shop.start(command + ["--json"], with: other, log: "other-\(name)")
                #expect(try await running.end() == 4)
                let answer = try JSONDecoder().decode(Answer.self, from: Data(running.out.utf8))
                #expect(answer.command == name)
                #expect(answer.errors.map(\.code) == ["environment_mismatch"])
            }
        }
    }

    @Test func `what an answer says of its errors itself stays`() async throws {
        try await SubscriberShop.run { shop in
            let old = try await shop.sync("19.00 USD")
            _ = try await shop.subscribe(to: old)
            try await shop.sync("24.00 USD", "at_renewal")
            try await shop.fault("api_no_effect_next")
            let ending = try await shop.told("apply", "--yes", "--json")
            #expect(ending.status == 5, "\(ending.error)")
            #expect(try answer(ending).errors.map(\.code) == ["unverified"])
            #expect(ending.out.contains("\"subscription\" : \"sub_"), "\(ending.out)")
        }
    }

    // MARK: - Places

    @Test func `each change says where the file says it, and what left the file says nothing`() async throws {
        try await SyncInstallation.run { shop in
            let first = try answer(try await shop.run("plan", "--json"))
            #expect(first.ok && first.errors.isEmpty)
            let lines = Dictionary((first.changes ?? []).map { ($0.key, $0.line) }) { first, _ in first }
            #expect(lines["product pro"] == 4)
            #expect(lines["price pro/monthly"] == 7)
            #expect(lines["price pro/yearly"] == 8)
            #expect(lines["default price pro"] == 4)
            #expect(lines["price job"] == 9)
            #expect(first.changes?.allSatisfy { $0.file == "products.yaml" } == true)

            try await shop.run("sync", "--yes")
            try shop.edit("      yearly: { price: 290.00 USD, every: year }\n", "")
            let second = try answer(try await shop.run("plan", "--prune", "--json"))
            let archived = try #require(second.changes?.first { $0.key == "price pro/yearly" })
            #expect(archived.action == "archive")
            #expect(archived.file == nil && archived.line == nil)
        }
    }

    @Test func `what a provider cannot have is an error at its place, in a plan and in a sync`() async throws {
        try await SyncInstallation.run { shop in
            try shop.edit(
                "  job: { name: Job posting, price: 99.00 USD }\n",
                "  team:\n    name: Team\n    every: month\n    graduated:\n      - { up_to: 5, each: 9.00 USD }\n"
                    + "      - { each: 7.00 USD }\n")
            for command in [["plan"], ["sync", "--yes"]] {
                let running = try shop.start(command + ["--json"], log: "blocked-\(command[0])")
                #expect(try await running.end() == 6, "\(running.error)")
                let answer = try JSONDecoder().decode(Answer.self, from: Data(running.out.utf8))
                #expect(!answer.ok)
                #expect(answer.errors.map(\.key) == ["price team"])
                #expect(answer.errors.map(\.provider) == ["paddle"])
                #expect(answer.errors.map(\.file) == ["products.yaml"] && answer.errors.map(\.line) == [9])
            }
            #expect(try await shop.writes() == 0)
        }
    }

    @Test func `what the file is warned of is in the answer`() async throws {
        try await SyncInstallation.run { shop in
            try shop.edit("99.00 USD", "0.20 USD")
            for command in ["plan", "drift", "pull"] {
                let running = try shop.start([command, "--json"], log: "warned-\(command)")
                #expect([0, 2].contains(try await running.end()), "\(running.error)")
                let answer = try JSONDecoder().decode(Answer.self, from: Data(running.out.utf8))
                let small = answer.warnings.filter { $0.code == "TILL-V124" }
                #expect(small.map(\.line) == [9], "\(command)")
                #expect(small.map(\.file) == ["products.yaml"])
            }
        }
    }
}

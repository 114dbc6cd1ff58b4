import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct CommandLineTests {
    @Test func `one purchase over HTTP ends with what was paid`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("dev", "--once")
            #expect(ending.status == 0, "\(ending.error)")
            let lines = ending.out.split(separator: "\n")
            #expect(lines.last?.wholeMatch(of: /paid ord_[0-9a-z]{26} 99\.00 USD/) != nil, "\(ending.out)")
            for station in ["pricing page", "checkout", "payment page", "payment", "success page", "webhook", "hook"] {
                #expect(lines.contains { $0.contains(station) && $0.contains(" ms ") }, "\(station)")
            }
            #expect(ending.out.contains("publish-job succeeded"))
        }
    }

    @Test func `a product that is added to the file is sold`() async throws {
        try await Program.inFolder { program in
            try program.write(
                """
                version: 1
                products:
                  sticker: { name: Sticker, price: 3.50 EUR }

                """, to: "products.yaml")
            let ending = try await program.run("dev", "--once")
            // The sample hook waits for every paid order, whatever was sold.
            #expect(ending.out.hasSuffix(" 3.50 EUR\n"), "\(ending.out) \(ending.error)")
        }
    }

    @Test func `validate tells every mistake at its place and ends with 3`() async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("validate").out == "products.yaml is valid: 4 products, 5 prices\n")
            try program.write(
                """
                version: 1
                products:
                  job:
                    nam: Job
                    price: 99
                  pro: { name: Pro, price: 9.00 usdd, upsells: [jop] }

                """, to: "wrong.yaml")
            let ending = try await program.run("validate", "wrong.yaml")
            #expect(ending.status == 3)
            for place in ["wrong.yaml:4:5:", "wrong.yaml:5:12:", "wrong.yaml:6:", "did you mean `name`"] {
                #expect(ending.out.contains(place), "\(place) in \(ending.out)")
            }
            let json = try await program.run("validate", "wrong.yaml", "--json")
            #expect(json.status == 3)
            let envelope = try JSONDecoder().decode(Envelope.self, from: Data(json.out.utf8))
            #expect(envelope.schema == "till.catalog.validate/1")
            #expect(!envelope.ok)
            #expect(envelope.exit_code == 3)
            #expect(envelope.errors.count >= 4)
            #expect(envelope.errors.allSatisfy { $0.file == "wrong.yaml" && $0.line > 1 && $0.column > 1 })
            #expect(envelope.errors.allSatisfy { $0.code.hasPrefix("TILL-V") })
        }
    }

    // The names are the envelope's.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Envelope: Decodable {
        struct Entry: Decodable {
            let code: String
            let file: String
            let line: Int
            let column: Int
        }
        let schema: String
        let ok: Bool
        let exit_code: Int
        let errors: [Entry]
    }

    @Test(arguments: ["missing.yaml", ".", "/dev/null"])
    func `a file that cannot be read is told, never a crash`(_ file: String) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("validate", file)
            #expect(ending.status == 3)
            #expect(ending.out.contains("\(file):1:1: error:"))
        }
    }

    struct Forbidden: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let environment: [String: String]
        let says: String
        var testDescription: String { "\(arguments.joined(separator: " ")) with \(environment)" }
    }

    static let live = [
        "TILL_ENV": "live", "STRIPE_SECRET_KEY": "sk_live_4242424242424242",
        "STRIPE_WEBHOOK_SECRET": "whsec_4242424242424242", "TILL_PUBLIC_URL": "https://shop.example",
    ]

    static func liveBut(_ changes: [String: String]) -> [String: String] { live.merging(changes) { $1 } }

    @Test(arguments: [
        Forbidden(arguments: ["serve"], environment: [:], says: "TILL_ENV is not set"),
        Forbidden(arguments: ["serve"], environment: ["TILL_ENV": "production"], says: "TILL_ENV is 'production'"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_SECRET_KEY": "sk_test_4242424242424242"]),
            says: "does not fit TILL_ENV=live"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_SECRET_KEY": "pk_live_4242424242424242"]),
            says: "publishable"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_BASE_URL": "https://api.stripe.com"]),
            says: "STRIPE_BASE_URL cannot be set"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_BASE_URL": "http://127.0.0.1:1"]),
            says: "STRIPE_BASE_URL cannot be set"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["TILL_PUBLIC_URL": ""]), says: "TILL_PUBLIC_URL must be set"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["TILL_PUBLIC_URL": "http://shop.example"]), says: "https://"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_WEBHOOK_SECRET": ""]),
            says: "STRIPE_WEBHOOK_SECRET is not set"),
        Forbidden(
            arguments: ["serve"], environment: liveBut(["STRIPE_WEBHOOK_SECRET": "x"]), says: "whsec_"),
        Forbidden(arguments: ["serve"], environment: liveBut(["TILL_API_KEY": "short"]), says: "TILL_API_KEY"),
        Forbidden(arguments: ["serve"], environment: liveBut(["STRIPE_SECRET_KEY": ""]), says: "STRIPE_SECRET_KEY"),
        Forbidden(
            arguments: ["serve"],
            environment: ["TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_live_4242424242424242"],
            says: "does not fit TILL_ENV=test"),
        Forbidden(
            arguments: ["serve"],
            environment: [
                "TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_4242424242424242",
                "STRIPE_BASE_URL": "http://elsewhere.example",
            ], says: "https://"),
        Forbidden(
            arguments: ["serve"],
            environment: ["TILL_ENV": "dev", "STRIPE_SECRET_KEY": "sk_test_4242424242424242"],
            says: "through the sandbox only"),
        Forbidden(
            arguments: ["serve"],
            environment: [
                "TILL_ENV": "dev", "STRIPE_SECRET_KEY": "sk_test_4242424242424242",
                "STRIPE_BASE_URL": "http://localhost:1@evil.example",
            ], says: "through the sandbox only"),
        Forbidden(
            arguments: ["serve", "--host", "0.0.0.0"],
            environment: [
                "TILL_ENV": "dev", "STRIPE_SECRET_KEY": "sk_test_4242424242424242",
                "STRIPE_BASE_URL": "http://127.0.0.1:1",
            ], says: "listens on this machine only"),
        Forbidden(arguments: ["dev"], environment: ["TILL_ENV": "live"], says: "never starts where money is real"),
        Forbidden(arguments: ["dev", "--once"], environment: ["TILL_ENV": "LIVE"], says: "never starts"),
        Forbidden(
            arguments: ["dev"], environment: ["STRIPE_SECRET_KEY": "rk_live_4242424242424242"], says: "live key"),
        Forbidden(arguments: ["sandbox"], environment: ["TILL_ENV": "live"], says: "never starts where money is real"),
        Forbidden(
            arguments: ["sandbox"], environment: ["STRIPE_SECRET_KEY": "sk_live_4242424242424242"], says: "live key"),
    ])
    func `what would mix play and real money ends with 4, and tells no secret`(_ case: Forbidden) async throws {
        try await Program.inFolder { program in
            let running = try program.start(`case`.arguments, environment: `case`.environment)
            #expect(try await running.end() == 4, "\(running.error)")
            #expect(running.error.contains(`case`.says), "\(running.error)")
            #expect(!running.error.contains("4242424242424242"))
            #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/.till"))
        }
    }

    @Test func `a catalog that is not valid sells nothing`() async throws {
        try await Program.inFolder { program in
            try program.write("version: 1\nproducts: {}\n", to: "products.yaml")
            for arguments in [["serve"], ["dev"], ["dev", "--once"]] {
                let running = try program.start(
                    arguments,
                    environment: arguments == ["serve"]
                        ? ["TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_4242424242424242"] : [:])
                #expect(try await running.end() == 3)
                #expect(running.error.contains("products.yaml:2:"), "\(running.error)")
            }
        }
    }

    @Test func `settings come from the environment and then from a file, and secrets are masked`() async throws {
        try await Program.inFolder { program in
            try program.write("TILL_PORT=9000\nSTRIPE_SECRET_KEY=sk_test_4242424242424242\nTILL_ENV=test\n", to: ".env")
            let ending = try await program.run("config", environment: ["TILL_PORT": "9001"])
            #expect(ending.status == 0)
            #expect(ending.out.contains("9001"))
            #expect(ending.out.contains("********"))
            #expect(!(ending.out + ending.error).contains("sk_test_"))
            let json = try await program.run("config", "--json")
            #expect(json.out.contains("\"value\" : \"9000\""))
            #expect(!json.out.contains("sk_test_"))
        }
    }

    struct Usage: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let environment: [String: String]
        var testDescription: String { "\(arguments.joined(separator: " ")) with \(environment)" }

        init(_ arguments: String, _ changes: [String: String] = [:]) {
            self.arguments = arguments.split(separator: " ").map(String.init)
            environment = changes.isEmpty ? [:] : Usage.serving.merging(changes) { $1 }
        }

        static let serving = [
            "TILL_ENV": "test", "STRIPE_SECRET_KEY": "sk_test_42", "STRIPE_BASE_URL": "http://127.0.0.1:1",
        ]
    }

    static let wrongUsage: [Usage] = [
        Usage("serve --port 0", ["TILL_HOST": "127.0.0.1"]), Usage("serve", ["DATABASE_URL": "mysql://x"]),
        Usage("serve", ["TILL_LOG_LEVEL": "loud"]), Usage("serve", ["TILL_CHECKOUTS_PER_MINUTE": "0"]),
        Usage("serve", ["TILL_RETURN_ORIGINS": "x"]), Usage("serve", ["TILL_TRUST_FORWARDED_FOR": "maybe"]),
        Usage("dev --port 9223372036854775807"), Usage("dev --port 0"), Usage("dev --port 70000"),
        Usage("dev --port 8080 --sandbox-port 8080"), Usage("orders list"), Usage("orders list --env dev"),
        Usage("orders list --env dev --limit -1"), Usage("orders list --env dev --limit 0"),
        Usage("orders show x --env dev"), Usage("nothing"), Usage("validate --nothing"),
        Usage("orders list --env dev --status lost"), Usage("hooks retry x --env dev"),
    ]

    @Test(arguments: wrongUsage)
    func `wrong usage ends with 64 and a sentence`(_ usage: Usage) async throws {
        try await Program.inFolder { program in
            let running = try program.start(usage.arguments, environment: usage.environment)
            #expect(try await running.end() == 64, "\(running.error)")
            #expect(running.error.lowercased().contains("error:"), "\(running.error)")
        }
    }

    @Test func `docs/configuration.md explains every setting`() async throws {
        try await Program.inFolder { program in
            let wanted = try await program.run("config", "--markdown").out
            let page = Program.repository.appending(path: "docs/configuration.md")
            if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
                try wanted.write(to: page, atomically: true, encoding: .utf8)
            }
            #expect(
                try String(contentsOf: page, encoding: .utf8) == wanted, "stale: run the tests with UPDATE_GOLDEN=1")
        }
    }

    @Test func `a help's paragraphs flow at any width`() async throws {
        try await Program.inFolder { program in
            let wide = ["COLUMNS": "2000"]
            let all = try await program.run("--help", environment: wide).out
            let list = all.split(separator: "SUBCOMMANDS:\n").last ?? ""
            let names = list.split(separator: "\n").compactMap { $0.prefixMatch(of: /\s{2}([a-z-]+)\s/)?.1 }
            #expect(names.count > 30)
            for name in names {
                let help = try await program.run(String(name), "--help", environment: wide).out
                let text = help.split(separator: "\nUSAGE:", maxSplits: 1).first ?? ""
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                for (line, next) in zip(lines, lines.dropFirst()) where line != line.uppercased() {
                    // What is written below one another on purpose are sentences, or is indented.
                    let isCutOff = !line.hasPrefix(" ") && next.first.map { $0 != " " } ?? false
                    #expect(!isCutOff || line.hasSuffix(".") || line.hasSuffix(":"), "\(name): \(line)")
                }
            }
        }
    }

    @Test func `the version and the help are told`() async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("--version").out == "0.1.0\n")
            for command in [
                ["--help"], ["validate", "--help"], ["serve", "--help"], ["dev", "--help"], ["sandbox", "--help"],
                ["orders", "--help"], ["why", "--help"], ["lanes", "--help"], ["events", "--help"],
                ["hooks", "--help"], ["inbox", "--help"],
                ["config", "--help"], ["quote", "--help"], ["fmt", "--help"], ["init", "--help"], ["show", "--help"],
                ["diff", "--help"], ["generate", "--help"], ["explain", "--help"],
            ] {
                let running = try program.start(command, log: "help-\(command[0])")
                #expect(try await running.end() == 0)
                #expect(running.out.contains("catalog "), "\(command)")
            }
        }
    }
}

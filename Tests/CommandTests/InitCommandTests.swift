import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct InitCommandTests {
    /// Every starter there is.
    private static let starters = ["job-board", "saas", "credits", "shop"]

    @Test(arguments: starters)
    func `a starter is written in its canonical form, for an editor to check`(_ starter: String) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("init", starter, "--file", "new.yaml")
            #expect(ending.status == 0)
            for line in ["wrote new.yaml", "catalog validate new.yaml", "catalog dev --catalog new.yaml"] {
                #expect(ending.out.contains(line), "\(ending.out)")
            }
            #expect(program.read("new.yaml").hasPrefix("# yaml-language-server: $schema=docs/products.schema.json\n"))
            #expect(try await program.run("fmt", "--check", "new.yaml").status == 0)
        }
    }

    @Test(arguments: starters)
    func `a starter is a valid catalog, with nothing to tell but what this version leaves out`(
        _ starter: String
    ) async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("init", starter, "--file", "new.yaml").status == 0)
            let ending = try await program.run("validate", "new.yaml")
            #expect(ending.status == 0, "\(ending.out)\(ending.error)")
            let codes = ending.out.matches(of: /\[(TILL-V\d{3})\]/).map { String($0.1) }
            // Coupons count in quotes alone, and so do tiers and setup fees.
            #expect(Set(codes).isSubset(of: ["TILL-V084", "TILL-V126", "TILL-V127"]), "\(ending.out)")
        }
    }

    @Test(arguments: [
        // 99.00 and 49.00, with a fifth of the posting off: 148.00 − 19.80.
        ["job-board", "job_posting", "email_blast", "--coupon", "LAUNCH20", "128.20 USD"],
        // Three seats at 15.00, half of it off for three months.
        ["saas", "team:3", "--coupon", "welcome50", "--first-purchase", "22.50 USD"],
        ["credits", "pack_medium", "--coupon", "FIRSTPACK", "--first-purchase", "18.00 USD"],
        // 32.00 and two at 9.50 are over 50.00, which takes 5.00 off; tax is in it.
        ["shop", "gift_box", "tea:2", "--country", "DE", "46.00 EUR"],
    ])
    func `a quote on a starter says what its cart costs`(_ words: [String]) async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("init", words[0], "--file", "new.yaml").status == 0)
            let arguments = ["quote", "--file", "new.yaml", "--at", "2027-01-15"] + words[1...].dropLast()
            let running = try program.start(arguments)
            #expect(try await running.end() == 0, "\(running.error)")
            let due = running.out.split(separator: "\n").first { $0.hasPrefix("Due today") }
            #expect(due?.hasSuffix("  \(words[words.count - 1])") == true, "\(running.out)")
        }
    }

    @Test func `a file that is there is left alone unless it is forced`() async throws {
        try await Program.inFolder { program in
            try program.write("mine\n", to: "products.yaml")
            let ending = try await program.run("init", "shop")
            #expect(ending.status == 6)
            #expect(ending.error.contains("--force"))
            #expect(program.read("products.yaml") == "mine\n")
            #expect(try await program.run("init", "shop", "--force").status == 0)
            #expect(program.read("products.yaml").contains("gift_box"))
        }
    }

    @Test func `without a name it is a job board, and the others are told`() async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("init", "--file", "new.yaml")
            #expect(ending.status == 0)
            #expect(program.read("new.yaml").contains("job_posting"))
            #expect(ending.out.contains("saas, credits, shop"))
            #expect(try await program.run("init", "bakery", "--file", "other.yaml").status == 64)
            #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/other.yaml"))
        }
    }
}

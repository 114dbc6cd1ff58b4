import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(3))) struct InitCommandTests {
    /// Every starter there is.
    private static let starters = ["job-board", "saas", "credits", "shop"]

    /// Those that the reader reads; all of them once it reads the whole format.
    private static let readable = ["job-board"]

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

    @Test(arguments: readable)
    func `a starter is a valid catalog`(_ starter: String) async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("init", starter, "--file", "new.yaml").status == 0)
            let ending = try await program.run("validate", "new.yaml")
            #expect(ending.status == 0, "\(ending.out)")
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

import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct GenerateCommandTests {
    static let targets = ["swift", "typescript", "openapi", "markdown", "jsonld"]

    @Test(arguments: targets)
    func `a target is printed, and nothing beside it`(_ target: String) async throws {
        try await Program.inFolder { program in
            let ending = try await program.run("generate", target)
            #expect(ending.status == 0)
            #expect(ending.error.isEmpty)
            #expect(ending.out.contains("Made by catalog "))
            #expect(ending.out.contains(target == "openapi" ? "job_posting" : "Job posting"))
        }
    }

    @Test(arguments: targets)
    func `a file is made, then up to date, then changed, and --check tells each without writing`(
        _ target: String
    ) async throws {
        try await Program.inFolder { program in
            let arguments = ["generate", target, "--output", "made"]
            func run(_ more: String...) async throws -> Program.Ending {
                let running = try program.start(arguments + more, log: "run-\(UUID().uuidString)")
                let status = try await running.end()
                return Program.Ending(status: status, out: running.out, error: running.error)
            }
            let missing = try await run("--check")
            #expect(missing.status == 2)
            #expect(missing.out.hasPrefix("made is missing; run: catalog generate \(target) "), "\(missing.out)")
            #expect(program.read("made").isEmpty)

            #expect(try await run().out == "made was made\n")
            let made = program.read("made")
            #expect(try await program.run("generate", target).out == made)
            #expect(try await run().out == "made is up to date\n")
            let current = try await run("--check")
            #expect(current.status == 0)
            #expect(current.out == "made is up to date\n")

            try program.write(
                program.read("products.yaml").replacing("99.00 USD", with: "98.00 USD"), to: "products.yaml")
            let stale = try await run("--check")
            #expect(stale.status == 2)
            #expect(stale.out.hasPrefix("made is stale; run: catalog generate \(target) "))
            #expect(stale.out.split(separator: "\n").contains { $0.hasPrefix("  - ") })
            #expect(stale.out.split(separator: "\n").contains { $0.hasPrefix("  + ") })
            #expect(program.read("made") == made)
            #expect(try await run().out == "made was changed\n")
            #expect(program.read("made") != made)
        }
    }

    @Test func `what is up to date is not written again`() async throws {
        try await Program.inFolder { program in
            _ = try await program.run("generate", "swift", "--output", "made")
            let path = "\(program.folder)/made"
            let past = Date(timeIntervalSince1970: 1_000_000_000)
            try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
            _ = try await program.run("generate", "swift", "--output", "made")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.modificationDate] as? Date == past)
        }
    }

    @Test(arguments: [["--output", "made"], [], ["--output", "made", "--check"]])
    func `from a file that is not valid nothing is made`(_ arguments: [String]) async throws {
        try await Program.inFolder { program in
            try program.write("version: 1\nproducts: { job: { name: Job, price: 99 } }\n", to: "wrong.yaml")
            try program.write("mine", to: "made")
            let running = try program.start(["generate", "swift", "--file", "wrong.yaml"] + arguments)
            #expect(try await running.end() == 3)
            #expect(running.out.isEmpty)
            #expect(running.error.contains("wrong.yaml:2:"))
            #expect(running.error.hasSuffix("error: wrong.yaml is not valid, so nothing was generated.\n"))
            #expect(program.read("made") == "mine")
        }
    }

    @Test func `wrong usage is told`() async throws {
        try await Program.inFolder { program in
            #expect(try await program.run("generate", "cobol").status == 64)
            let check = try await program.run("generate", "swift", "--check")
            #expect(check.status == 64)
            #expect(check.error.contains("--output"))
            let folder = try await program.run("generate", "swift", "--output", ".")
            #expect(folder.status == 64)
            #expect(folder.error.contains("is a folder"))
            let nowhere = try await program.run("generate", "swift", "--output", "no/where")
            #expect(nowhere.status == 64)
            #expect(nowhere.error.contains("cannot be written"))
        }
    }

    @Test func `a hook that names a product stops compiling when the product goes`() async throws {
        try await Program.inFolder { program in
            try program.write(
                """
                import Till

                public func setUp(_ till: inout Setup) {
                    till.on(.orderPaid, named: "publish") { event, context in
                        for item in event.order.items where item.is(Products.jobPosting) {
                            context.logger.notice("Publishing \\(item.quantity)")
                        }
                        if event.order.contains(Prices.Pro.yearly) { context.logger.notice("A year") }
                    }
                }
                """, to: "Setup.swift")
            #expect(try await program.run("generate", "swift", "--output", "Catalog.swift").status == 0)
            let compiles = try await compile(in: program)
            #expect(compiles.status == 0, "\(compiles.error)")

            try program.write(
                """
                version: 1
                products:
                  pro: { name: Pro, prices: { yearly: { price: 290.00 USD, every: year } } }

                """, to: "products.yaml")
            #expect(try await program.run("generate", "swift", "--output", "Catalog.swift").status == 0)
            let breaks = try await compile(in: program)
            #expect(breaks.status != 0)
            #expect(breaks.error.contains("type 'Products' has no member 'jobPosting'"), "\(breaks.error)")
        }
    }

    /// Checks the files as the compiler checks `hooks/`, against the modules that lie beside the tests.
    private func compile(in program: Program) async throws -> Program.Ending {
        let modules = URL(filePath: Program.binary).deletingLastPathComponent().appending(path: "Modules")
        let pid = try ChildProcess.start(
            [
                "/usr/bin/env", "swiftc", "-typecheck", "-swift-version", "6", "-module-name", "Hooks", "-I",
                modules.path(percentEncoded: false), "Catalog.swift", "Setup.swift",
            ],
            in: program.folder, output: ("\(program.folder)/compile.out", "\(program.folder)/compile.error"))
        let running = Program.Running(pid: pid, program: program, log: "compile")
        let status = try await running.end()
        return Program.Ending(status: status, out: running.out, error: running.error)
    }

    @Test func `the API's description has every route of the server, and no other`() async throws {
        let controllers = Program.repository.appending(path: "Sources/TillServer/Controllers")
            .path(percentEncoded: false)
        var routes: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: controllers) {
            let text = try String(contentsOfFile: "\(controllers)/\(file)", encoding: .utf8)
            for route in text.matches(of: /router\.(get|post|put|patch|delete)\("([^"]+)"/) {
                let path = String(route.2).replacing(/:([A-Za-z]+)/) { "{\($0.1)}" }
                // Webhooks are taken under two roots.
                let roots = path.hasPrefix("\\(root)") ? ["/api/webhooks", "/api/webhook"] : [""]
                for root in roots { routes.insert("\(route.1) " + root + path.replacing("\\(root)", with: "")) }
            }
        }
        #expect(routes.count >= 17)
        let wanted = routes
        try await Program.inFolder { program in
            let text = try await program.run("generate", "openapi").out
            let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
            let described = Set(document.paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } })
            // What is missing belongs into OpenAPIRoutes.swift.
            #expect(wanted.subtracting(described) == [])
            #expect(described.subtracting(wanted) == [])
            // Each code of docs/errors.md.
            let errors = try String(
                contentsOf: Program.repository.appending(path: "docs/errors.md"), encoding: .utf8)
            for row in errors.matches(of: /\n\| `([a-z_]+)` \|/) { #expect(text.contains("\"\(row.1)\"")) }
        }
    }

    private struct Document: Decodable {
        struct Operation: Decodable {}
        let paths: [String: [String: Operation]]
    }
}

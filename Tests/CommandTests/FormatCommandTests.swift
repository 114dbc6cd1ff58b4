import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite(.timeLimit(.minutes(15))) struct FormatCommandTests {
    private static let untidy = "products:\n   pro: {price: 9.00 USD,name: Pro} # ours\nversion:   1\n"
    private static let tidy = "version: 1\nproducts:\n  pro: { name: Pro, price: 9.00 USD } # ours\n"

    @Test func `a file is written in its canonical form, and its permissions stay`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.untidy, to: "shop.yaml")
            let path = "\(program.folder)/shop.yaml"
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let ending = try await program.run("fmt", "shop.yaml")
            #expect(ending.status == 0)
            #expect(ending.out == "")
            #expect(ending.error == "formatted shop.yaml\n")
            #expect(program.read("shop.yaml") == Self.tidy)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
            let names = try FileManager.default.contentsOfDirectory(atPath: program.folder)
            #expect(!names.contains { $0.hasSuffix(".tmp") })
        }
    }

    private static let examples: [String] = {
        let folder = Program.repository.appending(path: "docs/examples").path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    @Test(arguments: examples)
    func `an example is in its canonical form`(_ name: String) async throws {
        try await Program.inFolder { program in
            let path = Program.repository.appending(path: "docs/examples/\(name)").path(percentEncoded: false)
            let ending = try await program.run("fmt", "--check", path)
            #expect(ending.status == 0, "\(ending.out)\(ending.error)")
        }
    }

    @Test func `a file that is in its canonical form is not written`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.tidy, to: "shop.yaml")
            let path = "\(program.folder)/shop.yaml"
            let old = Date(timeIntervalSince1970: 1_000_000_000)
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
            let ending = try await program.run("fmt", "shop.yaml")
            #expect(ending.status == 0)
            #expect(ending.out + ending.error == "")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.modificationDate] as? Date == old)
        }
    }

    @Test func `a symbolic link goes on leading to the file`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.untidy, to: "shop.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: "\(program.folder)/link.yaml", withDestinationPath: "shop.yaml")
            #expect(try await program.run("fmt", "link.yaml").status == 0)
            #expect(program.read("shop.yaml") == Self.tidy)
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: "\(program.folder)/link.yaml") == "shop.yaml")
        }
    }

    @Test func `check lists the files that would change and changes none`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.untidy, to: "untidy.yaml")
            try program.write(Self.tidy, to: "tidy.yaml")
            let ending = try await program.run("fmt", "--check", "untidy.yaml", "tidy.yaml")
            #expect(ending.status == 2)
            #expect(ending.out == "untidy.yaml\n")
            #expect(program.read("untidy.yaml") == Self.untidy)
            #expect(try await program.run("fmt", "--check", "tidy.yaml").status == 0)
        }
    }

    @Test func `what is not YAML is told and left as it is`() async throws {
        try await Program.inFolder { program in
            let broken = "products: { pro: { name: Pro }\n"
            try program.write(broken, to: "broken.yaml")
            try program.write(Self.untidy, to: "untidy.yaml")
            let ending = try await program.run("fmt", "broken.yaml", "untidy.yaml")
            #expect(ending.status == 3)
            #expect(ending.error.contains("broken.yaml:1:11: error:"), "\(ending.error)")
            #expect(program.read("broken.yaml") == broken)
            #expect(program.read("untidy.yaml") == Self.tidy)
            #expect(try await program.run("fmt", "--check", "broken.yaml", "untidy.yaml").status == 3)
            #expect(try await program.run("fmt", "missing.yaml").status == 3)
        }
    }

    @Test func `the canonical form can be printed instead`() async throws {
        try await Program.inFolder { program in
            try program.write(Self.untidy, to: "shop.yaml")
            let ending = try await program.run("fmt", "--stdout", "shop.yaml")
            #expect(ending.status == 0)
            #expect(ending.out == Self.tidy)
            #expect(program.read("shop.yaml") == Self.untidy)
            #expect(try await program.run("fmt", "--stdout", "--check", "shop.yaml").status == 64)
        }
    }

    @Test(arguments: [("fmt -", tidy, 0), ("fmt --check -", "-\n", 2)])
    func `standard input is read where a dash is given`(arguments: String, out: String, status: Int32) async throws {
        try await Program.inFolder { program in
            try program.write(Self.untidy, to: "shop.yaml")
            let line = "'\(Program.binary)' \(arguments) < shop.yaml > out; echo $? > status"
            let pid = try ChildProcess.start(
                ["/bin/sh", "-c", line], environment: ["PATH": "/usr/bin:/bin"], in: program.folder,
                output: ("\(program.folder)/sh.out", "\(program.folder)/sh.error"))
            _ = try await Program.Running(pid: pid, program: program, log: "sh").end()
            #expect(program.read("out") == out)
            #expect(program.read("status") == "\(status)\n")
        }
    }
}

import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the pages show as hooks is what the compiler takes.
@Suite(.timeLimit(.minutes(15))) struct HookExampleTests {
    static let folder = DocumentationTests.repository.appending(path: "docs/examples/hooks")

    static let examples: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted()
    }()

    @Test func `there are examples`() {
        #expect(Self.examples.count >= 6)
    }

    @Test(arguments: examples)
    func `an example compiles with Till alone`(_ example: String) async throws {
        let modules = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "Modules")
        let log = FileManager.default.temporaryDirectory.appending(path: "till-example-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: log) }
        let pid = try ChildProcess.start(
            [
                "/usr/bin/env", "swiftc", "-typecheck", "-swift-version", "6", "-I", modules.path(),
                Self.folder.appending(path: example).path(),
            ], output: (log, log))
        while true {
            if let status = ChildProcess.status(of: pid) {
                #expect(status == 0, "\((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

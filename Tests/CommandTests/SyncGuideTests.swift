import Testing
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What docs/sync.md prints is what the program prints: every block that is marked so is run, one after another.
@Suite(.timeLimit(.minutes(15))) struct SyncGuideTests {
    private static let page = Program.repository.appending(path: "docs/sync.md")

    /// A line that is typed, and what is printed below it.
    private struct Step {
        let command: String
        var out = ""
    }

    @Test func `the tour prints what stands below each command`() async throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let parts = text.split(separator: "<!-- run -->\n```console\n", omittingEmptySubsequences: false)
        try #require(parts.count >= 7)
        var written = String(parts[0])
        try await Program.inFolder { program in
            let file = Program.repository.appending(path: "docs/examples/sync.yaml")
            try program.write(try String(contentsOf: file, encoding: .utf8), to: "products.yaml")
            let sandbox = try program.start(
                ["sandbox", "--port", "\(try await TestPorts.next())"], log: "sandbox")
            try await sandbox.until { $0.out.contains("PADDLE_API_KEY=") }
            defer { sandbox.signal(SIGKILL) }
            for part in parts.dropFirst() {
                let halves = part.split(separator: "```\n", maxSplits: 1, omittingEmptySubsequences: false)
                var block = ""
                for step in Self.steps(String(halves[0])) {
                    let out = try await Self.run(step.command, program, settings: sandbox.out)
                    #expect(Self.normalized(out) == Self.normalized(step.out), "$ \(step.command)\n\(out)")
                    block += "$ \(step.command)\n\(out)"
                }
                written += "<!-- run -->\n```console\n\(block)```\n" + (halves.count > 1 ? String(halves[1]) : "")
            }
        }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try written.write(to: Self.page, atomically: true, encoding: .utf8)
        }
    }

    private static func steps(_ block: String) -> [Step] {
        var steps: [Step] = []
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if !steps.isEmpty, !(line.isEmpty && steps[steps.count - 1].out.isEmpty) {
                steps[steps.count - 1].out += line + "\n"
            }
        }
        // What follows the last line break of the block is no line.
        if var last = steps.popLast() {
            while last.out.hasSuffix("\n\n") { last.out.removeLast() }
            steps.append(last)
        }
        return steps
    }

    /// Runs a line as a shell does, with the program's own folder first.
    private static func run(_ line: String, _ program: Program, settings: String) async throws -> String {
        var environment = ["TILL_ENV": "test", "TMPDIR": program.folder]
        for setting in settings.split(separator: "\n") {
            let pair = setting.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { environment[pair[0]] = pair[1] }
        }
        let folder = URL(filePath: Program.binary).deletingLastPathComponent().path(percentEncoded: false)
        environment["PATH"] = "\(folder):/usr/bin:/bin"
        let log = "step-\(UUID().uuidString)"
        let pid = try ChildProcess.start(
            ["/bin/bash", "-c", line], environment: environment, in: program.folder,
            output: ("\(program.folder)/\(log).out", "\(program.folder)/\(log).error"))
        let running = Program.Running(pid: pid, program: program, log: log)
        #expect(try await running.end() == 0, "$ \(line)\n\(running.error)")
        return running.out
    }

    /// A text without what is drawn anew in each run.
    private static func normalized(_ text: String) -> String {
        text.replacing(/\b(acct|price|prod|coupon|promo)_[0-9a-z]{20,}/) { "\($0.1)_…" }
            .replacing(/\d{4}-\d{2}-\d{2}T[0-9:.]+Z/, with: "TIME")
    }
}

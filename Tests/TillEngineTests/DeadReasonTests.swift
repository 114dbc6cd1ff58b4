import Testing
import TillModel

@testable import TillEngine

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct DeadReasonTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: DeadReason.allCases)
    func `a reason is explained in a sentence, has a next step, and is read back as it was stored`(
        _ reason: DeadReason
    ) {
        #expect(reason.meaning.hasSuffix(".") && reason.remedy.hasSuffix("."))
        #expect(reason.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
        let letter = DeadLetter(reason, "pi_1: it: was so")
        #expect(DeadLetter(stored: letter.description) == letter)
        if reason.stage == .hookRun { #expect(DeadLetter(hookError: letter.description, attempts: 1) == letter) }
    }

    @Test(arguments: ["", "nothing", "nothing: known", "Failed: x", "failed"])
    func `what begins with no reason is none`(_ text: String) {
        #expect(DeadLetter(stored: text) == nil)
    }

    @Test func `a hook's own words are kept, and its reason is told by how it ended`() {
        #expect(DeadLetter(hookError: "the board answered 400", attempts: 2).reason == .gaveUp)
        let last = DeadLetter(hookError: "failed: at the board", attempts: RetryPolicy.hookDelays.count + 1)
        #expect(last == DeadLetter(.outOfTries, "failed: at the board"))
    }

    @Test func `nothing is given up in the engine but for a reason of the list`() throws {
        // The type of an outcome lets no other reason through; whoever writes a row's end by hand would be seen here.
        let engine = Self.repository.appending(path: "Sources/TillEngine").path()
        let files = try FileManager.default.subpathsOfDirectory(atPath: engine).filter { $0.hasSuffix(".swift") }
        #expect(files.count > 30)
        for name in files {
            let source = try String(contentsOfFile: "\(engine)/\(name)", encoding: .utf8)
            #expect(!source.contains(".dead(\""), "\(name)")
            #expect(source.firstMatch(of: /as: \.dead,\s+(reason|error): "/) == nil, "\(name)")
            for code in DeadReason.allCases where name != "DeadLetters/DeadReason.swift" {
                #expect(!source.contains("\"\(code.rawValue): "), "\(name) writes \(code.rawValue) by hand")
            }
        }
    }

    @Test func `what another program cures is not what a person has to decide`() {
        #expect(
            DeadReason.allCases.filter(\.isCuredByChange) == [.unparsed, .unknownAccount, .failed, .unknownHook])
        #expect(DeadReason.allCases.allSatisfy { !$0.isCuredByChange || $0.isRetryUseful })
    }
}

extension DeadReasonTests {
    @Test(arguments: [("messages", DeadReason.Stage.message), ("hook runs", .hookRun)])
    func `the operations page tells every reason`(_ list: (name: String, stage: DeadReason.Stage)) throws {
        let table =
            "| Reason | Means | Do |\n|---|---|---|\n"
            + DeadReason.codes(list.stage).map { "| `\($0.rawValue)` | \($0.meaning) | \($0.remedy) |\n" }.joined()
        let page = try String(
            contentsOf: Self.repository.appending(path: "docs/operations.md"), encoding: .utf8)
        #expect(page.contains("<!-- reasons of \(list.name) -->\n\(table)\n"), "it should say:\n\(table)")
    }
}

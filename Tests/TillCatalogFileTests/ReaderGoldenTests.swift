import Foundation
import Testing

@testable import TillCatalogFile

@Suite struct ReaderGoldenTests {
    @Test(arguments: GoldenCase.all)
    func `a file is read as its case says`(golden: GoldenCase) throws {
        guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == nil else { return try golden.update() }
        #expect(golden.output == golden.expected)
    }

    @Test(arguments: DiagnosticCode.allCases)
    func `every code is shown by a case`(code: DiagnosticCode) {
        // What a provider cannot have is told by the program, which knows the providers.
        guard code != .providerCannotHave else { return }
        let isShown = GoldenCase.all.contains { $0.expected.contains("[\(code.rawValue)]") }
        #expect(isShown || LimitTests.codes.contains(code), "no case shows \(code.rawValue), \(code.title)")
    }

    @Test func `codes and titles are used once each`() {
        #expect(Set(DiagnosticCode.allCases.map(\.title)).count == DiagnosticCode.allCases.count)
        #expect(DiagnosticCode.allCases.allSatisfy { $0.rawValue.wholeMatch(of: /TILL-V\d{3}/) != nil })
    }

    @Test(arguments: GoldenCase.all)
    func `reading the same text again says the same`(golden: GoldenCase) {
        #expect(golden.output == golden.output)
    }
}

import Testing
import TillModel

@testable import TillCatalogFile

/// Every explanation is true: its wrong file has the mistake it explains and no other, its right file has none.
@Suite struct ExplanationTests {
    /// The codes whose mistake is too large to show, is not in a text, or is none but for a provider.
    private static let withoutFile: Set<DiagnosticCode> = [
        .fileNotReadable, .fileTooLarge, .notUTF8, .tooManyProblems, .tooDeep, .tooManyValues, .textTooLong,
        .providerCannotHave,
    ]

    /// The codes whose mistake needs another file or an option.
    private static let withCondition: Set<DiagnosticCode> = [
        .fileNotIncluded, .fileOutside, .declaredTwice, .unknownOverlay, .variableNotSet, .changeTooLarge,
    ]

    /// What is said of a file; that coupons are not used yet is said of every coupon.
    private func said(_ explanation: Explanation, of file: String) -> [Diagnostic] {
        explanation.read(file).filter {
            // What this version does not do yet is said of files without any mistake.
            $0.code == explanation.code.rawValue
                || ![DiagnosticCode.couponsUnused, .notSoldYet, .taxesUnused, .providerWithoutAdapter].map(\.rawValue)
                    .contains($0.code)
        }
    }

    @Test(arguments: DiagnosticCode.allCases)
    func `every code is explained once`(code: DiagnosticCode) throws {
        #expect(Explanation.all.count { $0.code == code } == 1, "\(code.rawValue), \(code.title)")
        let explanation = try #require(Explanation.of(code))
        #expect((explanation.wrong == nil) == Self.withoutFile.contains(code))
        #expect((explanation.right == nil) == Self.withoutFile.contains(code))
        #expect((explanation.condition != nil) == Self.withCondition.contains(code))
        #expect(explanation.meaning.hasSuffix(".") || explanation.meaning.hasSuffix("?"))
    }

    @Test(arguments: DiagnosticCode.allCases.filter { !withoutFile.contains($0) })
    func `the wrong file has exactly the mistake`(code: DiagnosticCode) throws {
        let explanation = try #require(Explanation.of(code))
        let wrong = try #require(explanation.wrong)
        let said = said(explanation, of: wrong)
        #expect(Set(said.map(\.code)) == [code.rawValue], "\(DiagnosticText.render(said, colour: false))")
        for diagnostic in said where explanation.severity != nil {
            #expect(diagnostic.severity == explanation.severity)
        }
    }

    @Test(arguments: DiagnosticCode.allCases.filter { !withoutFile.contains($0) })
    func `the right file has no mistake`(code: DiagnosticCode) throws {
        let explanation = try #require(Explanation.of(code))
        let right = try #require(explanation.right)
        let said = said(explanation, of: right)
        #expect(said.isEmpty, "\(DiagnosticText.render(said, colour: false))")
    }
}

import Testing
import TillModel

@testable import TillCatalogFile

/// Files that are too large to be cases.
@Suite struct LimitTests {
    /// The codes that are shown here instead.
    static let codes: Set<DiagnosticCode> = [.fileNotReadable, .fileTooLarge, .tooManyValues, .textTooLong]

    private func code(of input: String) -> [String] { code(of: Array(input.utf8)) }

    private func code(of input: [UInt8]) -> [String] {
        let reading = CatalogReader().read(input, file: "products.yaml")
        #expect(reading.catalog == nil)
        return reading.diagnostics.map(\.code)
    }

    @Test func `a file of 70 MiB is not read`() {
        let input = [UInt8](repeating: UInt8(ascii: "a"), count: 70 << 20)
        #expect(code(of: input) == [DiagnosticCode.fileTooLarge.rawValue])
    }

    @Test(arguments: ["[", "{", "- ", "? ", "[{", "a: [", "!!map {", "&a [", "\"", "'", "{a: "])
    func `a hundred thousand openings end in few diagnostics`(opening: String) {
        let codes = code(of: "version: 1\nproducts: " + String(repeating: opening, count: 100_000))
        #expect((1...4).contains(codes.count))
    }

    @Test func `nesting is refused where it becomes too deep`() {
        #expect(code(of: String(repeating: "[", count: 100_000)) == [DiagnosticCode.tooDeep.rawValue])
    }

    @Test func `nesting through aliases is refused as well`() {
        var input = "a0: &a0 [x]\n"
        for level in 1...70 { input += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(code(of: input).contains(DiagnosticCode.tooDeep.rawValue))
    }

    @Test func `merging through a chain of aliases is refused as well`() {
        var input = "a0: &a0 { x: y }\n"
        for level in 1...70 { input += "a\(level): &a\(level) { <<: *a\(level - 1) }\n" }
        #expect(code(of: input).contains(DiagnosticCode.tooDeep.rawValue))
    }

    @Test func `values are counted`() {
        let input = "version: 1\nproducts: [" + String(repeating: "x,", count: 8_100_000) + "]"
        #expect(code(of: input) == [DiagnosticCode.tooManyValues.rawValue])
    }

    @Test func `aliases count as what they stand for`() {
        let list = "a: &a [" + String(repeating: "x,", count: 100_000) + "]\n"
        let input = list + "b: [" + String(repeating: "*a,", count: 100_000) + "]\n"
        #expect(code(of: input).contains(DiagnosticCode.tooManyValues.rawValue))
    }

    @Test func `a text of more than a mebibyte is refused`() {
        let input = "version: 1\nproducts: { pro: { name: \"" + String(repeating: "x", count: 1 << 21) + "\" } }"
        #expect(code(of: input) == [DiagnosticCode.textTooLong.rawValue])
    }

    @Test func `zero bytes are refused`() {
        #expect(code(of: [UInt8](repeating: 0, count: 1_000)) == [DiagnosticCode.controlCharacter.rawValue])
    }

    @Test func `hundreds of thousands of mistakes are counted, not kept`() throws {
        let input = "version: 1\nproducts:\n" + String(repeating: "  x: {}\n", count: 100_000)
        let reading = CatalogReader().read(Array(input.utf8), file: "products.yaml")
        #expect(reading.diagnostics.count == 201)
        let last = try #require(reading.diagnostics.last)
        #expect(last.code == DiagnosticCode.tooManyProblems.rawValue)
        #expect(last.message.hasSuffix("more problems are not shown"))
    }

    @Test func `a very long line is left out of what is shown`() throws {
        let input = "version: 1\nproducts: { pro: { name: Pro, price: 9, x: [" + String(repeating: "a,", count: 1 << 18)
        let reading = CatalogReader().read(Array(input.utf8), file: "products.yaml")
        #expect(!reading.diagnostics.isEmpty)
        #expect(reading.diagnostics.allSatisfy { $0.sourceLine == nil })
    }
}

import Testing
import TillModel

@testable import TillCatalogFile

@Suite struct DiagnosticTextTests {
    private func diagnostic(
        _ severity: Diagnostic.Severity = .error, code: String = "TILL-V012", column: Int = 18, length: Int = 4,
        line: String? = "    price: 99.00 usdd"
    ) -> Diagnostic {
        Diagnostic(
            code: code, severity: severity, message: "`usdd` is not a currency", help: "did you mean `USD`?",
            location: SourceLocation(file: "products.yaml", line: 12, column: column, length: length), sourceLine: line)
    }

    @Test func `a diagnostic is shown as a compiler shows it`() {
        #expect(
            DiagnosticText.render([diagnostic()], colour: false) == """
                products.yaml:12:18: error: `usdd` is not a currency [TILL-V012]
                   12 |     price: 99.00 usdd
                      |                  ^^^^
                   help: did you mean `USD`?
                1 error

                """)
    }

    @Test func `nothing to say is nothing`() {
        #expect(DiagnosticText.render([], colour: true) == "")
    }

    @Test func `errors and warnings are counted`() {
        let text = DiagnosticText.render([diagnostic(), diagnostic(.warning), diagnostic()], colour: false)
        #expect(text.hasSuffix("\n2 errors, 1 warning\n"))
    }

    @Test func `what is not shown is not counted`() {
        let last = diagnostic(code: DiagnosticCode.tooManyProblems.rawValue, line: nil)
        #expect(DiagnosticText.render([diagnostic(), last], colour: false).hasSuffix("\n1 error, and more\n"))
    }

    @Test func `colours surround the text and change nothing in it`() {
        let colourful = DiagnosticText.render([diagnostic(), diagnostic(.warning)], colour: true)
        #expect(colourful.contains("\u{1B}[1;31merror:\u{1B}[0m"))
        let plain = colourful.replacing(/\x1B\[[0-9;]*m/, with: "")
        #expect(plain == DiagnosticText.render([diagnostic(), diagnostic(.warning)], colour: false))
    }

    @Test(arguments: [(-5, 1), (0, 0), (1, 1_000_000), (1_000_000, 3), (1_000_000, 1_000_000)])
    func `a place outside its line is shown at the line`(column: Int, length: Int) {
        let text = DiagnosticText.render([diagnostic(column: column, length: length)], colour: false)
        #expect(text.contains("^"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 140 })
    }

    @Test func `text that would steer a terminal is made harmless`() {
        let text = DiagnosticText.render([diagnostic(line: "\u{1B}[2J\u{202E}price")], colour: false)
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
    }
}

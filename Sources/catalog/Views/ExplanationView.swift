import TillCatalogFile
import TillModel

/// A kind of mistake, for a terminal.
enum ExplanationView {
    /// The page: what it means, a file with the mistake and what is said of it, and the file mended.
    static func text(_ explanation: Explanation) -> String {
        let code = explanation.code
        var text = "\(code.rawValue): \(code.title) (\(explanation.severityWords))\n\n"
        text += Paragraph.text(explanation.meaning)
        if let condition = explanation.condition { text += "\n" + Paragraph.text(condition) }
        guard let wrong = explanation.wrong, let right = explanation.right else { return text }
        let said = DiagnosticText.render(explanation.diagnostics, colour: false)
        return text + "\nWrong:\n\n" + Paragraph.indented(wrong) + "\n" + Paragraph.indented(said, by: 2)
            + "\nRight:\n\n" + Paragraph.indented(right)
    }
}

// The names are those of every command's envelope.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A kind of mistake on the wire.
struct ExplanationAnswer: Encodable {
    let code: String
    let title: String
    /// `error` or `warning`; absent when it may be the one or the other.
    let severity: Diagnostic.Severity?
    let meaning: String
    let condition: String?
    let wrong: String?
    let right: String?
    let diagnostics: [DiagnosticAnswer]

    init(_ explanation: Explanation) {
        code = explanation.code.rawValue
        title = explanation.code.title
        severity = explanation.severity
        meaning = explanation.meaning
        condition = explanation.condition
        wrong = explanation.wrong
        right = explanation.right
        diagnostics = explanation.diagnostics.map(DiagnosticAnswer.init)
    }
}

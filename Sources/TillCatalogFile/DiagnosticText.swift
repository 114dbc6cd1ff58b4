import TillModel

/// Shows diagnostics the way a compiler does.
///
///     products.yaml:12:18: error: `usdd` is not a currency [TILL-V012]
///        12 |     price: 99.00 usdd
///           |                  ^^^^
///        help: did you mean `USD`?
package enum DiagnosticText {
    /// The widest source line that is shown whole; of a longer one, what is around the mistake is.
    private static let maximumWidth = 120
    /// How much of a long line is shown before the mistake.
    private static let widthBefore = 40

    /// The text of some diagnostics and a last line that counts them; empty when there are none.
    package static func render(_ diagnostics: [Diagnostic], colour: Bool) -> String {
        guard !diagnostics.isEmpty else { return "" }
        let style = Style(isOn: colour)
        let blocks = diagnostics.map { block($0, style) }
        return (blocks + [summary(diagnostics)]).joined(separator: "\n") + "\n"
    }

    private static func block(_ diagnostic: Diagnostic, _ style: Style) -> String {
        let place = diagnostic.location
        let severity = style.severity(diagnostic.severity)
        let file = harmless(place.file)
        var lines = [
            style.bold("\(file):\(place.line):\(place.column):") + " \(severity) "
                + style.bold(harmless(diagnostic.message)) + " [\(diagnostic.code)]"
        ]
        if let source = diagnostic.sourceLine { lines += excerpt(source, place, diagnostic.severity, style) }
        if let help = diagnostic.help { lines.append("   " + style.cyan("help:") + " " + harmless(help)) }
        return lines.joined(separator: "\n")
    }

    private static func summary(_ diagnostics: [Diagnostic]) -> String {
        // The one that says how many more there are is not one of them.
        let told = diagnostics.filter { $0.code != DiagnosticCode.tooManyProblems.rawValue }
        let errors = told.count { $0.severity == .error }
        let warnings = told.count - errors
        let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
        return counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
            + (told.count < diagnostics.count ? ", and more" : "")
    }

    private static func excerpt(
        _ source: String, _ place: SourceLocation, _ severity: Diagnostic.Severity, _ style: Style
    ) -> [String] {
        let window = Window(source, column: place.column, length: place.length)
        let number = String(place.line)
        let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
        let empty = String(repeating: " ", count: gutter.count)
        return [
            style.blue("\(gutter) |") + (window.text.isEmpty ? "" : " \(window.text)"),
            style.blue("\(empty) |") + " \(window.padding)"
                + style.mark(String(repeating: "^", count: window.width), severity),
        ]
    }

    /// A text without characters that would do something to a terminal.
    private static func harmless(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(Quoting.isHarmless) else { return text }
        return text.unicodeScalars.map { Quoting.isHarmless($0) ? String($0) : "\u{FFFD}" }.joined()
    }
}

extension DiagnosticText {
    /// The part of a line that is shown, and what goes under it.
    private struct Window {
        /// The part of the line.
        private(set) var text = ""
        /// What stands under the text before the mistake: its tabs, and a space for each other column.
        private(set) var padding = ""
        /// How many columns the mistake is wide; at least 1.
        private(set) var width = 0

        init(_ line: String, column: Int, length: Int) {
            let scalars = Array(line.unicodeScalars)
            let start = min(max(0, column - 1), scalars.count)
            let end = min(start + max(1, length), scalars.count)
            let total = scalars.reduce(0) { $0 + DisplayWidth.of($1) }
            let isCut = total > maximumWidth
            let first = isCut ? max(0, start - widthBefore) : 0
            if first > 0 { append("…", at: -1, start, end) }
            var columns = 0
            for index in first..<scalars.count {
                let scalar = Quoting.isHarmless(scalars[index]) || scalars[index] == "\t" ? scalars[index] : "\u{FFFD}"
                columns += DisplayWidth.of(scalar)
                guard !isCut || columns <= maximumWidth else {
                    append("…", at: scalars.count, start, end)
                    break
                }
                append(scalar, at: index, start, end)
            }
            width = max(1, width)
        }

        private mutating func append(_ scalar: Unicode.Scalar, at index: Int, _ start: Int, _ end: Int) {
            text.unicodeScalars.append(scalar)
            let columns = DisplayWidth.of(scalar)
            if index < start {
                padding += scalar == "\t" ? "\t" : String(repeating: " ", count: columns)
            } else if index < end {
                width += columns
            }
        }
    }

    /// Colours of a terminal, or none.
    private struct Style {
        let isOn: Bool

        func bold(_ text: String) -> String { wrapped(text, "1") }
        func blue(_ text: String) -> String { wrapped(text, "34") }
        func cyan(_ text: String) -> String { wrapped(text, "36") }

        func severity(_ severity: Diagnostic.Severity) -> String { mark("\(severity.rawValue):", severity) }

        func mark(_ text: String, _ severity: Diagnostic.Severity) -> String {
            wrapped(text, severity == .error ? "1;31" : "1;33")
        }

        private func wrapped(_ text: String, _ code: String) -> String {
            isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
        }
    }
}

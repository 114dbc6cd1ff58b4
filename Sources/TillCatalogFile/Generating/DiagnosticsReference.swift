import TillModel

/// The page docs/diagnostics.md: every kind of mistake, with a file that has it and the same file mended.
enum DiagnosticsReference {
    /// The page, with a line feed at its end.
    static let markdown =
        """
        # Diagnostics

        What `catalog validate` may say of [products.yaml](products-yaml.md) and of lock files. A code never changes its
        meaning. `catalog explain TILL-V012` prints one of them in a terminal. This page is made by
        `catalog generate diagnostics`.

        | Code | What it is | |
        |---|---|---|
        \(rows)

        \(Explanation.all.map(section).joined(separator: "\n\n"))

        """

    private static var rows: String {
        Explanation.all.map { explanation in
            let code = explanation.code.rawValue
            return "| [\(code)](#\(code.lowercased())) | \(explanation.code.title) | \(explanation.severityWords) |"
        }.joined(separator: "\n")
    }

    private static func section(_ explanation: Explanation) -> String {
        var parts = [
            "## \(explanation.code.rawValue)",
            "**\(capitalized(explanation.code.title))** (\(explanation.severityWords)). \(explanation.meaning)",
        ]
        if let condition = explanation.condition { parts.append(condition) }
        if let wrong = explanation.wrong, let right = explanation.right {
            parts += [
                "```yaml\n\(wrong)```", "```\n\(DiagnosticText.render(explanation.diagnostics, colour: false))```",
                "Mended:", "```yaml\n\(right)```",
            ]
        }
        return parts.joined(separator: "\n\n")
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

extension Explanation {
    /// How bad it is, in words.
    package var severityWords: String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case nil: "error or warning"
        }
    }
}

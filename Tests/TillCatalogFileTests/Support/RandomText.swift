import TillTesting

/// Makes texts that a catalog may hold, many of which YAML could misread.
struct RandomText {
    private static let words = [
        "Job", "posting", "no", "Yes", "null", "~", "true", "1.10", "2027-01-01", "12:30", "0x1F", "1e3", ".5", "+1",
        "-",
        "- item", "?", ": ", ":", "a: b", "a:b", "#", " # ", "a#b", "*", "*alias", "&anchor", "!tag", "%", "@", "`",
        "\"", "'", "it's", "{", "}", "[a, b]", ",", "|", ">", "<<", "=", "---", "...", "$NAME", "\\", "\\n", "\t",
        "äöü", "日本", "👍", "\u{2028}", "\u{FEFF}", "\u{A0}", "e\u{301}", "99.00 USD", "free", "  ", " ",
        "very long words",
    ]

    /// A text that is not only white space; of several lines only where that is said.
    func text(_ random: inout SeededRandom, mayHaveLines: Bool) -> String {
        var parts: [String] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            parts.append(RandomText.words[Int.random(in: 0..<RandomText.words.count, using: &random)])
        }
        let breaks = mayHaveLines ? ["", " ", "\n", "\n\n", "\n  ", "\r\n"] : ["", " "]
        let separator = breaks[Int.random(in: 0..<breaks.count, using: &random)]
        var text = parts.joined(separator: separator)
        if mayHaveLines, Int.random(in: 0..<4, using: &random) == 0 { text += "\n" }
        return text.contains { !$0.isWhitespace && $0 != "\u{FEFF}" } ? text : "Text"
    }
}

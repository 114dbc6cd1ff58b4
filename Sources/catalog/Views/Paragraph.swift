/// Prose in a terminal: lines that break between words.
enum Paragraph {
    /// The text in lines of at most so many characters, each after the same indentation.
    static func text(_ text: String, width: Int = 92, indent: Int = 0) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count >= width - indent {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        let space = String(repeating: " ", count: indent)
        return (lines + [line]).map { space + $0 + "\n" }.joined()
    }

    /// A text of several lines after an indentation; empty lines stay empty.
    static func indented(_ text: String, by indent: Int = 4) -> String {
        let space = String(repeating: " ", count: indent)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
    }
}

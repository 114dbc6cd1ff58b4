/// Text from a file inside a page in Markdown.
package enum MarkdownText {
    /// Text that says nothing but itself in a cell: no column, no element, no emphasis, no link, no line.
    package static func escaped(_ text: String) -> String {
        OneLine.of(text).reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "|", "\\", "`", "*", "_", "[", "]", "~": result += "\\\(character)"
            default: result.append(character)
            }
        }
    }
}

/// Makes text that came from elsewhere fit for a terminal.
enum Printable {
    /// The text without characters that would move a terminal's cursor or change its colours.
    static func text(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.value < 32 || (127...159).contains(scalar.value)
                    return isControl && scalar != "\n" ? " " : scalar
                }))
    }

    /// JSON with a line for each value, otherwise as it arrived; what is no JSON stays in one piece.
    static func json(_ bytes: [UInt8]) -> String {
        var result = ""
        var depth = 0
        var isInString = false
        var isEscaped = false
        // Whether nothing came yet after a bracket was opened.
        var isEmpty = false
        func breakLine() { result += "\n" + String(repeating: "  ", count: max(0, min(depth, 40))) }
        for character in text(String(decoding: bytes, as: UTF8.self)) {
            if isInString {
                result.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else {
                    isInString = character != "\""
                }
                continue
            }
            if character == " " || character == "\n" { continue }
            if isEmpty, character != "}", character != "]" {
                isEmpty = false
                breakLine()
            }
            switch character {
            case "\"":
                isInString = true
                result.append(character)
            case "{", "[":
                result.append(character)
                depth += 1
                isEmpty = true
            case "}", "]":
                depth -= 1
                if !isEmpty { breakLine() }
                isEmpty = false
                result.append(character)
            case ",":
                result.append(character)
                breakLine()
            case ":": result += ": "
            default: result.append(character)
            }
        }
        return result
    }
}

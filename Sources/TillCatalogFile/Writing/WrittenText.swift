/// Writes text so that every reader of YAML takes it as just that text.
enum WrittenText {
    /// The text, in quotes where it would otherwise be taken for something else.
    static func written(_ text: String, inBrackets: Bool) -> String {
        isPlain(text, inBrackets: inBrackets) ? text : quoted(text)
    }

    /// The lines of a text that is best written below its key, after `|`; nil for any other.
    static func block(_ text: String) -> (header: String, lines: [Substring])? {
        guard text.utf8.contains(0x0A), text.unicodeScalars.allSatisfy({ $0 == "\n" || isPrinted($0) }) else {
            return nil
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let hasEnd = lines.last?.isEmpty == true
        if hasEnd { lines.removeLast() }
        guard let first = lines.first?.utf8.first, first != 0x20, lines.last?.isEmpty == false,
            lines.allSatisfy({ $0.utf8.last != 0x20 })
        else { return nil }
        return (hasEnd ? "|" : "|-", lines)
    }

    /// Words that YAML's own rules give a meaning, in lower case.
    private static let words: Set<String> = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    ]

    /// What numbers, times and dates are made of.
    private static let numberBytes = Set("0123456789abcdefABCDEFxXoOtTzZ_.,:+- ".utf8)

    /// Whether a text can stand without quotes.
    ///
    /// Stricter than YAML is, so that it holds for every version of it.
    private static func isPlain(_ text: String, inBrackets: Bool) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, first.isLetter || first.isDigit || first >= 0x80,
            last != 0x20, last != 0x3A, text.unicodeScalars.allSatisfy(isPrinted)
        else { return false }
        for (byte, next) in zip(bytes, bytes.dropFirst()) {
            guard byte != 0x3A || next != 0x20, byte != 0x20 || next != 0x23 else { return false }
        }
        if inBrackets {
            // Libyaml ends a text within brackets at `:?`, too.
            guard !bytes.contains(where: { [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains($0) }), !text.contains(":?")
            else { return false }
        }
        if first.isDigit, bytes.allSatisfy(numberBytes.contains) { return false }
        return !words.contains(text.lowercased())
    }

    /// Whether a character is written as itself.
    static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// The text in double quotes, on one line.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where isPrinted(scalar): result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}

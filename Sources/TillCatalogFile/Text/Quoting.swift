/// Shows text from a file inside a message: short, without secrets, harmless to a terminal.
enum Quoting {
    private static let maximumCharacters = 60

    /// A text with secrets masked, control characters spelled out, and its end left off when it is long.
    static func clipped(_ text: String) -> String {
        // Masking first: a clipped secret would no longer look like one.
        let beginning = text.utf8.count > 4_096 ? String(text.unicodeScalars.prefix(1_024)) : text
        let masked = SecretScanner.masked(beginning)
        var result = ""
        for (index, scalar) in masked.unicodeScalars.enumerated() {
            guard index < maximumCharacters else { return result + "…" }
            result += isHarmless(scalar) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return result
    }

    /// Whether a terminal shows a character as itself, where it stands.
    static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: false
        // Line separators, and marks that turn the direction of text or hide it.
        case 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}

extension YAMLTree {
    /// A value as the second half of "expected …, found …".
    func description(_ node: Int) -> String {
        let value = nodes[node]
        switch value.kind {
        case .mapping: return "a map"
        case .sequence: return "a list"
        case .alias: return description(resolved(node))
        case .scalar:
            guard !isNothing(node) else { return "nothing" }
            return "`\(Quoting.clipped(string(node)))`"
        }
    }

    /// A scalar as it is written, with its quotes.
    func writtenForm(_ node: Int) -> String {
        let text = Quoting.clipped(string(node))
        return nodes[node].marks.contains(.plain) ? "`\(text)`" : "the text `\"\(text)\"`"
    }

    /// Whether a scalar is left empty, or written as `null` or `~`.
    func isNothing(_ node: Int) -> Bool {
        let value = nodes[node]
        guard value.kind == .scalar, value.marks.contains(.plain), value.count <= 4 else { return false }
        return value.count == 0 || ["~", "null", "Null", "NULL"].contains(string(node))
    }
}

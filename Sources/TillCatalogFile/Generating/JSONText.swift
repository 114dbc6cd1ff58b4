/// JSON that keeps the order of its keys, so that a document reads as it was written.
indirect enum JSONText: Sendable, Hashable {
    case object([Member])
    case array([JSONText])
    case string(String)
    case number(Int64)
    case bool(Bool)

    /// A key with its value.
    struct Member: Sendable, Hashable {
        let key: String
        let value: JSONText
    }

    /// An object of the pairs that have a value.
    static func object(_ pairs: KeyValuePairs<String, JSONText?>) -> JSONText {
        .object(pairs.compactMap { pair in pair.value.map { Member(key: pair.key, value: $0) } })
    }

    /// A list of texts.
    static func strings(_ texts: some Sequence<String>) -> JSONText { .array(texts.map { .string($0) }) }

    /// The text, with two spaces for each step.
    ///
    /// It can stand inside a script element: `<`, `>`, `&` and the line ends of JavaScript are escaped.
    var text: String {
        var result = ""
        write(to: &result, indent: 0)
        return result
    }

    private func write(to result: inout String, indent: Int) {
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        switch self {
        case .object(let members) where members.isEmpty: result += "{}"
        case .object(let members):
            result += "{\n"
            for (index, member) in members.enumerated() {
                result += "\(inner)\(JSONText.quoted(member.key)): "
                member.value.write(to: &result, indent: indent + 1)
                result += index == members.count - 1 ? "\n" : ",\n"
            }
            result += outer + "}"
        case .array(let values) where values.isEmpty: result += "[]"
        case .array(let values):
            result += "[\n"
            for (index, value) in values.enumerated() {
                result += inner
                value.write(to: &result, indent: indent + 1)
                result += index == values.count - 1 ? "\n" : ",\n"
            }
            result += outer + "]"
        case .string(let text): result += JSONText.quoted(text)
        case .number(let number): result += String(number)
        case .bool(let isTrue): result += isTrue ? "true" : "false"
        }
    }

    /// What would end a script element or a line of JavaScript.
    private static let escaped: Set<Unicode.Scalar> = ["<", ">", "&", "\u{7F}", "\u{2028}", "\u{2029}"]

    /// A text in quotes, which is a text of JavaScript and TypeScript as well.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || escaped.contains(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONText: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int64) { self = .number(value) }
}

extension JSONText: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONText: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONText...) { self = .array(elements) }
}

extension JSONText: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONText)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}

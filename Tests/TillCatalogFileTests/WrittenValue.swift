import TillModel
import TillTesting

@testable import TillCatalogFile

/// A value of a catalog file, to be written in other ways; aliases and merges are followed.
indirect enum WrittenValue {
    /// A text, and whether it stands without quotes.
    case scalar(String, isPlain: Bool)
    case list([WrittenValue])
    case map([(key: String, value: WrittenValue)])

    /// The value of a text without mistakes; nil for one that has any.
    init?(_ bytes: [UInt8]) {
        let source = SourceText(file: "f", bytes: bytes)
        var log = DiagnosticLog()
        guard let tree = source.tree(log: &log), let root = tree.root, !log.hasErrors else { return nil }
        self.init(root, tree)
    }

    private init(_ node: Int, _ tree: YAMLTree) {
        switch tree.nodes[node].kind {
        case .sequence: self = .list(tree.children(node).map { WrittenValue(tree.resolved($0), tree) })
        case .mapping:
            self = .map(
                tree.entries(node).map { (tree.string($0.key), WrittenValue($0.value, tree)) })
        case .scalar, .alias:
            self = .scalar(tree.string(node), isPlain: tree.nodes[node].marks.contains(.plain))
        }
    }

    /// Maps whose order has a meaning: a product's first price is its default.
    private static let ordered: Set<String> = ["prices"]
}

// MARK: - Other ways to say the same

extension WrittenValue {
    /// The same with the keys of maps in another order, and amounts in other forms.
    func rewritten(_ random: inout SeededRandom) -> WrittenValue { rewritten(under: "", in: "", &random) }

    private func rewritten(under key: String, in parent: String, _ random: inout SeededRandom) -> WrittenValue {
        switch self {
        case .scalar: return self
        case .list(let items):
            var rewritten: [WrittenValue] = []
            for item in items { rewritten.append(item.rewritten(under: "", in: key, &random)) }
            return .list(rewritten)
        case .map(let entries):
            var rewritten: [(key: String, value: WrittenValue)] = []
            let isPriced = ["products", "prices"].contains(parent)
            for entry in entries {
                rewritten +=
                    WrittenValue.amount(entry, isPriced ? entries.map(\.key) : [], &random)
                    ?? [(entry.key, entry.value.rewritten(under: entry.key, in: key, &random))]
            }
            if !WrittenValue.ordered.contains(key) { rewritten.shuffle(using: &random) }
            return .map(rewritten)
        }
    }

    /// `29.00 USD` as `29 USD`, `29.0 USD`, or minor units with a currency; nil for what is no amount.
    private static func amount(
        _ entry: (key: String, value: WrittenValue), _ keys: [String], _ random: inout SeededRandom
    ) -> [(key: String, value: WrittenValue)]? {
        guard entry.key == "price", case .scalar(let text, true) = entry.value else { return nil }
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let currency = Currency(code: words[1]),
            let money = try? Money(decimal: words[0], currency)
        else { return nil }
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where keys.contains("name") || keys.contains("every"):
            guard !keys.contains("meter"), !keys.contains("currency") else { return nil }
            return [
                ("currency", .scalar(currency.code, isPlain: true)),
                ("amount", .scalar("\(money.minorUnits)", isPlain: true)),
            ]
        case 1:
            var number = words[0]
            while number.contains("."), number.hasSuffix("0") { number.removeLast() }
            if number.hasSuffix(".") { number.removeLast() }
            return [("price", .scalar("\(number) \(currency)", isPlain: false))]
        default: return nil
        }
    }
}

// MARK: - Other values

extension WrittenValue {
    /// The places of scalars whose change has a meaning.
    var changeablePaths: [[Int]] {
        guard case .map(let entries) = self else { return [] }
        return entries.indices.flatMap { position -> [[Int]] in
            let key = entries[position].key
            guard !key.hasPrefix("x-"), key != "overlays", key != "version" else { return [] }
            return entries[position].value.paths.map { [position] + $0 }
        }
    }

    /// Ids for one environment mean nothing in another.
    private static let environments: Set<String> = ["dev", "test", "live"]

    private var paths: [[Int]] {
        switch self {
        case .scalar: [[]]
        case .list(let items): items.indices.flatMap { position in items[position].paths.map { [position] + $0 } }
        case .map(let entries):
            entries.indices.flatMap { position -> [[Int]] in
                guard !WrittenValue.environments.contains(entries[position].key) else { return [] }
                return entries[position].value.paths.map { [position] + $0 }
            }
        }
    }

    /// Values that the scalar at a path could have instead, most of them no sensible ones.
    func others(at path: [Int]) -> [WrittenValue] {
        var value = self
        for step in path {
            switch value {
            case .list(let items): value = items[step]
            case .map(let entries): value = entries[step].value
            case .scalar: return []
            }
        }
        guard case .scalar(let text, let isPlain) = value else { return [] }
        var texts = [text + "x", WrittenValue.words[text]].compactMap(\.self)
        if let digit = text.firstIndex(where: { ("1"..."8").contains($0) }), let number = Int(String(text[digit])) {
            texts.append(text.replacingCharacters(at: digit, with: "\(number + 1)"))
        }
        return texts.map { .scalar($0, isPlain: isPlain) }
    }

    private static let words = [
        "true": "false", "false": "true", "required": "optional", "optional": "required", "keep": "at_renewal",
        "at_renewal": "keep", "exclusive": "inclusive", "inclusive": "exclusive", "forever": "3 months", "off": "error",
        "warning": "off", "error": "off", "month": "year", "year": "2 years", "sum": "max", "max": "last",
        "last": "count", "count": "sum", "unlimited": "7", "UTC": "Europe/Berlin", "Europe/Berlin": "UTC",
    ]

    /// The same with another value at a path.
    func replacing(_ path: [Int], with other: WrittenValue) -> WrittenValue {
        guard let step = path.first else { return other }
        let rest = Array(path.dropFirst())
        switch self {
        case .scalar: return other
        case .list(var items):
            items[step] = items[step].replacing(rest, with: other)
            return .list(items)
        case .map(var entries):
            entries[step].value = entries[step].value.replacing(rest, with: other)
            return .map(entries)
        }
    }
}

extension String {
    fileprivate func replacingCharacters(at index: Index, with text: String) -> String {
        String(self[..<index]) + text + String(self[self.index(after: index)...])
    }
}

// MARK: - Text

extension WrittenValue {
    /// The value as a file: some of it in brackets, with comments here and there.
    func text(_ random: inout SeededRandom) -> String {
        guard case .map(let entries) = self else { return flow(&random) + "\n" }
        return entries.map { WrittenValue.line($0.key, $0.value, "", &random) }.joined()
    }

    private func flow(_ random: inout SeededRandom) -> String {
        switch self {
        case .scalar(let text, let isPlain): return WrittenValue.written(text, isPlain: isPlain)
        case .list(let items):
            var parts: [String] = []
            for item in items { parts.append(item.flow(&random)) }
            return "[" + parts.joined(separator: Bool.random(using: &random) ? ", " : " , ") + "]"
        case .map(let entries):
            var parts: [String] = []
            for entry in entries {
                parts.append(WrittenValue.written(entry.key, isPlain: true) + ": " + entry.value.flow(&random))
            }
            return "{" + parts.joined(separator: ", ") + "}"
        }
    }

    /// A line of a map, or several.
    private static func line(
        _ key: String, _ value: WrittenValue, _ indent: String, _ random: inout SeededRandom
    ) -> String {
        let comment = Int.random(in: 0..<4, using: &random) == 0 ? "\(indent)# of \(key.filter(\.isLetter))\n\n" : ""
        let start = comment + indent + written(key, isPlain: true) + ":"
        let isFlow = Int.random(in: 0..<3, using: &random) == 0
        switch value {
        case .map(let entries) where !isFlow && !entries.isEmpty:
            return start + "\n" + entries.map { line($0.key, $0.value, indent + "  ", &random) }.joined()
        case .list(let items) where !isFlow && !items.isEmpty:
            return start + "\n" + items.map { "\(indent)- \($0.flow(&random))\n" }.joined()
        case .scalar, .list, .map:
            return start + " " + value.flow(&random) + (Bool.random(using: &random) ? "" : "   # so") + "\n"
        }
    }

    /// A text without quotes where it was without, as far as brackets allow.
    private static func written(_ text: String, isPlain: Bool) -> String {
        let marks: Set<Character> = [
            "{", "}", "[", "]", ",", "#", ":", "\n", "\"", "&", "*", "!", "|", ">", "%", "@", "`",
        ]
        if isPlain, !text.contains(where: marks.contains) { return text }
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case _ where scalar.value < 0x20:
                "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

import TillTesting

@testable import TillCatalogFile

/// Writes the values of a file again as untidily as YAML allows, with comments wherever one may stand.
struct MessyYAML {
    /// The text.
    private(set) var text = ""
    /// Every comment in it, each a different one.
    private(set) var comments: [String] = []

    private let tree: YAMLTree
    private var random: SeededRandom
    /// Where `true`, maps and lists may be in brackets.
    private let mayHaveBrackets: Bool

    /// A text of a tree without aliases.
    init(_ tree: YAMLTree, random: SeededRandom) {
        self.tree = tree
        self.random = random
        mayHaveBrackets = Bool.random(using: &self.random)
        guard let root = tree.root else { return }
        lines(0)
        writeBlock(root, 0)
        lines(0)
        if chance(2) { text = text.replacing("\n", with: "\r\n") }
        if chance(4) { text = "\u{FEFF}" + text }
    }

    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 1...times, using: &random) == 1 }

    private mutating func spaces(_ range: ClosedRange<Int>) -> String {
        String(repeating: " ", count: Int.random(in: range, using: &random))
    }

    private mutating func comment() -> String {
        comments.append("#\(chance(4) ? "" : " ")c\(comments.count)\(chance(6) ? " # and: {more}, [of] \"it" : "")")
        return comments[comments.count - 1]
    }

    /// Blank lines and lines of comments.
    private mutating func lines(_ indentation: Int) {
        while chance(4) {
            let isDeep = chance(3)
            text +=
                chance(2)
                ? spaces(0...2) + "\n" : spaces(0...(isDeep ? indentation + 4 : indentation)) + comment() + "\n"
        }
    }

    /// The end of a line, perhaps with a comment.
    private mutating func endLine() { text += (chance(4) ? spaces(1...3) + comment() : spaces(0...1)) + "\n" }
}

// MARK: - Without brackets

extension MessyYAML {
    private mutating func writeBlock(_ node: Int, _ indentation: Int) {
        let indent = String(repeating: " ", count: indentation)
        let isList = tree.nodes[node].kind == .sequence
        var children = tree.children(node)[...]
        while let first = children.popFirst() {
            lines(indentation)
            text += indent
            guard !isList, let value = children.popFirst() else {
                text += "-"
                writeValue(first, indentation, isItem: true)
                continue
            }
            writeScalar(first, isInBrackets: true)
            text += spaces(0...(chance(3) ? 2 : 0)) + ":"
            writeValue(value, indentation, isItem: false)
        }
    }

    /// What stands behind a `:` or `-`.
    private mutating func writeValue(_ node: Int, _ indentation: Int, isItem: Bool) {
        let value = tree.nodes[node]
        let inner = indentation + Int.random(in: 1...4, using: &random)
        if value.kind == .scalar || value.count == 0 || mayHaveBrackets && chance(2) {
            if chance(8) {
                endLine()
                lines(inner)
                text += String(repeating: " ", count: inner)
            } else {
                text += spaces(1...3)
            }
            if value.kind == .scalar { writeScalar(node, isInBrackets: false) } else { writeBrackets(node, inner) }
            return endLine()
        }
        if isItem, chance(2) {
            // Another `-` or a key on the same line.
            let gap = spaces(1...3)
            var rest = MessyYAML(nested: node, indentation: indentation + 1 + gap.count, self)
            rest.text = String(rest.text.dropFirst(indentation + 1 + gap.count))
            text += gap + rest.text
            (random, comments) = (rest.random, rest.comments)
            return
        }
        endLine()
        writeBlock(node, value.kind == .sequence && !isItem && chance(2) ? indentation : inner)
    }

    /// The same, begun in the middle of a line: nothing stands before its first entry.
    private init(nested node: Int, indentation: Int, _ outer: MessyYAML) {
        self = outer
        repeat {
            text = ""
            comments = outer.comments
            writeBlock(node, indentation)
        } while text.prefix(indentation).contains { $0 != " " }
            || text.dropFirst(indentation).first.map { " #\n".contains($0) } ?? true
    }
}

// MARK: - In brackets

extension MessyYAML {
    private mutating func writeBrackets(_ node: Int, _ indentation: Int) {
        let isList = tree.nodes[node].kind == .sequence
        text += isList ? "[" : "{"
        var children = tree.children(node)[...]
        while let first = children.popFirst() {
            gap(indentation)
            if isList {
                writeInBrackets(first, indentation)
            } else if let value = children.popFirst() {
                writeScalar(first, isInBrackets: true)
                text += ":"
                text += " "
                if chance(6) { gap(indentation) }
                writeInBrackets(value, indentation)
            }
            gap(indentation)
            if !children.isEmpty || chance(4) { text += "," }
        }
        gap(indentation)
        text += isList ? "]" : "}"
    }

    private mutating func writeInBrackets(_ node: Int, _ indentation: Int) {
        if tree.nodes[node].kind == .scalar {
            writeScalar(node, isInBrackets: true)
        } else {
            writeBrackets(node, indentation)
        }
    }

    private mutating func gap(_ indentation: Int) {
        text += spaces(0...2)
        guard chance(8) else { return }
        if chance(2) { text += " " + comment() }
        text += "\n"
        lines(indentation)
        text += String(repeating: " ", count: indentation) + spaces(0...3)
    }

    private mutating func writeScalar(_ node: Int, isInBrackets: Bool) {
        let string = tree.string(node)
        let isPlain = tree.nodes[node].marks.contains(.plain)
        let isSafe = string.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
        // What stands in a block of its own may hold what ends a text in brackets.
        let isBreaking = isInBrackets && string.contains { ",[]{}".contains($0) }
        if isPlain, !isBreaking {
            text += string
        } else if isSafe, chance(2) {
            text += "'" + string.replacing("'", with: "''") + "'"
        } else {
            text += quoted(string)
        }
    }

    private func quoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            let digits = String(scalar.value, radix: 16)
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value > 0x7E:
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

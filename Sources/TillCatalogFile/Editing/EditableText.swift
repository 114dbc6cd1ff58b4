/// The bytes of a file with its values, and where each scalar stands among them.
struct EditableText {
    /// How a scalar is written.
    enum Style { case plain, single, double }

    /// Where a scalar's own text is, without its anchor and tag.
    struct Place {
        let bytes: Range<Int>
        let style: Style
    }

    let source: SourceText
    let tree: YAMLTree
    /// What aliases stand for.
    private let repeated: Set<Int>
    /// The byte at which each character begins, and the end; empty where every character is one byte.
    private let offsets: [Int]

    init(_ source: SourceText, _ tree: YAMLTree) {
        self.source = source
        self.tree = tree
        repeated = Set(tree.nodes.filter { $0.kind == .alias }.map { Int($0.first) })
        let body = source.bytes[source.bodyStart...]
        let isASCII = body.allSatisfy { $0 < 0x80 }
        offsets = isASCII ? [] : body.indices.filter { !body[$0].isContinuation } + [body.endIndex]
    }

    /// Whether aliases elsewhere stand for a value.
    func isRepeated(_ node: Int) -> Bool { repeated.contains(node) }

    /// Where a scalar stands; nil where it takes more than one line.
    func place(of node: Int) -> Place? {
        let value = tree.nodes[node]
        let end = offset(Int(value.end))
        let start = skippingProperties(from: offset(Int(value.start)), to: end)
        guard start < end, !hasBreak(start..<end) else { return nil }
        switch source.bytes[start] {
        case UInt8(ascii: "'"): return Place(bytes: start..<end, style: .single)
        case UInt8(ascii: "\""): return Place(bytes: start..<end, style: .double)
        // What follows these begins on the next line, however short it is.
        case UInt8(ascii: "|"), UInt8(ascii: ">"): return nil
        default: return Place(bytes: start..<end, style: .plain)
        }
    }

    private func offset(_ character: Int) -> Int {
        let position = character - source.base
        guard !offsets.isEmpty else { return min(source.bodyStart + position, source.bytes.count) }
        return position < offsets.count ? offsets[position] : source.bytes.count
    }

    /// Where a scalar begins behind `&anchor` and `!tag`: neither can begin a text without quotes.
    private func skippingProperties(from start: Int, to end: Int) -> Int {
        var at = start
        while at < end, source.bytes[at] == UInt8(ascii: "&") || source.bytes[at] == UInt8(ascii: "!") {
            while at < end, !Self.isSpace(source.bytes[at]) { at += 1 }
            while at < end, Self.isSpace(source.bytes[at]) { at += 1 }
        }
        return at
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    /// Whether a stretch has a line break of any kind that YAML knows.
    private func hasBreak(_ range: Range<Int>) -> Bool {
        range.contains { at in
            switch source.bytes[at] {
            case 0x0A, 0x0D: true
            case 0xC2: at + 1 < range.upperBound && source.bytes[at + 1] == 0x85
            case 0xE2:
                at + 2 < range.upperBound && source.bytes[at + 1] == 0x80
                    && (0xA8...0xA9).contains(source.bytes[at + 2])
            default: false
            }
        }
    }
}

/// A value in a YAML file: a row of ``YAMLTree``'s table.
struct YAMLNode {
    /// What the value is.
    enum Kind: UInt8 { case scalar, sequence, mapping, alias }

    /// What else is known of a value.
    struct Marks: OptionSet {
        let rawValue: UInt8

        /// A scalar without quotes, which the schema may read as a number, a truth value or nothing.
        static let plain = Marks(rawValue: 1 << 0)
        /// A scalar in quotes.
        static let quoted = Marks(rawValue: 1 << 1)
        /// A sequence or mapping in brackets.
        static let flow = Marks(rawValue: 1 << 2)
        /// A mistake here was reported already; whoever reads it says nothing more.
        static let reported = Marks(rawValue: 1 << 3)
        /// The file could not be read beyond this value, so it may lack something.
        static let cut = Marks(rawValue: 1 << 4)
    }

    var kind: Kind
    var marks: Marks = []
    /// The first character.
    var start: UInt32
    /// Just after the last character.
    var end: UInt32
    /// The first byte of a scalar's text; the first child of a collection; the target of an alias.
    var first: UInt32 = 0
    /// How many bytes of text, or how many children: a mapping's keys and values both count.
    var count: UInt32 = 0
    /// The next child of the same collection; 0 for the last.
    var next: UInt32 = 0
}

/// The values of one document, in one table, with all their text in one buffer.
///
/// Positions in the file are kept for every key and value; nothing is an object of its own, so a file of
/// ten thousand products costs a few allocations.
struct YAMLTree {
    /// Every value, a collection before its children.
    var nodes: [YAMLNode] = []
    /// The text of every scalar, each followed by a zero byte.
    var text: [UInt8] = []
    /// The value of each whole file that holds any, in the order the files were read.
    var roots: [Int] = []
    /// How many values the aliases of all files stand for.
    var aliasedValues = 0

    /// The value of the first file; nil when there is none.
    var root: Int? { roots.first }

    /// The value itself, where a node may be an alias.
    func resolved(_ node: Int) -> Int { nodes[node].kind == .alias ? Int(nodes[node].first) : node }

    /// The bytes of a scalar's text.
    func bytes(_ node: Int) -> ArraySlice<UInt8> {
        let scalar = nodes[node]
        return text[Int(scalar.first)..<Int(scalar.first + scalar.count)]
    }

    /// A scalar's text.
    func string(_ node: Int) -> String { String(decoding: bytes(node), as: UTF8.self) }

    /// Whether a scalar's text is this one.
    func isText(_ node: Int, _ wanted: String) -> Bool { bytes(node).elementsEqual(wanted.utf8) }

    /// The children of a sequence, or the keys and values of a mapping, aliases not followed.
    func children(_ node: Int) -> [Int] {
        let count = Int(nodes[node].count)
        var result: [Int] = []
        result.reserveCapacity(count)
        var child = Int(nodes[node].first)
        while result.count < count {
            result.append(child)
            child = Int(nodes[child].next)
        }
        return result
    }

    /// Where a value is written; a block collection is shown by its first character.
    func span(_ node: Int) -> SourceSpan {
        let value = nodes[node]
        let isBlock = (value.kind == .mapping || value.kind == .sequence) && !value.marks.contains(.flow)
        return SourceSpan(Int(value.start), isBlock ? Int(value.start) + 1 : Int(value.end))
    }

    /// Where some of a scalar's characters are written; the whole scalar when escapes make that unclear.
    func span(_ node: Int, characters: Range<Int>) -> SourceSpan {
        guard isVerbatim(node) else { return span(node) }
        let start = Int(nodes[node].start) + (nodes[node].marks.contains(.quoted) ? 1 : 0)
        return SourceSpan(start + characters.lowerBound, start + characters.upperBound)
    }

    /// Whether a scalar is written as it reads: without escapes, folding or indentation.
    func isVerbatim(_ node: Int) -> Bool {
        let value = nodes[node]
        let quotes = value.marks.contains(.quoted) ? 2 : 0
        // Each of these writes more characters than it stands for.
        return Int(value.end - value.start) == bytes(node).count { !$0.isContinuation } + quotes
    }
}

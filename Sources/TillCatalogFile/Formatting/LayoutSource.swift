/// A comment of a YAML file, and where it stands.
struct SourceComment {
    /// From its `#` to its last character that is not white space.
    let text: Range<Int>
    /// Whether nothing else stands on its line.
    let isAlone: Bool
    /// Whether the line above it is blank.
    let isAfterBlank: Bool
}

/// A file's text with its values and its comments, places counted in bytes.
struct LayoutSource {
    /// The text, its lines ended by LF.
    let bytes: [UInt8]
    /// Its values.
    let tree: YAMLTree
    /// Every comment, in the order of the file.
    private(set) var comments: [SourceComment] = []

    /// The byte at which each character begins; empty when every character is one byte.
    private let offsets: [UInt32]

    /// The text of a tree.
    init(_ bytes: [UInt8], _ tree: YAMLTree) {
        self.bytes = bytes
        self.tree = tree
        var offsets: [UInt32] = []
        if bytes.contains(where: { $0 >= 0x80 }) {
            offsets.reserveCapacity(bytes.count + 1)
            for offset in bytes.indices where !bytes[offset].isContinuation { offsets.append(UInt32(offset)) }
            offsets.append(UInt32(bytes.count))
        }
        self.offsets = offsets
        findComments()
    }

    /// Where a value begins, its anchor and tag included.
    func start(_ node: Int) -> Int { offset(Int(tree.nodes[node].start)) }

    /// Where a scalar, an alias or a collection in brackets ends.
    func end(_ node: Int) -> Int { offset(Int(tree.nodes[node].end)) }

    private func offset(_ character: Int) -> Int {
        guard !offsets.isEmpty else { return min(character, bytes.count) }
        return character < offsets.count ? Int(offsets[character]) : bytes.count
    }

    /// The column of a place, counted in characters from 0.
    func column(_ offset: Int) -> Int {
        var (start, column) = (offset, 0)
        while start > 0, breakLength(endingAt: start) == 0 {
            start -= 1
            if !bytes[start].isContinuation { column += 1 }
        }
        return column
    }

    /// Whether the line above a place is blank, and nothing stands before the place on its own line.
    func isAfterBlank(_ offset: Int) -> Bool {
        guard let above = lineAbove(offset) else { return false }
        let start = skippingBlanksBackward(above)
        return start == 0 || breakLength(endingAt: start) > 0
    }

    /// Whether nothing but white space stands before a place on its line.
    func isFirstOnLine(_ offset: Int) -> Bool {
        let start = skippingBlanksBackward(offset)
        return start == 0 || breakLength(endingAt: start) > 0
    }

    private func lineAbove(_ offset: Int) -> Int? {
        let start = skippingBlanksBackward(offset)
        let length = breakLength(endingAt: start)
        return length > 0 ? start - length : nil
    }

    private func skippingBlanksBackward(_ offset: Int) -> Int {
        var offset = offset
        while offset > 0, bytes[offset - 1].isBlank { offset -= 1 }
        return offset
    }
}

// MARK: - Line breaks

extension LayoutSource {
    /// How long the line break is that begins at a place; 0 for none.
    func breakLength(at offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        switch bytes[offset] {
        case 0x0A: return 1
        // The three that YAML 1.1 knows beside LF: NEL, and the separators of lines and paragraphs.
        case 0xC2: return offset + 1 < bytes.count && bytes[offset + 1] == 0x85 ? 2 : 0
        case 0xE2:
            return offset + 2 < bytes.count && bytes[offset + 1] == 0x80 && (0xA8...0xA9).contains(bytes[offset + 2])
                ? 3 : 0
        default: return 0
        }
    }

    /// How long the line break is that ends at a place; 0 for none.
    func breakLength(endingAt offset: Int) -> Int {
        for length in 1...3 where offset >= length && breakLength(at: offset - length) == length { return length }
        return 0
    }

    /// The first line break in a stretch; its end when there is none.
    func lineEnd(from start: Int, to end: Int) -> Int {
        var offset = start
        while offset < end, breakLength(at: offset) == 0 { offset += 1 }
        return offset
    }

    /// Whether a stretch spans several lines.
    func isMultiline(_ range: Range<Int>) -> Bool {
        lineEnd(from: range.lowerBound, to: range.upperBound) < range.upperBound
    }
}

// MARK: - What stands between values

extension LayoutSource {
    /// The anchor and the tag before a value, and where the value itself begins.
    func properties(_ node: Int) -> (texts: [Range<Int>], contentStart: Int) {
        var at = start(node)
        guard at < bytes.count, bytes[at] == 0x26 || bytes[at] == 0x21 else { return ([], at) }
        let value = tree.nodes[node]
        var bound = bytes.count
        if value.kind == .scalar { bound = end(node) }
        if value.kind == .mapping, value.count > 0 { bound = start(Int(value.first)) }
        var texts: [Range<Int>] = []
        while at < bound, bytes[at] == 0x26 || bytes[at] == 0x21 {
            let isAnchor = bytes[at] == 0x26
            var last = at + 1
            while last < bound, !bytes[last].isBlank, breakLength(at: last) == 0,
                !isAnchor || bytes[last].isDigit || bytes[last].isLetter || bytes[last] == 0x5F || bytes[last] == 0x2D
            {
                last += 1
            }
            texts.append(at..<last)
            at = skippingSpace(from: last, to: bound)
        }
        // Nothing but its properties: an empty value.
        return (texts, at >= bound && value.kind == .scalar ? bound : at)
    }

    /// The first byte in a stretch between values that is no white space and in no comment.
    func skippingSpace(from start: Int, to end: Int) -> Int {
        var at = start
        while at < end {
            if bytes[at].isBlank {
                at += 1
            } else if bytes[at] == 0x23 {
                at = lineEnd(from: at, to: end)
            } else {
                let length = breakLength(at: at)
                guard length > 0 else { return at }
                at += length
            }
        }
        return end
    }

    /// The first place in a stretch between values that holds a byte outside comments.
    func find(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
        var at = start
        while at < end {
            if bytes[at] == byte { return at }
            at = bytes[at] == 0x23 ? lineEnd(from: at, to: end) : at + 1
        }
        return nil
    }

    /// Whether a scalar's text begins a block: `|` or `>`.
    func isBlockScalar(_ node: Int, contentStart: Int) -> Bool {
        tree.nodes[node].kind == .scalar && contentStart < end(node)
            && (bytes[contentStart] == 0x7C || bytes[contentStart] == 0x3E)
    }

    private mutating func findComments() {
        var reached = 0
        for node in tree.nodes.indices where tree.nodes[node].kind == .scalar || tree.nodes[node].kind == .alias {
            let content = properties(node).contentStart
            addComments(from: reached, to: content)
            if isBlockScalar(node, contentStart: content) {
                addComments(from: content, to: lineEnd(from: content, to: bytes.count))
            }
            reached = max(reached, end(node))
        }
        addComments(from: reached, to: bytes.count)
    }

    private mutating func addComments(from start: Int, to end: Int) {
        var at = start
        while let hash = find(0x23, from: at, to: end) {
            at = lineEnd(from: hash, to: end)
            var last = at
            while last > hash, bytes[last - 1].isBlank { last -= 1 }
            comments.append(
                SourceComment(
                    text: hash..<last, isAlone: isFirstOnLine(hash), isAfterBlank: isAfterBlank(hash)))
        }
    }
}

extension UInt8 {
    /// Whether this is a space or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}

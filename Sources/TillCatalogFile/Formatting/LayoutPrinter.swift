/// Writes the layout of a file in its canonical form.
struct LayoutPrinter {
    /// How long a line may become by writing a map or list in brackets on it.
    static let maximumColumns = 100

    private let source: LayoutSource
    private(set) var out: [UInt8] = []
    /// Whether a text ended last whose final line breaks belong to it, so that a blank line would change it.
    private var isAfterKept = false

    /// A printer of a file.
    init(_ source: LayoutSource) {
        self.source = source
        out.reserveCapacity(source.bytes.count + source.bytes.count / 4)
    }

    /// Writes lines of a file as they are, without white space at their ends.
    mutating func writeVerbatim(_ range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = source.lineEnd(from: start, to: range.upperBound)
            out += source.bytes[start..<end]
            while out.last?.isBlank == true { out.removeLast() }
            out.append(0x0A)
            start = end + source.breakLength(at: end)
        }
    }

    /// Writes comments below each other, with a blank line between blocks.
    mutating func writeComments(_ blocks: [[Range<Int>]], indentation: Int) {
        for (number, block) in blocks.enumerated() {
            if number > 0 { newLine() }
            writeComments(block, indentation: indentation)
        }
    }

    /// Writes a document.
    mutating func write(_ root: LayoutEntry) {
        writeComments(root.above, indentation: 0)
        let inline = inline(root.value, from: 0)
        if inline != nil || !root.value.isFilled {
            writeValue(root, inline: inline, indentation: 0)
            if root.value.isFootApart, !root.value.foot.isEmpty, !isAfterKept { newLine() }
            writeComments(root.value.foot, indentation: 0)
            return
        }
        writeProperties(root.value)
        if let trailing = root.trailing {
            if !root.value.properties.isEmpty { out.append(0x20) }
            out += source.bytes[trailing]
        }
        if !root.value.properties.isEmpty || root.trailing != nil { newLine() }
        writeEntries(root.value, indentation: 0, path: [])
    }

    private mutating func writeComments(_ lines: [Range<Int>], indentation: Int) {
        for line in lines {
            indent(indentation)
            out += source.bytes[line]
            newLine()
        }
    }

    private mutating func indent(_ count: Int) {
        out.append(contentsOf: repeatElement(0x20, count: count))
        isAfterKept = false
    }

    private mutating func newLine() { out.append(0x0A) }
}

// MARK: - Collections

extension LayoutPrinter {
    private mutating func writeEntries(
        _ node: LayoutNode, indentation: Int, path: [String], isFirstStarted: Bool = false
    ) {
        let isProducts = CanonicalOrder.isProducts(path)
        var wasOneLine = true
        for (index, original) in node.entries.enumerated() {
            let entry = LayoutPrinter.lifted(original)
            let isComplex = entry.isComplex(source)
            let text = inline(entry.value, from: indentation + (isComplex ? 2 : width(of: entry.key)))
            let isOneLine = text != nil && !isComplex
            if index > 0, !isAfterKept {
                let isAnyBlock = !wasOneLine || !isOneLine
                var isBlank = entry.gap.isBlank
                if isProducts, isAnyBlock || !entry.hasCommentsBefore { isBlank = isAnyBlock }
                // Sections of several lines stand apart.
                if node.node == 0, node.kind == .map, !wasOneLine { isBlank = true }
                if isBlank { newLine() }
            }
            wasOneLine = isOneLine
            for (number, block) in entry.gap.blocks.enumerated() {
                writeComments(block, indentation: indentation)
                if !entry.gap.isTight || number < entry.gap.blocks.count - 1 { newLine() }
            }
            writeComments(entry.above, indentation: indentation)
            if index > 0 || !isFirstStarted { indent(indentation) }
            writeEntry(entry, text, indentation: indentation, path: path)
        }
        guard !node.foot.isEmpty else { return }
        if node.isFootApart, !isAfterKept { newLine() }
        writeComments(node.foot, indentation: indentation)
    }

    private mutating func writeEntry(_ entry: LayoutEntry, _ text: [UInt8]?, indentation: Int, path: [String]) {
        guard let key = entry.key else {
            out.append(0x2D)
            return writeValue(entry, inline: text, indentation: indentation, path: path + ["-"])
        }
        if entry.isComplex(source) {
            out.append(0x3F)
            writeValue(LayoutEntry(value: key), inline: inline(key, from: 0), indentation: indentation)
            indent(indentation)
        } else {
            writeProperties(key)
            if !key.properties.isEmpty { out.append(0x20) }
            out += source.bytes[key.content]
            if key.kind == .alias { out.append(0x20) }
        }
        out.append(0x3A)
        let isDeeper = text == nil && entry.value.isFilled
        let name = isDeeper ? source.tree.string(source.tree.resolved(key.node)) : ""
        writeValue(entry, inline: text, indentation: indentation, path: isDeeper ? path + [name] : [])
    }

    /// Writes what follows a `:`, a `-` or nothing at all, up to the end of the line.
    private mutating func writeValue(
        _ entry: LayoutEntry, inline: [UInt8]?, indentation: Int, path: [String] = []
    ) {
        let value = entry.value
        let isAtStart = out.isEmpty || out.last == 0x0A
        if let inline {
            if !inline.isEmpty, !isAtStart { out.append(0x20) }
            out += inline
            return endLine(entry.trailing)
        }
        if value.isFilled, entry.key == nil, value.properties.isEmpty, entry.trailing == nil, !isAtStart {
            // Another list or map begins behind the `-`.
            out.append(0x20)
            return writeEntries(value, indentation: indentation + 2, path: path, isFirstStarted: true)
        }
        if !value.properties.isEmpty || !value.isFilled, !isAtStart { out.append(0x20) }
        writeProperties(value)
        if value.isFilled {
            endLine(entry.trailing)
            return writeEntries(value, indentation: indentation + 2, path: path)
        }
        if !value.properties.isEmpty { out.append(0x20) }
        if value.kind == .block {
            let block = BlockScalar(source, value.content)
            block.write(
                to: &out, indentation: value.indentation, as: indentation + 2, comment: entry.trailing)
            isAfterKept = block.keepsEnd
        } else {
            source.writeLines(value.content, to: &out, indentation: indentation + 2)
            endLine(entry.trailing)
        }
    }

    private mutating func endLine(_ trailing: Range<Int>?) {
        if let trailing {
            out.append(0x20)
            out += source.bytes[trailing]
        }
        newLine()
        isAfterKept = false
    }

    private mutating func writeProperties(_ node: LayoutNode) {
        for (number, property) in node.properties.enumerated() {
            if number > 0 { out.append(0x20) }
            out += source.bytes[property]
        }
    }

    /// An entry with the comments above it that stand above the first line of what begins behind its `-`.
    private static func lifted(_ entry: LayoutEntry) -> LayoutEntry {
        guard entry.key == nil, entry.trailing == nil, entry.value.properties.isEmpty,
            entry.value.isFilled, !entry.value.isFlow || entry.value.needsLines
        else { return entry }
        var first = lifted(entry.value.entries[0])
        guard first.hasCommentsBefore else { return entry }
        var entry = entry
        if !first.gap.blocks.isEmpty {
            if !entry.above.isEmpty { entry.gap.blocks.append(entry.above) }
            entry.gap.blocks += first.gap.blocks
            entry.above = []
        }
        entry.above += first.above
        first.above = []
        first.gap.blocks = []
        entry.value.entries[0] = first
        return entry
    }
}

// MARK: - Lines

extension LayoutEntry {
    /// Whether its key needs a `?` before it.
    fileprivate func isComplex(_ source: LayoutSource) -> Bool {
        guard let key else { return false }
        // Readers look no further than 1024 characters for the `:` of a key.
        return key.kind == .block || key.content.count > 1_000 || source.isMultiline(key.content)
    }
}

extension LayoutPrinter {
    private func width(of key: LayoutNode?) -> Int {
        guard let key else { return 2 }
        let properties = key.properties.reduce(0) { $0 + $1.count + 1 }
        return properties + columns(source.bytes[key.content]) + 2
    }

    private func columns(_ bytes: some Sequence<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1.isContinuation ? 0 : 1) }
    }

    /// A value as it is written on one line that it begins in a column; nil when it needs lines of its own.
    private func inline(_ node: LayoutNode, from column: Int) -> [UInt8]? {
        var text: [UInt8] = []
        guard addInline(node, to: &text, isNested: false) else { return nil }
        guard node.isFilled, column + columns(text) > LayoutPrinter.maximumColumns else { return text }
        return nil
    }

    private func addInline(_ node: LayoutNode, to text: inout [UInt8], isNested: Bool) -> Bool {
        let isEmptyText = node.kind == .scalar && node.content.isEmpty
        guard !node.needsLines || isEmptyText && !isNested else { return false }
        guard !node.isFilled || node.isFlow else { return false }
        for (number, property) in node.properties.enumerated() {
            if number > 0 { text.append(0x20) }
            text += source.bytes[property]
        }
        if !node.properties.isEmpty, !isEmptyText { text.append(0x20) }
        switch node.kind {
        case .scalar, .alias, .block: text += written(node)
        case .list where node.entries.isEmpty: text += [0x5B, 0x5D]
        case .map where node.entries.isEmpty: text += [0x7B, 0x7D]
        case .list:
            text.append(0x5B)
            for (number, entry) in node.entries.enumerated() {
                if number > 0 { text += [0x2C, 0x20] }
                guard addInline(entry.value, to: &text, isNested: true) else { return false }
            }
            text.append(0x5D)
        case .map:
            text += [0x7B, 0x20]
            for (number, entry) in node.entries.enumerated() {
                if number > 0 { text += [0x2C, 0x20] }
                guard addInline(entry, to: &text) else { return false }
            }
            text += [0x20, 0x7D]
        }
        return true
    }

    private func addInline(_ entry: LayoutEntry, to text: inout [UInt8]) -> Bool {
        guard let key = entry.key, !entry.isComplex(source), addInline(key, to: &text, isNested: true) else {
            return false
        }
        let isEmpty = entry.value.kind == .scalar && entry.value.content.isEmpty
        guard !isEmpty else { return !entry.value.needsLines }
        if key.kind == .alias { text.append(0x20) }
        text += [0x3A, 0x20]
        return addInline(entry.value, to: &text, isNested: true)
    }

    /// A scalar as it is written; a lone `-`, which only a list in brackets may hold, in quotes.
    private func written(_ node: LayoutNode) -> ArraySlice<UInt8> {
        let text = source.bytes[node.content]
        return text.elementsEqual([0x2D]) ? [0x22, 0x2D, 0x22] : text
    }
}

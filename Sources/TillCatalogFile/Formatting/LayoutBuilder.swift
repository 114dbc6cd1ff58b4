/// Makes the layout of a file from its values, and gives every comment a place in it.
struct LayoutBuilder {
    /// The file.
    let source: LayoutSource
    private let mentions: AnchorMentions
    /// The first comment that has no place yet.
    private var comment: Int
    /// Where the value ended that was read last.
    private var reached: Int
    /// Where the key begins of the entry that is being read; nil for an item.
    private var keyStart: Int?

    private init(_ source: LayoutSource, from start: Int) {
        self.source = source
        mentions = AnchorMentions(source)
        reached = start
        comment = source.comments.firstIndex { $0.text.lowerBound >= start } ?? source.comments.count
    }

    /// The layout of a document that stands in a stretch of a file: its only value, and comments below it.
    static func document(_ source: LayoutSource, in range: Range<Int>) -> LayoutEntry? {
        var builder = LayoutBuilder(source, from: range.lowerBound)
        guard let root = source.tree.root else { return nil }
        var entry = builder.entry(
            key: nil, value: root, start: source.start(root), limit: range.upperBound, path: [], isRoot: true)
        let rest = builder.takeComments(before: range.upperBound)
        let isApart = rest.first?.isAfterBlank ?? false
        if entry.value.foot.isEmpty { entry.value.isFootApart = isApart }
        entry.value.foot += LayoutBuilder.blocks(rest)
        return entry
    }

    /// Comments in blocks that a blank line separates.
    static func blocks(_ comments: [SourceComment]) -> [[Range<Int>]] {
        var blocks: [[Range<Int>]] = []
        for comment in comments {
            if comment.isAfterBlank || blocks.isEmpty { blocks.append([]) }
            blocks[blocks.count - 1].append(comment.text)
        }
        return blocks
    }
}

// MARK: - Values

extension LayoutBuilder {
    private mutating func node(_ node: Int, limit: Int, path: [String]) -> LayoutNode {
        let (properties, start) = source.properties(node)
        switch source.tree.nodes[node].kind {
        case .alias:
            reached = source.end(node)
            return LayoutNode(kind: .alias, node: node, content: start..<reached)
        case .scalar:
            reached = max(start, source.end(node))
            let isBlock = source.isBlockScalar(node, contentStart: start)
            let isMultiline = source.isMultiline(start..<reached)
            return LayoutNode(
                kind: isBlock ? .block : .scalar, node: node, properties: properties, content: start..<reached,
                needsLines: isBlock || isMultiline || start == reached && !properties.isEmpty)
        case .mapping, .sequence:
            let isFlow = source.tree.nodes[node].marks.contains(.flow)
            let key = keyStart
            var result = LayoutNode(
                kind: source.tree.nodes[node].kind == .mapping ? .map : .list, node: node, properties: properties,
                isFlow: isFlow)
            if isFlow {
                readFlow(&result, start: start, limit: limit, path: path)
            } else {
                reached = start
                readEntries(&result, limit: limit, path: path)
                readFoot(&result, below: key, limit: limit)
            }
            return result
        }
    }

    private mutating func readFlow(_ node: inout LayoutNode, start: Int, limit: Int, path: [String]) {
        // `[a: b]` holds a map without brackets.
        let hasBrackets = start < source.bytes.count && (source.bytes[start] == 0x7B || source.bytes[start] == 0x5B)
        guard hasBrackets else {
            reached = start
            readEntries(&node, limit: limit, path: path)
            node.needsLines = node.entries.contains(where: LayoutBuilder.needsLines)
            return
        }
        let closing = source.end(node.node) - 1
        reached = start + 1
        let children = source.tree.children(node.node)
        node.opening = takeTrailing(before: children.first.map(source.start) ?? closing)
        readEntries(&node, limit: closing, path: path)
        let rest = takeComments(before: closing)
        node.isFootApart = rest.first?.isAfterBlank ?? false
        node.foot = LayoutBuilder.blocks(rest)
        reached = closing + 1
        node.needsLines =
            !node.foot.isEmpty || node.opening != nil || node.entries.contains(where: LayoutBuilder.needsLines)
    }

    private static func needsLines(_ entry: LayoutEntry) -> Bool {
        entry.hasCommentsBefore || entry.trailing != nil || entry.value.needsLines || entry.key?.needsLines == true
    }

    private mutating func readEntries(_ node: inout LayoutNode, limit: Int, path: [String]) {
        let tree = source.tree
        let children = tree.children(node.node)
        let step = node.kind == .map ? 2 : 1
        var ranges: [Range<Int>] = []
        node.entries.reserveCapacity(children.count / step)
        for index in stride(from: 0, to: children.count - step + 1, by: step) {
            let start = source.start(children[index])
            let next = index + step < children.count ? source.start(children[index + step]) : limit
            ranges.append(start..<max(start, next))
            let isMap = node.kind == .map
            let value = children[index + step - 1]
            let isDeeper = tree.nodes[value].kind == .mapping || tree.nodes[value].kind == .sequence
            let inner = isDeeper ? path + [isMap ? tree.string(tree.resolved(children[index])) : "-"] : []
            node.entries.append(
                entry(
                    key: isMap ? children[index] : nil, value: value,
                    start: indicator(isMap ? 0x3F : node.isFlow ? nil : 0x2D, before: start) ?? start,
                    limit: next, path: inner, isFirstOfFile: node.node == 0 && index == 0))
        }
        if node.kind == .map { sort(&node.entries, ranges, path) }
    }

    /// Where the `-` or `?` stands that begins an entry, if one does.
    private func indicator(_ byte: UInt8?, before start: Int) -> Int? {
        byte.flatMap { source.find($0, from: reached, to: start) }
    }

    private func sort(_ entries: inout [LayoutEntry], _ ranges: [Range<Int>], _ path: [String]) {
        guard let ranks = CanonicalOrder.ranks(of: path) else { return }
        let wanted = entries.map { entry -> Int in
            guard let key = entry.key?.node else { return .max }
            if source.tree.isMergeKey(key) { return -1 }
            let name = source.tree.string(source.tree.resolved(key))
            if path.isEmpty, name.hasPrefix("x-") { return 2 * CanonicalOrder.ownKeyRank - 1 }
            return ranks[name] ?? .max
        }
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        guard order != Array(wanted.indices), mentions.permit(order, of: ranges) else { return }
        // What stands at the head of a map stays there; all else stays before the entry that it precedes.
        let head = entries[0].gap
        entries[0].gap = LayoutEntry.Gap()
        entries = order.map { entries[$0] }
        entries[0].gap.isTight = head.isTight && !entries[0].hasCommentsBefore
        entries[0].gap.blocks = head.blocks + entries[0].gap.blocks
    }
}

// MARK: - Entries

extension LayoutBuilder {
    private mutating func entry(
        key: Int?, value: Int, start: Int, limit: Int, path: [String], isFirstOfFile: Bool = false,
        isRoot: Bool = false
    ) -> LayoutEntry {
        var entry = LayoutEntry(value: LayoutNode(kind: .scalar, node: value))
        if !isRoot { takeBefore(start, &entry, isFirstOfFile: isFirstOfFile) }
        let column = isRoot ? nil : start
        if let key {
            var name = node(key, limit: limit, path: [])
            if name.kind == .block { name.indentation = indentation(of: name, below: column) }
            entry.key = name
        } else if !isRoot {
            reached = max(reached, start)
        }
        let between = takeBetween(value)
        keyStart = key.map { _ in start }
        entry.value = node(value, limit: limit, path: path)
        if entry.value.kind == .block { entry.value.indentation = indentation(of: entry.value, below: column) }
        let after = takeTrailing(before: limit)
        place(between, after, in: &entry)
        return entry
    }

    private func indentation(of block: LayoutNode, below start: Int?) -> Int {
        BlockScalar(source, block.content).indentation(below: start.map(source.column))
    }

    private mutating func takeBefore(_ start: Int, _ entry: inout LayoutEntry, isFirstOfFile: Bool) {
        let comments = takeComments(before: start)
        entry.gap.isBlank = comments.first?.isAfterBlank ?? source.isAfterBlank(start)
        guard !comments.isEmpty else { return }
        entry.gap.blocks = LayoutBuilder.blocks(comments)
        guard !source.isAfterBlank(start) else { return }
        if isFirstOfFile, entry.gap.blocks.count == 1 {
            entry.gap.isTight = true
        } else {
            entry.above = entry.gap.blocks.removeLast()
        }
    }

    /// The comments between a key, or a `-`, and what belongs to it.
    private mutating func takeBetween(_ value: Int) -> [SourceComment] {
        let node = source.tree.nodes[value]
        let isBlock = (node.kind == .mapping || node.kind == .sequence) && !node.marks.contains(.flow)
        guard isBlock else { return takeComments(before: source.properties(value).contentStart) }
        // Lines of comments above the first entry belong to that entry.
        let first = source.skippingSpace(from: source.properties(value).contentStart, to: source.bytes.count)
        var result: [SourceComment] = []
        while let next = nextComment(before: first), !next.isAlone {
            comment += 1
            result.append(next)
        }
        return result
    }

    private func place(_ between: [SourceComment], _ after: SourceComment?, in entry: inout LayoutEntry) {
        var inner = between
        if let opening = entry.value.opening { inner.append(opening) }
        entry.value.opening = nil
        var after = after
        if entry.value.isFilled, !entry.value.isFlow || entry.value.needsLines {
            if let last = after, inner.contains(where: { !$0.isAlone }) {
                entry.value.foot.append([last.text])
                after = nil
            }
        } else if !entry.value.foot.isEmpty {
            // Comments inside empty brackets.
            entry.above += entry.value.foot.flatMap(\.self)
            entry.value.foot = []
        }
        let isCollection = entry.value.kind == .map || entry.value.kind == .list
        if isCollection, !entry.value.isFilled { entry.value.needsLines = false }
        if after == nil, let beside = inner.firstIndex(where: { !$0.isAlone }) { after = inner.remove(at: beside) }
        entry.above += inner.map(\.text)
        entry.trailing = after?.text
    }
}

// MARK: - Comments

extension LayoutBuilder {
    private func nextComment(before limit: Int) -> SourceComment? {
        guard comment < source.comments.count, source.comments[comment].text.lowerBound < limit else { return nil }
        return source.comments[comment]
    }

    private mutating func takeComments(before limit: Int) -> [SourceComment] {
        var result: [SourceComment] = []
        while let next = nextComment(before: limit) {
            result.append(next)
            comment += 1
        }
        return result
    }

    /// The comment on the line on which the last value ended.
    private mutating func takeTrailing(before limit: Int) -> SourceComment? {
        guard let next = nextComment(before: limit), !next.isAlone,
            reached <= next.text.lowerBound, !source.isMultiline(reached..<next.text.lowerBound)
        else {
            // A block scalar ends below its comment, which stands beside its `|`.
            guard let next = nextComment(before: min(limit, reached)), !next.isAlone else { return nil }
            comment += 1
            return next
        }
        comment += 1
        return next
    }

    /// Takes the comments below the last entry of a collection without brackets that stand no further left than it.
    private mutating func readFoot(_ node: inout LayoutNode, below key: Int?, limit: Int) {
        guard var next = nextComment(before: limit), next.isAlone else { return }
        let first = source.properties(node.node).contentStart
        var column = source.column(source.skippingSpace(from: first, to: source.bytes.count))
        // A list may begin in the column of its key: what stands there as well belongs to the next key.
        if node.kind == .list, let key, source.column(key) == column { column += 1 }
        var taken: [SourceComment] = []
        var end = reached
        while next.isAlone, source.skippingSpace(from: end, to: next.text.lowerBound) == next.text.lowerBound,
            source.column(next.text.lowerBound) >= column
        {
            taken.append(next)
            end = next.text.upperBound
            comment += 1
            guard let following = nextComment(before: limit) else { break }
            next = following
        }
        node.isFootApart = taken.first?.isAfterBlank ?? false
        node.foot = LayoutBuilder.blocks(taken)
    }
}

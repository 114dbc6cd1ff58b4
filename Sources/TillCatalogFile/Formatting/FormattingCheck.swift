/// Proves that a reformatted file says what it said before.
struct FormattingCheck {
    private let old: LayoutSource
    private let new: LayoutSource
    /// What each value became.
    private var pairs: [Int: Int] = [:]
    private var aliases: [(old: Int, new: Int)] = []

    private init(_ old: LayoutSource, _ new: LayoutSource) {
        self.old = old
        self.new = new
    }

    /// What differs between a file and its new form, apart from the order of keys; nil when nothing does.
    static func difference(_ old: LayoutSource, _ new: LayoutSource) -> String? {
        guard comments(old) == comments(new) else { return "the comments" }
        var check = FormattingCheck(old, new)
        switch (old.tree.root, new.tree.root) {
        case (nil, nil): return nil
        case (let first?, let second?): return check.isSame(first, second) ? nil : "the values"
        default: return "the values"
        }
    }

    /// How often each comment is there.
    private static func comments(_ source: LayoutSource) -> [ArraySlice<UInt8>: Int] {
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for comment in source.comments { counts[source.bytes[comment.text], default: 0] += 1 }
        return counts
    }

    private mutating func isSame(_ first: Int, _ second: Int) -> Bool {
        guard compare(first, second) else { return false }
        return aliases.allSatisfy { pairs[old.tree.resolved($0.old)] == new.tree.resolved($0.new) }
    }

    private mutating func compare(_ first: Int, _ second: Int) -> Bool {
        let (before, after) = (old.tree.nodes[first], new.tree.nodes[second])
        guard before.kind == after.kind else { return false }
        pairs[first] = second
        switch before.kind {
        case .alias:
            aliases.append((first, second))
            return true
        case .scalar:
            let isLoneDash = old.tree.isText(first, "-")
            return old.tree.bytes(first) == new.tree.bytes(second)
                && (isLoneDash || before.marks.contains(.plain) == after.marks.contains(.plain))
        case .sequence:
            let (items, others) = (old.tree.children(first), new.tree.children(second))
            guard items.count == others.count else { return false }
            for (item, other) in zip(items, others) where !compare(item, other) { return false }
            return true
        case .mapping:
            let (entries, others) = (sorted(first, old.tree), sorted(second, new.tree))
            guard entries.count == others.count else { return false }
            for (entry, other) in zip(entries, others) {
                guard compare(entry.key, other.key), compare(entry.value, other.value) else { return false }
            }
            return true
        }
    }

    /// The keys and values of a map by the text of the key; equal keys, as `<<` may be, in the file's order.
    private func sorted(_ mapping: Int, _ tree: YAMLTree) -> [(key: Int, value: Int)] {
        var pairs: [(key: Int, value: Int)] = []
        tree.forEachPair(mapping) { pairs.append(($0, $1)) }
        return pairs.sorted { first, second in
            let (left, right) = (tree.bytes(tree.resolved(first.key)), tree.bytes(tree.resolved(second.key)))
            return left == right ? first.key < second.key : left.lexicographicallyPrecedes(right)
        }
    }
}

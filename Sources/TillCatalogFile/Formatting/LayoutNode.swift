/// A value of a file as it is laid out: what stays as it is written, and what it is made of.
struct LayoutNode {
    /// What a value is, as far as its layout goes.
    enum Kind { case scalar, block, alias, map, list }

    let kind: Kind
    /// The value in the tree.
    let node: Int
    /// Its anchor and its tag.
    var properties: [Range<Int>] = []
    /// A scalar's or an alias's own text.
    var content = 0..<0
    /// In a block scalar, how many spaces before each line do not belong to its text.
    var indentation = 0
    /// Whether it is a collection in brackets.
    var isFlow = false
    /// Whether it cannot be written on one line, because of comments or of text with lines of its own.
    var needsLines = false
    /// What a collection holds.
    var entries: [LayoutEntry] = []
    /// The comment beside its opening bracket.
    var opening: SourceComment?
    /// Comments after the last entry, in blocks that a blank line separates.
    var foot: [[Range<Int>]] = []
    /// Whether a blank line stands above ``foot``.
    var isFootApart = false

    /// Whether it is a collection with something in it.
    var isFilled: Bool { (kind == .map || kind == .list) && !entries.isEmpty }
}

/// An entry of a map, or an item of a list.
struct LayoutEntry {
    /// What stands between two entries.
    struct Gap {
        /// Whether a blank line begins it.
        var isBlank = false
        /// Blocks of comments that no entry follows directly.
        var blocks: [[Range<Int>]] = []
        /// Whether the first entry follows the blocks without a blank line, as at the head of a file.
        var isTight = false
    }

    /// What stands before it.
    var gap = Gap()
    /// Comment lines directly above it, which move with it.
    var above: [Range<Int>] = []
    /// Its key; nil for an item.
    var key: LayoutNode?
    /// Its value.
    var value: LayoutNode
    /// The comment at the end of its first line; of a text of several lines, at the end of the text.
    var trailing: Range<Int>?

    /// Whether comments stand above it.
    var hasCommentsBefore: Bool { !gap.blocks.isEmpty || !above.isEmpty }
}

/// Builds the tree of a text from libyaml's events, within bounds that a hostile file cannot push.
struct YAMLTreeBuilder {
    /// How deep values may nest, aliases followed.
    static let maximumDepth = 64
    /// How many values a file may write.
    static let maximumValues = 8_000_000
    /// How many values all aliases together may stand for.
    static let maximumAliasedValues = 1_000_000
    /// How long one text may be, in bytes.
    static let maximumText = 1 << 20

    /// A collection whose end was not seen yet.
    private struct Open {
        let node: Int
        let anchor: String?
        /// How many values there were before it.
        let valuesBefore: Int
        /// The child that came last.
        var last = 0
        /// How many levels are inside.
        var height = 1
    }

    /// Something an alias may stand for.
    private struct Anchor {
        let node: Int
        /// How many values it stands for; nil while its end was not seen.
        var values: Int?
        var height = 1
    }

    private let source: SourceText
    private var tree: YAMLTree
    private let root: Int
    private var open: [Open] = []
    private var anchors: [String: Anchor] = [:]
    private var values = 0
    private var aliasedValues = 0
    private var isStopped = false

    private init(_ source: SourceText, _ tree: consuming YAMLTree) {
        self.source = source
        root = tree.nodes.count
        // The bounds hold for all files of a catalog together.
        values = root
        aliasedValues = tree.aliasedValues
        self.tree = tree
    }

    /// Adds the tree of a text that is UTF-8, with what is wrong with its form reported.
    ///
    /// When the text breaks off or a bound is met, the tree holds what was read before, and the last value of
    /// each collection that was open is marked as cut.
    static func build(_ source: SourceText, into tree: inout YAMLTree, log: inout DiagnosticLog) {
        var builder = YAMLTreeBuilder(source, tree)
        tree = YAMLTree()
        if builder.root == 0 {
            // A typical file has a value for each 12 bytes; too few costs a reallocation, too many some memory.
            builder.tree.nodes.reserveCapacity(min(source.bytes.count / 12, maximumValues))
            builder.tree.text.reserveCapacity(source.bytes.count)
        }
        source.bytes.withUnsafeBufferPointer { bytes in
            builder.read(UnsafeBufferPointer(rebasing: bytes[source.bodyStart...]), &log)
        }
        if builder.root < builder.tree.nodes.count { builder.tree.roots.append(builder.root) }
        builder.tree.aliasedValues = builder.aliasedValues
        tree = builder.tree
    }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>, _ log: inout DiagnosticLog) {
        var stream = YAMLEventStream(text, base: source.base)
        var documents = 0
        while !isStopped {
            do {
                let event = try stream.next()
                switch event.kind {
                case .streamEnd: return
                case .documentStart:
                    documents += 1
                    guard documents == 1 else {
                        log.error(
                            .severalDocuments, at: event.span, "a second document begins here",
                            help: "keep one document in a file: remove this `---` and what follows, or merge the two")
                        return
                    }
                case .scalar: addScalar(event, &log)
                case .alias: addAlias(event, &log)
                case .sequenceStart, .mappingStart: openCollection(event, &log)
                case .collectionEnd: closeCollection(event, &log)
                case .other: break
                }
            } catch {
                YAMLSyntaxProblem(error, text: text, base: source.base, quoted: lastQuoted).report(to: &log)
                stop()
            }
        }
    }
}

// MARK: - Values

extension YAMLTreeBuilder {
    private var lastQuoted: SourceSpan? {
        guard let last = tree.nodes.indices.last, last >= root, tree.nodes[last].marks.contains(.quoted) else {
            return nil
        }
        return tree.span(last)
    }
}

extension YAMLTreeBuilder {
    private mutating func addScalar(_ event: YAMLEvent, _ log: inout DiagnosticLog) {
        guard count(1, height: 1, at: event.span, &log) else { return }
        guard event.text.count <= YAMLTreeBuilder.maximumText else {
            log.error(
                .textTooLong, at: event.span, "this text is \(event.text.count) bytes long",
                help: "a text may be at most \(YAMLTreeBuilder.maximumText) bytes; is a quote missing?")
            return stop()
        }
        var node = YAMLNode(kind: .scalar, event.span)
        switch event.style {
        case .plain: node.marks = event.tag == nil ? .plain : []
        case .quoted: node.marks = .quoted
        case .block: break
        }
        if let tag = event.tag, !["!", "tag:yaml.org,2002:str"].contains(tag) {
            refuse(tag, &node, event, &log)
        }
        node.first = UInt32(tree.text.count)
        node.count = UInt32(event.text.count)
        tree.text.append(contentsOf: event.text)
        tree.text.append(0)
        add(node, &log)
        remember(event.anchor, Anchor(node: tree.nodes.count - 1, values: 1))
    }

    private mutating func addAlias(_ event: YAMLEvent, _ log: inout DiagnosticLog) {
        var node = YAMLNode(kind: .alias, event.span)
        let name = event.anchor ?? ""
        guard let anchor = anchors[name] else {
            log.error(
                .unknownAlias, at: event.span, "no anchor `&\(Quoting.clipped(name))` comes before this alias",
                help: NearestName.of(name, among: anchors.keys.sorted()).map { "did you mean `*\($0)`?" }
                    ?? "text that begins with `*` needs quotes")
            return addReported(event)
        }
        guard let values = anchor.values else {
            log.error(
                .recursiveAlias, at: event.span, "`*\(Quoting.clipped(name))` stands inside what it stands for",
                help: "an alias can only repeat something that ended before it")
            return addReported(event)
        }
        aliasedValues += values
        guard aliasedValues <= YAMLTreeBuilder.maximumAliasedValues else {
            log.error(
                .tooManyValues, at: event.span,
                "aliases stand for more than \(YAMLTreeBuilder.maximumAliasedValues) values up to here",
                help: "each alias counts as everything it stands for")
            return stop()
        }
        guard count(1, height: anchor.height, at: event.span, &log) else { return }
        node.first = UInt32(anchor.node)
        add(node, &log)
    }

    private mutating func openCollection(_ event: YAMLEvent, _ log: inout DiagnosticLog) {
        let before = values + aliasedValues
        guard count(1, height: 1, at: event.span, &log) else { return }
        let isMapping = event.kind == .mappingStart
        var node = YAMLNode(kind: isMapping ? .mapping : .sequence, event.span)
        node.marks = event.isFlow ? .flow : []
        if let tag = event.tag, tag != "!", tag != "tag:yaml.org,2002:\(isMapping ? "map" : "seq")" {
            refuse(tag, &node, event, &log)
        }
        add(node, &log)
        let index = tree.nodes.count - 1
        remember(event.anchor, Anchor(node: index))
        open.append(Open(node: index, anchor: event.anchor, valuesBefore: before))
    }

    private mutating func closeCollection(_ event: YAMLEvent, _ log: inout DiagnosticLog) {
        guard let closed = open.popLast() else { return }
        tree.nodes[closed.node].end = UInt32(event.span.end)
        if !open.isEmpty { open[open.count - 1].height = max(open[open.count - 1].height, closed.height + 1) }
        if let name = closed.anchor, anchors[name]?.node == closed.node {
            anchors[name] = Anchor(
                node: closed.node, values: values + aliasedValues - closed.valuesBefore, height: closed.height)
        }
        if tree.nodes[closed.node].kind == .mapping { tree.checkKeys(of: closed.node, log: &log) }
    }

    /// Adds an empty scalar in place of something that was reported.
    private mutating func addReported(_ event: YAMLEvent) {
        values += 1
        var node = YAMLNode(kind: .scalar, event.span)
        node.marks = [.plain, .reported]
        node.first = UInt32(tree.text.count)
        link(node)
    }

    private mutating func add(_ node: YAMLNode, _ log: inout DiagnosticLog) {
        var node = node
        if let parent = open.last.map({ tree.nodes[$0.node] }) {
            if parent.marks.contains(.reported) {
                node.marks.insert(.reported)
            } else if parent.kind == .mapping, parent.count.isMultiple(of: 2) {
                tree.checkKey(&node, log: &log)
                // `{{ name }}` is meant for a template: the outer bracket is not a second mistake.
                if node.marks.contains(.reported), parent.marks.contains(.flow), parent.count == 0 {
                    tree.nodes[open[open.count - 1].node].marks.insert(.reported)
                }
            }
        }
        link(node)
    }

    private mutating func link(_ node: YAMLNode) {
        let index = tree.nodes.count
        tree.nodes.append(node)
        guard let parent = open.last else { return }
        if tree.nodes[parent.node].count == 0 {
            tree.nodes[parent.node].first = UInt32(index)
        } else {
            tree.nodes[parent.last].next = UInt32(index)
        }
        tree.nodes[parent.node].count += 1
        open[open.count - 1].last = index
    }

    private mutating func remember(_ name: String?, _ anchor: Anchor) {
        if let name { anchors[name] = anchor }
    }

    private func refuse(_ tag: String, _ node: inout YAMLNode, _ event: YAMLEvent, _ log: inout DiagnosticLog) {
        node.marks.insert(.reported)
        let shown = tag.replacing("tag:yaml.org,2002:", with: "!!", maxReplacements: 1)
        log.error(
            .tag, at: SourceSpan(event.span.start, event.span.start + 1),
            "the tag `\(Quoting.clipped(shown))` has no meaning here",
            help: "remove it: what kind of value is meant follows from its key")
    }
}

// MARK: - Bounds

extension YAMLTreeBuilder {
    /// Counts values that are about to be added; false when that is too much, and reading has stopped.
    private mutating func count(
        _ added: Int, height: Int, at span: SourceSpan, _ log: inout DiagnosticLog
    ) -> Bool {
        values += added
        guard values <= YAMLTreeBuilder.maximumValues else {
            log.error(
                .tooManyValues, at: span, "the file holds more than \(YAMLTreeBuilder.maximumValues) values up to here",
                help: "is this the right file?")
            stop()
            return false
        }
        guard open.count + height <= YAMLTreeBuilder.maximumDepth else {
            log.error(
                .tooDeep, at: span, "values are nested more than \(YAMLTreeBuilder.maximumDepth) deep here",
                help: "a catalog needs about six levels; is a bracket or some indentation wrong?")
            stop()
            return false
        }
        if !open.isEmpty { open[open.count - 1].height = max(open[open.count - 1].height, height + 1) }
        return true
    }

    /// Ends reading and marks what may be incomplete: the last value, and everything it is in.
    private mutating func stop() {
        isStopped = true
        guard root < tree.nodes.count else { return }
        var node = root
        tree.nodes[node].marks.insert(.cut)
        while tree.nodes[node].kind != .scalar, tree.nodes[node].kind != .alias,
            let last = tree.children(node).last
        {
            tree.nodes[last].marks.insert(.cut)
            node = last
        }
    }
}

extension YAMLNode {
    /// A value at a place, with nothing in it yet.
    fileprivate init(kind: Kind, _ span: SourceSpan) {
        self.init(kind: kind, start: UInt32(span.start), end: UInt32(span.end))
    }
}

import TillModel

/// Joins the sections of several files into one map; what two of them declare is reported.
struct SectionJoining {
    /// Whether every file could be read in full; else what is not found may be in the part that is missing.
    var isComplete = true

    /// A section that is in more than one file.
    private struct Joined {
        var entries: [YAMLTree.Entry]
        /// The first key of each name.
        var keys: [String: Int]
    }

    private let original: Int
    private var sections: [YAMLTree.Entry]
    private var positions: [String: Int] = [:]
    private var joined: [Int: Joined] = [:]

    /// The sections of the main file.
    init(_ root: Int, _ tree: YAMLTree) {
        original = root
        sections = tree.entries(root)
        for (position, section) in sections.enumerated() { positions[tree.string(section.key)] = position }
    }

    /// Adds the sections of another file; what is no section has been reported, or is the team's own.
    mutating func add(_ part: Int, _ context: inout ReadingContext) {
        for section in context.tree.entries(part) {
            guard let key = KeyName.of(context.tree.bytes(section.key)), key != .version,
                MapSchema.includedFile.allows(key)
            else { continue }
            guard let position = positions[key.name] else {
                positions[key.name] = sections.count
                sections.append(section)
                continue
            }
            join(section, at: position, &context)
        }
    }

    private mutating func join(_ section: YAMLTree.Entry, at position: Int, _ context: inout ReadingContext) {
        let first = sections[position]
        guard context.tree.nodes[first.value].kind == .mapping else { return }
        guard context.tree.nodes[section.value].kind == .mapping else {
            // The one that is no map is reported when it is read.
            sections[position] = YAMLTree.Entry(key: first.key, value: section.value)
            return
        }
        var whole = joined[position] ?? start(first.value, context.tree)
        // Nobody else holds the section while it grows, so that it is not copied each time.
        joined[position] = nil
        for entry in context.tree.entries(section.value) {
            let name = context.tree.string(entry.key)
            guard let earlier = whole.keys[name] else {
                whole.keys[name] = entry.key
                whole.entries.append(entry)
                continue
            }
            context.log.error(
                .declaredTwice, at: context.tree.span(entry.key),
                "`\(Quoting.clipped(name))` is declared in another file already",
                help: "keep one of the two; to change something, use an overlay",
                earlier: .init(what: "the first is", span: context.tree.span(earlier)))
        }
        joined[position] = whole
    }

    private func start(_ map: Int, _ tree: YAMLTree) -> Joined {
        let entries = tree.entries(map)
        let keys = entries.map { (tree.string($0.key), $0.key) }
        return Joined(entries: entries, keys: Dictionary(keys, uniquingKeysWith: { first, _ in first }))
    }

    /// The map with all sections.
    func root(in tree: inout YAMLTree) -> Int {
        var sections = sections
        for (position, section) in sections.enumerated() where tree.nodes[section.value].kind == .mapping {
            let entries = joined[position]?.entries ?? (isComplete ? nil : tree.entries(section.value))
            guard let entries else { continue }
            let map = tree.makeMap(entries, like: section.value)
            if !isComplete, SectionJoining.isNamed(section.key, tree) { tree.markIncomplete(map) }
            sections[position] = YAMLTree.Entry(key: section.key, value: map)
        }
        let root = tree.makeMap(sections, like: original)
        if !isComplete { tree.markIncomplete(root) }
        return root
    }

    /// Whether other sections name what is in this one.
    private static func isNamed(_ key: Int, _ tree: YAMLTree) -> Bool {
        [KeyName.products, .features, .meters, .credits].contains { tree.isText(key, $0.name) }
    }
}

extension YAMLTree {
    /// Notes that a map may hold more than could be read.
    fileprivate mutating func markIncomplete(_ map: Int) {
        nodes[map].marks.insert(.cut)
        // What is in brackets that are cut short would not be read at all.
        nodes[map].marks.remove(.flow)
    }
}

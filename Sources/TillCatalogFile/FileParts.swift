import TillModel

/// Puts together what is in several files.
struct FileParts {
    /// The files that were read.
    var files: CatalogFiles

    /// The root of a catalog with the sections of the files it includes.
    mutating func including(_ root: Int, _ context: inout ReadingContext) -> Int {
        guard let entry = entry(.include, of: root, context.tree) else { return root }
        let field = Field(name: KeyName.include.name, key: entry.key, value: entry.value)
        let example = "[catalog/plans.yaml]"
        var included: [Int] = []
        for item in context.items(field, of: "a list of files", example: example) ?? [] {
            guard let part = files.root(of: item, &context) else { continue }
            guard let section = map(part, item, &context) else { continue }
            included.append(section)
        }
        return included.reduce(root) { merge($1, into: $0, &context) }
    }

    /// The value of an included file, when it is a map of sections.
    private func map(_ part: Int, _ item: Field, _ context: inout ReadingContext) -> Int? {
        guard context.tree.nodes[part].kind == .mapping else {
            guard !context.isSettled(part) else { return nil }
            context.log.error(
                .wrongKind, at: context.tree.span(part),
                "expected a map with sections such as `products`, found \(context.tree.description(part))")
            return nil
        }
        let whole = Field(name: "included file", key: part, value: part)
        guard let fields = context.fields(whole, of: "an included file", .includedFile) else { return nil }
        if let version = fields[.version] { SettingsReader.checkVersion(version, &context) }
        return part
    }

    /// One map with the sections of both; what both declare is reported.
    private func merge(_ part: Int, into root: Int, _ context: inout ReadingContext) -> Int {
        var sections = context.tree.entries(root)
        for section in context.tree.entries(part) where !context.tree.isText(section.key, KeyName.version.name) {
            let name = context.tree.string(section.key)
            guard let position = sections.firstIndex(where: { context.tree.isText($0.key, name) }) else {
                sections.append(section)
                continue
            }
            let value = join(sections[position], section, &context)
            sections[position] = YAMLTree.Entry(key: sections[position].key, value: value)
        }
        return context.tree.makeMap(sections, like: root)
    }

    private func join(
        _ first: YAMLTree.Entry, _ second: YAMLTree.Entry, _ context: inout ReadingContext
    ) -> Int {
        guard context.tree.nodes[first.value].kind == .mapping, context.tree.nodes[second.value].kind == .mapping
        else {
            // The one that is no map is reported when it is read.
            return context.tree.nodes[first.value].kind == .mapping ? second.value : first.value
        }
        var entries = context.tree.entries(first.value)
        var known: [String: Int] = [:]
        for entry in entries { known[context.tree.string(entry.key)] = entry.key }
        for entry in context.tree.entries(second.value) {
            let name = context.tree.string(entry.key)
            guard let earlier = known[name] else {
                known[name] = entry.key
                entries.append(entry)
                continue
            }
            context.log.error(
                .declaredTwice, at: context.tree.span(entry.key),
                "`\(Quoting.clipped(name))` is declared in another file already",
                help: "keep one of the two; to change something, use an overlay",
                earlier: .init(what: "the first is", span: context.tree.span(earlier)))
        }
        return context.tree.makeMap(entries, like: first.value)
    }

    /// The changes that a file has names for.
    mutating func overlays(of root: Int, _ context: inout ReadingContext) -> Overlays {
        guard let entry = entry(.overlays, of: root, context.tree) else { return Overlays() }
        let field = Field(name: KeyName.overlays.name, key: entry.key, value: entry.value)
        var overlays = Overlays()
        let entries = context.entries(field, example: "{ live: { products: {} } }") ?? []
        for entry in KeyForm.checkEntries(entries, "overlay", &context) {
            guard let changes = changes(entry, &context) else { continue }
            overlays.named.append((entry.name, changes))
        }
        overlays.isComplete = overlays.named.count == entries.count
        return overlays
    }

    private mutating func changes(_ entry: Field, _ context: inout ReadingContext) -> Int? {
        guard context.tree.nodes[entry.value].kind == .mapping, context.tree.hasKey(.file, entry.value) else {
            return isOverlay(entry, &context) ? entry.value : nil
        }
        guard let fields = context.fields(entry, of: Owner("overlay", key: entry.name), .overlayFile),
            let file = fields[.file]
        else { return nil }
        guard let root = files.root(of: file, &context) else { return nil }
        return isOverlay(Field(name: entry.name, key: root, value: root), &context) ? root : nil
    }

    private func isOverlay(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        context.fields(entry, of: Owner("overlay", key: entry.name), .overlay) != nil
    }

    private func entry(_ key: KeyName, of map: Int, _ tree: YAMLTree) -> YAMLTree.Entry? {
        tree.entries(map).first { tree.isText($0.key, key.name) }
    }
}

import TillModel

/// Puts together what is in several files.
struct FileParts {
    /// The files that were read.
    var files: CatalogFiles

    /// The root of a catalog with the sections of the files it includes.
    mutating func including(_ root: Int, _ context: inout ReadingContext) -> Int {
        guard let entry = entry(.include, of: root, context.tree) else { return root }
        let field = Field(name: KeyName.include.name, key: entry.key, value: entry.value)
        let errors = context.log.errorCount
        var parts: [Int] = []
        var paths: Set<String> = []
        for item in context.items(field, of: "a list of files", example: "[catalog/plans.yaml]") ?? [] {
            if context.tree.nodes[item.value].kind == .scalar {
                let path = context.tree.string(item.value)
                guard paths.insert(path).inserted else {
                    context.reportRepeated(path, at: context.tree.span(item.value))
                    continue
                }
            }
            if let part = files.root(of: item, &context), let part = map(part, &context) { parts.append(part) }
        }
        var joining = SectionJoining(root, context.tree)
        joining.isComplete = context.log.errorCount == errors
        for part in parts { joining.add(part, &context) }
        return joining.root(in: &context.tree)
    }

    /// The value of an included file, when it is a map of sections.
    private func map(_ part: Int, _ context: inout ReadingContext) -> Int? {
        guard context.tree.nodes[part].kind == .mapping else {
            guard !context.isSettled(part) else { return nil }
            context.log.error(
                .wrongKind, at: context.tree.span(part),
                "expected a map with sections such as `products`, found \(context.tree.description(part))",
                help: "as in `products: { job_posting: \(ProductReader.example) }`")
            return nil
        }
        let whole = Field(name: "included file", key: part, value: part)
        guard let fields = context.fields(whole, of: "an included file", .includedFile) else { return nil }
        if let version = fields[.version] { SettingsReader.checkVersion(version, &context) }
        return part
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
        let errors = context.log.errorCount
        let fields = context.fields(entry, of: Owner("overlay", key: entry.name), .overlay)
        // One with a mistake is not applied, so that what follows from it is not told.
        return fields != nil && context.log.errorCount == errors
    }

    private func entry(_ key: KeyName, of map: Int, _ tree: YAMLTree) -> YAMLTree.Entry? {
        tree.entries(map).first { tree.isText($0.key, key.name) }
    }
}

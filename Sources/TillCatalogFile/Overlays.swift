import TillModel

/// The named changes of a catalog, and which of them apply.
struct Overlays {
    /// Each change with its name, in the file's order.
    var named: [(name: String, changes: Int)] = []
    /// Whether all that are written could be read.
    var isComplete = true

    /// The catalog with the overlays that apply; every other one is tried as well, so that its mistakes are told.
    func read(_ root: Int, _ context: inout ReadingContext) -> Catalog.Contents? {
        var applied = root
        for name in chosen(&context) {
            guard let overlay = named.first(where: { $0.name == name }) else { continue }
            guard hasProducts(of: overlay, in: applied, &context) else { continue }
            applied = context.tree.applying(overlay.changes, to: applied)
        }
        context.sections = Set(context.tree.entries(applied).map { context.tree.string($0.key) })
        if context.options.findsPlaces { context.things = context.tree.things(below: applied) }
        let contents = SectionReader.read(applied, &context)
        guard context.options.overlays.isEmpty, context.options.mode == nil, !context.log.hasErrors else {
            return contents
        }
        for overlay in named {
            let errors = context.log.errorCount
            guard hasProducts(of: overlay, in: root, &context) else { return nil }
            let (mode, nodes) = (context.options.mode, context.tree.nodes.count)
            context.options.mode = Mode(rawValue: overlay.name)
            context.log.overlay = (overlay.name, context.tree.extent(overlay.changes))
            _ = SectionReader.read(context.tree.applying(overlay.changes, to: root), &context)
            context.log.overlay = nil
            context.options.mode = mode
            // What was made to try it is of no use to the next one.
            context.tree.nodes.removeLast(context.tree.nodes.count - nodes)
            guard context.log.errorCount == errors else { return nil }
        }
        return contents
    }

    /// Whether every product that an overlay changes or removes is there; reported when not.
    private func hasProducts(
        of overlay: (name: String, changes: Int), in root: Int, _ context: inout ReadingContext
    ) -> Bool {
        guard let changed = context.tree.products(overlay.changes), let products = context.tree.products(root),
            !context.isSettled(products)
        else { return true }
        let keys = context.tree.entries(products).map { context.tree.string($0.key) }
        let known = Set(keys)
        let errors = context.log.errorCount
        for entry in context.tree.entries(changed) {
            let key = context.tree.string(entry.key)
            let isNew = context.tree.nodes[entry.value].kind == .mapping && context.tree.hasKey(.name, entry.value)
            guard !known.contains(key), !isNew, !context.isSettled(entry.value) else { continue }
            context.log.error(
                .unknownProduct, at: context.tree.span(entry.key),
                "overlay `\(Quoting.clipped(overlay.name))` changes product `\(Quoting.clipped(key))`, which is not there",
                help: NearestName.of(key, among: keys).map { "did you mean `\($0)`?" }
                    ?? "a product that an overlay adds has a `name` and a price")
        }
        return context.log.errorCount == errors
    }

    /// The names of what applies: the environment's own overlay, then those that are asked for.
    private func chosen(_ context: inout ReadingContext) -> [String] {
        let known = named.map(\.name)
        for name in context.options.overlays where !known.contains(name) && isComplete {
            context.log.error(
                .unknownOverlay, at: .beginning, "there is no overlay `\(Quoting.clipped(name))`",
                help: NearestName.of(name, among: known).map { "did you mean `\($0)`?" }
                    ?? (known.isEmpty ? "the file has no `overlays`" : "the overlays are \(KeyNames.list(known))"))
        }
        return (context.options.mode.map { [$0.rawValue] } ?? []) + context.options.overlays
    }
}

extension YAMLTree {
    /// The map under `products`; nil when there is none.
    fileprivate func products(_ map: Int) -> Int? {
        entries(map).first { isText($0.key, KeyName.products.name) && nodes[$0.value].kind == .mapping }?.value
    }

    /// Where a value is written, from its first character to its last.
    fileprivate func extent(_ node: Int) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }
}

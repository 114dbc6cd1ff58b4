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
            applied = context.tree.applying(overlay.changes, to: applied)
        }
        let contents = SectionReader.read(applied, &context)
        guard context.options.overlays.isEmpty, context.options.mode == nil, !context.log.hasErrors else {
            return contents
        }
        for (name, changes) in named {
            let errors = context.log.errorCount
            let mode = context.options.mode
            context.options.mode = Mode(rawValue: name)
            _ = SectionReader.read(context.tree.applying(changes, to: root), &context)
            context.options.mode = mode
            guard context.log.errorCount == errors else { return nil }
        }
        return contents
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

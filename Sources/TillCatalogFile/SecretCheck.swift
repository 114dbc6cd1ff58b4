/// Reports secrets anywhere in a file, comments included, and keeps them from being shown.
enum SecretCheck {
    private static let message = "a secret key is written in the file"

    private static let help =
        "secrets belong in the environment, such as STRIPE_SECRET_KEY; remove it here, and replace it at the provider "
        + "if the file was shared"

    /// Reports each secret once and marks the scalars that hold one, so that nobody complains of them again.
    ///
    /// The values of the sources begin at the node given.
    static func check(
        _ sources: [SourceText], _ tree: inout YAMLTree, from first: Int = 0, log: inout DiagnosticLog
    ) {
        let visible = sources.flatMap(visibleSecrets)
        for place in visible { log.error(.secret, at: place, message, help: help) }
        for (node, count) in scalarsWithSecrets(tree, from: first) {
            tree.nodes[node].marks.insert(.reported)
            let place = tree.span(node)
            // Escapes and line breaks can hide a secret from a search of the file's own text.
            guard !tree.isVerbatim(node), visible.count(where: place.contains) < count else { continue }
            log.error(.secret, at: place, message, help: help)
            log.hide(place)
        }
    }

    /// Where the file's own text shows a secret.
    private static func visibleSecrets(_ source: SourceText) -> [SourceSpan] {
        let matches = SecretScanner.matches(in: source.bytes)
        let positions = source.characters(atAscending: matches.flatMap { [$0.lowerBound, $0.upperBound] })
        return stride(from: 0, to: positions.count, by: 2).map { SourceSpan(positions[$0], positions[$0 + 1]) }
    }

    /// The scalars that hold secrets once escapes are read, and how many each.
    private static func scalarsWithSecrets(_ tree: YAMLTree, from first: Int) -> [(node: Int, count: Int)] {
        guard let scalar = tree.nodes[first...].first(where: { $0.kind == .scalar }) else { return [] }
        // What was read before has been searched already.
        let start = Int(scalar.first)
        var matches = SecretScanner.matches(in: tree.text[start...]).map {
            $0.lowerBound + start..<$0.upperBound + start
        }[...]
        guard !matches.isEmpty else { return [] }
        var found: [(node: Int, count: Int)] = []
        for node in tree.nodes.indices[first...] where tree.nodes[node].kind == .scalar {
            let text = Int(tree.nodes[node].first)..<Int(tree.nodes[node].first + tree.nodes[node].count)
            let inside = matches.prefix { text.contains($0.lowerBound) }
            guard !inside.isEmpty else { continue }
            found.append((node, inside.count))
            matches = matches.dropFirst(inside.count)
        }
        return found
    }
}

/// Maps that are made from others, for files that include files and for overlays.
///
/// What is made holds aliases of what was read, so that every key and value keeps its own place in its own file.
extension YAMLTree {
    /// A map with the entries given.
    mutating func makeMap(_ entries: [Entry], like original: Int) -> Int {
        let map = nodes.count
        let place = nodes[original]
        nodes.append(
            YAMLNode(
                kind: .mapping, marks: place.marks.intersection([.flow, .cut]), start: place.start, end: place.end,
                first: UInt32(map + 1), count: UInt32(entries.count * 2)))
        for entry in entries {
            for target in [entry.key, entry.value] {
                let place = nodes[target]
                nodes.append(
                    YAMLNode(
                        kind: .alias, start: place.start, end: place.end, first: UInt32(target),
                        next: UInt32(nodes.count + 1)))
            }
        }
        return map
    }

    /// A map with another one's changes applied: maps are merged, an empty value removes, anything else replaces.
    mutating func applying(_ changes: Int, to map: Int) -> Int {
        let changed = entries(changes)
        // Both maps may be large, a catalog and its changes; a table makes the work grow with their sum.
        var positions: [String: Int] = [:]
        for (position, entry) in changed.enumerated() { positions[string(entry.key)] = position }
        var result: [Entry] = []
        var isUsed = [Bool](repeating: false, count: changed.count)
        for entry in entries(map) {
            guard let position = positions[string(entry.key)] else {
                result.append(entry)
                continue
            }
            isUsed[position] = true
            let change = changed[position]
            if isNothing(change.value) { continue }
            if nodes[change.value].kind == .mapping, nodes[entry.value].kind == .mapping {
                result.append(Entry(key: entry.key, value: applying(change.value, to: entry.value)))
            } else {
                result.append(change)
            }
        }
        for (position, change) in changed.enumerated() where !isUsed[position] && !isNothing(change.value) {
            result.append(change)
        }
        return makeMap(result, like: map)
    }
}

/// What is checked of every mapping, whatever it is for.
extension YAMLTree {
    /// Refuses a key that is not text.
    func checkKey(_ node: inout YAMLNode, log: inout DiagnosticLog) {
        let kind = node.kind == .alias ? nodes[Int(node.first)].kind : node.kind
        let isEmpty = kind == .scalar && node.kind == .scalar && node.count == 0
        guard kind != .scalar || isEmpty, !node.marks.contains(.reported) else { return }
        node.marks.insert(.reported)
        log.error(
            .keyNotText, at: SourceSpan(Int(node.start), Int(node.end)),
            isEmpty
                ? "a key is missing before this `:`"
                : "a key must be text, found a \(kind == .mapping ? "map" : "list")",
            help: isEmpty ? nil : "text that begins with `{` or `[` needs quotes")
    }

    /// Refuses keys that a mapping has already, and merges of something that is not a map.
    mutating func checkKeys(of mapping: Int, log: inout DiagnosticLog) {
        var keys: [Int] = []
        keys.reserveCapacity(Int(nodes[mapping].count) / 2)
        var merges: [Int] = []
        forEachPair(mapping) { key, value in
            if isMergeKey(key) {
                merges.append(value)
            } else if !nodes[key].marks.contains(.reported) {
                keys.append(key)
            }
        }
        for value in merges { checkMerge(value, log: &log) }
        for (first, second) in repeated(keys) {
            nodes[second].marks.insert(.reported)
            log.error(
                .duplicateKey, at: span(second), "`\(Quoting.clipped(string(resolved(second))))` is given twice here",
                help: "remove one of the two, or give it another key",
                earlier: .init(what: "the first is", span: span(first)))
        }
    }

    private mutating func checkMerge(_ value: Int, log: inout DiagnosticLog) {
        let target = resolved(value)
        guard !nodes[target].marks.contains(.reported) else { return }
        let sources = nodes[target].kind == .sequence ? children(target) : [target]
        for source in sources where nodes[resolved(source)].kind != .mapping {
            guard !nodes[source].marks.contains(.reported) else { continue }
            log.error(
                .badMerge, at: span(source), "`<<` merges maps, found \(description(resolved(source)))",
                help: "name a map by its alias, as in `<<: *defaults`")
            nodes[source].marks.insert(.reported)
        }
    }

    /// Keys that an earlier key equals, each with that one.
    private func repeated(_ keys: [Int]) -> [(first: Int, second: Int)] {
        var result: [(Int, Int)] = []
        // Comparing each with each is quicker than hashing as long as there are few.
        guard keys.count > 12 else {
            for (index, key) in keys.enumerated() {
                let bytes = bytes(resolved(key))
                if let first = keys[..<index].first(where: { self.bytes(resolved($0)) == bytes }) {
                    result.append((first, key))
                }
            }
            return result
        }
        var seen: [String: Int] = [:]
        seen.reserveCapacity(keys.count)
        for key in keys {
            let name = string(resolved(key))
            if let first = seen[name] { result.append((first, key)) } else { seen[name] = key }
        }
        return result
    }
}

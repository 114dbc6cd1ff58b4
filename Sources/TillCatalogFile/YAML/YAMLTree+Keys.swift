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
        var merges: [Int] = []
        forEachPair(mapping) { key, value in if isMergeKey(key) { merges.append(value) } }
        for value in merges { checkMerge(value, log: &log) }
        for (first, second) in repeatedKeys(of: mapping) {
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
    private func repeatedKeys(of mapping: Int) -> [(first: Int, second: Int)] {
        var result: [(first: Int, second: Int)] = []
        // Comparing each with each is quicker than a table as long as there are few.
        guard nodes[mapping].count > 48 else {
            forEachKey(mapping) { second in
                var isBefore = true
                var isFound = false
                forEachKey(mapping) { first in
                    isBefore = isBefore && first != second
                    guard isBefore, !isFound, isSameText(first, second) else { return }
                    isFound = true
                    result.append((first, second))
                }
            }
            return result
        }
        var seen = [Int: [Int]](minimumCapacity: Int(nodes[mapping].count) / 2)
        forEachKey(mapping) { key in
            var hasher = Hasher()
            text.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[bytes(of: key)])) }
            let hash = hasher.finalize()
            if let first = seen[hash]?.first(where: { isSameText($0, key) }) {
                result.append((first, key))
            } else {
                seen[hash, default: []].append(key)
            }
        }
        return result
    }

    /// Calls a closure for each key that is looked up by its text.
    private func forEachKey(_ mapping: Int, _ body: (Int) -> Void) {
        forEachPair(mapping) { key, _ in
            if !nodes[key].marks.contains(.reported), !isMergeKey(key) { body(key) }
        }
    }

    private func isSameText(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (bytes(of: left), bytes(of: right))
        guard left.count == right.count else { return false }
        return text.withUnsafeBytes { $0[left].elementsEqual($0[right]) }
    }

    private func bytes(of key: Int) -> Range<Int> {
        let scalar = nodes[resolved(key)]
        return Int(scalar.first)..<Int(scalar.first + scalar.count)
    }
}

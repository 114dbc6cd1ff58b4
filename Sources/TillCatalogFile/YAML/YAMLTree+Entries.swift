extension YAMLTree {
    /// A key of a mapping with its value, aliases followed.
    struct Entry {
        let key: Int
        let value: Int
    }

    /// The entries of a mapping, merged ones last; of a key that is given more than once, the first.
    ///
    /// Keys with a mistake that was reported are left out.
    func entries(_ mapping: Int) -> [Entry] {
        var result: [Entry] = []
        result.reserveCapacity(Int(nodes[mapping].count) / 2)
        var merged: [Int] = []
        forEachPair(mapping) { key, value in
            if isMergeKey(key) {
                merged.append(value)
            } else if !nodes[key].marks.contains(.reported) {
                result.append(Entry(key: resolved(key), value: resolved(value)))
            }
        }
        guard !merged.isEmpty else { return result }
        var names = Set(result.map { string($0.key) })
        for value in merged {
            for source in mergeSources(value) {
                for entry in entries(source) where names.insert(string(entry.key)).inserted { result.append(entry) }
            }
        }
        return result
    }

    /// Calls a closure for each entry, as ``entries(_:)`` gives them, without keeping them.
    func forEachEntry(_ mapping: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
        var hasMerge = false
        forEachPair(mapping) { key, _ in hasMerge = hasMerge || isMergeKey(key) }
        guard !hasMerge else {
            for entry in entries(mapping) { body(entry.key, entry.value) }
            return
        }
        forEachPair(mapping) { key, value in
            if !nodes[key].marks.contains(.reported) { body(resolved(key), resolved(value)) }
        }
    }

    /// The entries of a mapping whose keys it has already: left out of ``entries(_:)``, and still somebody's words.
    func repeatedEntries(_ mapping: Int) -> [Entry] {
        let names = Set(entries(mapping).map { string($0.key) })
        var result: [Entry] = []
        forEachPair(mapping) { key, value in
            let name = resolved(key)
            if nodes[key].marks.contains(.reported), nodes[name].kind == .scalar, names.contains(string(name)) {
                result.append(Entry(key: name, value: resolved(value)))
            }
        }
        return result
    }

    /// Whether a key is `<<`, which merges another map into its own.
    func isMergeKey(_ key: Int) -> Bool {
        let node = nodes[key]
        return node.kind == .scalar && node.marks.contains(.plain) && node.count == 2 && isText(key, "<<")
    }

    /// The maps that the value of a merge key names; anything else it holds is left out.
    func mergeSources(_ value: Int) -> [Int] {
        let value = resolved(value)
        switch nodes[value].kind {
        case .mapping: return [value]
        case .sequence: return children(value).map(resolved).filter { nodes[$0].kind == .mapping }
        case .scalar, .alias: return []
        }
    }

    /// Calls a closure for each key and value of a mapping, aliases not followed.
    func forEachPair(_ mapping: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
        var key = Int(nodes[mapping].first)
        // A file that breaks off may leave a last key without its value.
        for _ in 0..<nodes[mapping].count / 2 {
            let value = Int(nodes[key].next)
            body(key, value)
            key = Int(nodes[value].next)
        }
    }
}

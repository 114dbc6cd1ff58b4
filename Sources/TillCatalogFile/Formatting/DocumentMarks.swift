/// The lines `---` and `...` around a document, which stay as they are.
enum DocumentMarks {
    /// Where the document itself stands.
    static func body(of source: LayoutSource) -> Range<Int> {
        let nodes = source.tree.nodes
        let first = nodes.isEmpty ? source.bytes.count : source.start(0)
        var start = 0
        if let mark = find("---", source, from: 0, to: first) {
            let end = source.lineEnd(from: mark, to: source.bytes.count)
            let isAlone = source.skippingSpace(from: mark + 3, to: end) == end
            start = isAlone ? end + source.breakLength(at: end) : mark + 3
        }
        let last = nodes.indices.last { nodes[$0].kind == .scalar || nodes[$0].kind == .alias || isFlow(nodes[$0]) }
        var end = last.map(source.end) ?? start
        for node in nodes.indices where isFlow(nodes[node]) { end = max(end, source.end(node)) }
        end = find("...", source, from: max(start, end), to: source.bytes.count) ?? source.bytes.count
        return start..<max(start, end)
    }

    private static func isFlow(_ node: YAMLNode) -> Bool { node.marks.contains(.flow) }

    private static func find(_ mark: String, _ source: LayoutSource, from start: Int, to end: Int) -> Int? {
        let wanted = Array(mark.utf8)
        var at = start
        while at + wanted.count <= source.bytes.count, at < max(end, start + 1) {
            let isAtLineStart = at == 0 || source.breakLength(endingAt: at) > 0
            if isAtLineStart, source.bytes[at...].starts(with: wanted) {
                let next = at + wanted.count
                if next == source.bytes.count || source.bytes[next].isBlank || source.breakLength(at: next) > 0 {
                    return at
                }
            }
            at = source.lineEnd(from: at, to: source.bytes.count)
            at += max(1, source.breakLength(at: at))
        }
        return nil
    }
}

/// Where a file names its anchors, so that no alias comes to stand before what it repeats.
struct AnchorMentions {
    private struct Mention {
        let place: Int
        let name: String
        let isAnchor: Bool
    }

    /// Every mention, in the order of the file; empty when the file has no alias.
    private let mentions: [Mention]

    /// The mentions in a file.
    init(_ source: LayoutSource) {
        let nodes = source.tree.nodes
        guard nodes.contains(where: { $0.kind == .alias }) else {
            mentions = []
            return
        }
        let name = { (range: Range<Int>) in String(decoding: source.bytes[range].dropFirst(), as: UTF8.self) }
        var mentions: [Mention] = []
        for node in nodes.indices {
            let start = source.start(node)
            if nodes[node].kind == .alias {
                mentions.append(Mention(place: start, name: name(start..<source.end(node)), isAnchor: false))
                continue
            }
            for text in source.properties(node).texts where source.bytes[text.lowerBound] == 0x26 {
                mentions.append(Mention(place: text.lowerBound, name: name(text), isAnchor: true))
            }
        }
        self.mentions = mentions
    }

    /// Whether entries of one map may stand in another order; `ranges` are where they stand now.
    ///
    /// All that mention an anchor of the map must keep their order among each other.
    func permit(_ order: [Int], of ranges: [Range<Int>]) -> Bool {
        guard !mentions.isEmpty else { return true }
        var entriesOfName: [String: [Int]] = [:]
        var anchored: Set<String> = []
        for (entry, range) in ranges.enumerated() {
            for mention in mentions[first(from: range.lowerBound)...].prefix(while: { $0.place < range.upperBound }) {
                if entriesOfName[mention.name]?.last != entry { entriesOfName[mention.name, default: []].append(entry) }
                if mention.isAnchor { anchored.insert(mention.name) }
            }
        }
        guard !anchored.isEmpty else { return true }
        var places = [Int](repeating: 0, count: order.count)
        for (place, entry) in order.enumerated() { places[entry] = place }
        return anchored.allSatisfy { name in
            let moved = (entriesOfName[name] ?? []).map { places[$0] }
            return moved == moved.sorted()
        }
    }

    /// The position of the first mention from a place on; they stand in the order of the file.
    private func first(from place: Int) -> Int {
        var (low, high) = (0, mentions.count)
        while low < high {
            let middle = (low + high) / 2
            if mentions[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

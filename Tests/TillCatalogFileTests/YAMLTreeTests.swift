import Testing

@testable import TillCatalogFile

/// Places, counted once by libyaml and once by hand.
@Suite struct YAMLTreeTests {
    private func tree(_ text: String) -> (YAMLTree, SourceText) {
        let source = SourceText(file: "f", bytes: Array(text.utf8))
        var log = DiagnosticLog()
        var tree = YAMLTree()
        YAMLTreeBuilder.build(source, into: &tree, log: &log)
        return (tree, source)
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["", "\u{FEFF}"])
    func `keys and values are where they are written`(lineBreak: String, mark: String) throws {
        let lines = ["a: äöü", "日本: '👍 x'", "c:", "  - [one, \"two\"]", "  - '\u{2028}e\u{301}'", "d: last"]
        let (tree, source) = tree(mark + lines.joined(separator: lineBreak))
        var walk = SourceLines(source)
        var words: [String] = []
        for node in tree.nodes.indices where tree.nodes[node].kind == .scalar {
            let place = walk.place(of: tree.span(node))
            let line = String(decoding: source.bytes[place.bytes], as: UTF8.self)
            #expect(line == lines[place.line - 1])
            let scalars = Array(line.unicodeScalars)[(place.column - 1)...].prefix(place.length)
            words.append(scalars.map { String($0) }.joined())
        }
        #expect(words.prefix(7) == ["a", "äöü", "日本", "'👍 x'", "c", "one", "\"two\""])
        #expect(words.last == "last")
    }

    @Test func `an entry that is cut off is left out`() {
        let (tree, _) = tree("a: 1\nb: 2\nc: \"")
        #expect(tree.entries(0).map { tree.string($0.key) } == ["a", "b"])
        #expect(tree.nodes[0].marks.contains(.cut))
    }

    @Test func `keys beside a merge win over merged ones, and earlier merges over later`() {
        let (tree, _) = tree("x: &x { a: 1, b: 2, c: 3 }\ny: &y { b: 4, d: 5 }\nz: { <<: [*y, *x], a: 6 }")
        let z = tree.entries(0)[2].value
        let pairs = tree.entries(z).map { "\(tree.string($0.key))\(tree.string($0.value))" }
        #expect(pairs == ["a6", "b4", "d5", "c3"])
    }

    @Test(arguments: [
        ("monthly", "montly", 1), ("ab", "ba", 1), ("abc", "", 3), ("", "", 0), ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ])
    func `distances count single edits and swaps`(left: String, right: String, expected: Int) {
        #expect(NearestName.distance(Array(left.utf8), Array(right.utf8)) == expected)
    }

    @Test func `a name far from all others has no nearest`() {
        #expect(NearestName.of("zebra", among: ["name", "price"]) == nil)
        #expect(NearestName.of("nmae", among: ["name", "price"]) == "name")
        #expect(NearestName.of("x", among: ["y"]) == nil)
    }
}

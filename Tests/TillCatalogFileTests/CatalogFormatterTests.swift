import Foundation
import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

@Suite struct CatalogFormatterTests {
    private func tree(_ bytes: [UInt8]) -> YAMLTree? {
        var log = DiagnosticLog()
        let tree = SourceText(file: "f", bytes: bytes).tree(log: &log)
        return log.hasErrors ? nil : tree
    }

    /// The canonical form; nil, and an issue, when there is none.
    private func formatted(_ bytes: [UInt8], _ note: Comment) -> [UInt8]? {
        let result = CatalogFormatter().format(bytes, file: "f")
        guard case .formatted(let bytes) = result else {
            Issue.record("\(result)", sourceLocation: #_sourceLocation)
            Issue.record(note)
            return nil
        }
        return bytes
    }

    @Test(arguments: FormatCase.all)
    func `a file is formatted as its case says`(golden: FormatCase) throws {
        guard ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == nil else { return try golden.update() }
        #expect(golden.output == golden.expected)
    }

    @Test(arguments: FormatCase.all)
    func `a canonical form is its own canonical form`(golden: FormatCase) {
        guard case .formatted(let bytes) = CatalogFormatter().format(golden.input, file: "f") else { return }
        #expect(CatalogFormatter().format(bytes, file: "f") == .formatted(bytes))
    }

    private static let files: [String] = {
        let top = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let examples = top.appending(path: "docs/examples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: examples.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { examples.appending(path: $0).path }
    }()

    @Test(arguments: files)
    func `an example says the same afterwards`(path: String) throws {
        try checkMeaning([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    @Test(arguments: GoldenCase.all)
    func `whatever the reader's cases hold says the same afterwards`(golden: GoldenCase) throws {
        guard tree(golden.input) != nil else {
            guard case .notYAML(let diagnostics) = CatalogFormatter().format(golden.input, file: "f") else {
                Issue.record("formatted what is not YAML")
                return
            }
            #expect(diagnostics.contains { $0.severity == .error })
            return
        }
        try checkMeaning(golden.input)
    }

    /// Where batches of untidy files begin.
    @Test(arguments: 0..<TestSeed.count(2_000))
    func `an untidy file says the same afterwards, and keeps every comment`(number: Int) throws {
        let seed = TestSeed.value &+ UInt64(number)
        let plain = Array(CatalogWriter.text(RandomCatalog.contents(seed: seed)).utf8)
        let messy = MessyYAML(try #require(tree(plain)), random: SeededRandom(seed: seed))
        let bytes = Array(messy.text.utf8)
        try #require(tree(bytes) != nil, "seed \(seed): the untidy file is not YAML\n\(messy.text)")
        let result = try #require(formatted(bytes, "seed \(seed)\n\(messy.text)"))
        let text = String(decoding: result, as: UTF8.self)
        for comment in messy.comments {
            let count = text.split(separator: "\n").count { $0.hasSuffix(comment) }
            #expect(count == 1, "seed \(seed): \(comment) is there \(count) times")
        }
        #expect(!text.contains("\r"))
        #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        try checkMeaning(bytes)
    }

    /// A file read before and after formatting, and formatted again.
    private func checkMeaning(_ bytes: [UInt8]) throws {
        let result = try #require(formatted(bytes, "\(String(decoding: bytes, as: UTF8.self))"))
        #expect(
            CatalogFormatter().format(result, file: "f") == .formatted(result),
            "formatting again changes\n\(String(decoding: result, as: UTF8.self))")
        let before = CatalogReader().read(bytes, file: "f")
        let after = CatalogReader().read(result, file: "f")
        #expect(before.catalog?.contentHash == after.catalog?.contentHash)
        #expect(Set(before.diagnostics.map(\.code)) == Set(after.diagnostics.map(\.code)))
        let old = try #require(tree(bytes))
        let new = try #require(tree(result))
        #expect(old.root.map { spelled(old, $0) } == new.root.map { spelled(new, $0) })
    }

    /// A tree as text, keys of maps sorted.
    private func spelled(_ tree: YAMLTree, _ node: Int) -> String {
        switch tree.nodes[node].kind {
        case .alias: return "*" + spelled(tree, tree.resolved(node))
        case .scalar: return (tree.nodes[node].marks.contains(.plain) ? "" : "'") + tree.string(node)
        case .sequence: return "[" + tree.children(node).map { spelled(tree, $0) }.joined(separator: ",") + "]"
        case .mapping:
            var pairs: [String] = []
            tree.forEachPair(node) { pairs.append(spelled(tree, $0) + ":" + spelled(tree, $1)) }
            return "{" + pairs.sorted().joined(separator: ",") + "}"
        }
    }

    @Test(arguments: 0..<TestSeed.count(2_000))
    func `a damaged file is formatted or refused with a diagnostic`(number: Int) throws {
        var random = SeededRandom(seed: TestSeed.value &+ UInt64(number))
        let samples = FormatCase.all.map(\.input) + GoldenCase.all.map(\.input).filter { $0.count < 4_000 }
        for _ in 0..<10 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &random)]
            for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) }
            let result = CatalogFormatter().format(bytes, file: "f")
            switch result {
            case .formatted(let form):
                #expect(
                    CatalogFormatter().format(form, file: "f") == .formatted(form),
                    "seed \(TestSeed.value): not stable:\n\(String(decoding: bytes, as: UTF8.self))")
            case .notYAML(let diagnostics): #expect(!diagnostics.isEmpty)
            case .refused(let reason):
                Issue.record("seed \(TestSeed.value): \(reason)\n\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 2: bytes[start] = Array("{}[]:,-&*!|>'\"#?\n ".utf8).randomElement(using: &random) ?? 0
        case 3: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 4: bytes.insert(contentsOf: Array(" # c".utf8), at: bytes[start...].firstIndex(of: 0x0A) ?? start)
        default: bytes.insert(0x0A, at: start)
        }
    }

    @Test func `the canonical order has every key of the schema, map by map`() throws {
        var wrong: [String] = []
        func visit(_ value: ValueSchema, _ path: [String]) {
            switch value {
            case .map(let schema):
                let order = Set(CanonicalOrder.canonicalOrder(of: path) ?? [])
                let missing = schema.names.filter { !order.contains($0) }
                if !missing.isEmpty { wrong.append("\(path.joined(separator: "/")): \(missing)") }
                for key in schema.keys where key.key != .overlays { visit(key.value, path + [key.key.name]) }
            case .list(let item): visit(item, path + ["-"])
            case .table(_, let item): visit(item, path + ["any"])
            case .either(let values): for value in values { visit(value, path) }
            default: break
            }
        }
        visit(.map(.file), [])
        #expect(wrong == [])
    }

    @Test func `keys of the format are each given one place`() throws {
        let product = try #require(CanonicalOrder.canonicalOrder(of: ["products", "pro"]))
        #expect(Set(product).count == product.count)
        #expect(product.first == "name")
        #expect(CanonicalOrder.canonicalOrder(of: ["overlays", "live", "products", "pro"]) == product)
        #expect(CanonicalOrder.canonicalOrder(of: ["products"]) == nil)
        #expect(CanonicalOrder.canonicalOrder(of: ["products", "pro", "metadata"]) == nil)
        #expect(CanonicalOrder.canonicalOrder(of: [])?.first == "version")
    }
}

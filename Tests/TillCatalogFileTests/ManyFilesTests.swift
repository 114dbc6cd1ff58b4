import Testing
import TillModel

@testable import TillCatalogFile

/// Catalogs of many files, and of files made to cost much.
@Suite struct ManyFilesTests {
    private func reading(_ main: String, _ files: [String: String] = [:]) -> CatalogReading {
        CatalogReader().read(Array(main.utf8), file: "products.yaml") { path in
            files[path].map { .success(Array($0.utf8)) } ?? .failure(FileBytes.Failure(reason: "there is no such file"))
        }
    }

    private func list(_ count: Int, _ item: (Int) -> String) -> String {
        "[" + (0..<count).map(item).joined(separator: ", ") + "]"
    }

    private static let product = "products: { pro: { name: Pro, price: 9.00 USD } }\n"

    @Test func `one file that is included ten thousand times is read once`() {
        let main = "version: 1\ninclude: " + list(10_000) { _ in "a.yaml" } + "\n" + Self.product
        let reading = reading(main, ["a.yaml": "products: { a: { name: A, price: 9.00 USD } }"])
        #expect(reading.files == ["products.yaml", "a.yaml"])
        #expect(
            Set(reading.diagnostics.map(\.code)) == [
                DiagnosticCode.repeatedEntry.rawValue, DiagnosticCode.tooManyProblems.rawValue,
            ])
    }

    @Test func `ten thousand included files make one catalog`() throws {
        let main = "version: 1\ninclude: " + list(10_000) { "p\($0).yaml" } + "\n" + Self.product
        var files: [String: String] = [:]
        for number in 0..<10_000 {
            files["p\(number).yaml"] = "products: { p\(number): { name: P, price: 9.00 USD } }"
        }
        let reading = reading(main, files)
        #expect(reading.diagnostics == [])
        #expect(try #require(reading.catalog).products.count == 10_001)
        #expect(reading.files.count == 10_001)
    }

    @Test func `all files together have one limit of bytes`() {
        // The first is given up at its first byte, and counts in full.
        var first = [UInt8](repeating: UInt8(ascii: "#"), count: 40 << 20)
        first[0] = 1
        let files = ["a.yaml": first, "b.yaml": [UInt8](repeating: UInt8(ascii: "#"), count: 30 << 20)]
        let main = "version: 1\ninclude: [a.yaml, b.yaml]\n" + Self.product
        let reading = CatalogReader().read(Array(main.utf8), file: "products.yaml") { path in
            files[path].map { .success($0) } ?? .failure(FileBytes.Failure(reason: "there is no such file"))
        }
        #expect(
            reading.diagnostics.map(\.code)
                == [DiagnosticCode.controlCharacter.rawValue, DiagnosticCode.fileTooLarge.rawValue])
        #expect(reading.diagnostics.map(\.location.file) == ["a.yaml", "b.yaml"])
    }

    @Test func `aliases of all files together have one limit`() {
        let bomb = "x-a: &a " + list(1_000) { _ in "x" } + "\nx-b: " + list(600) { _ in "*a" } + "\n"
        let main = "version: 1\ninclude: [a.yaml, b.yaml]\n" + Self.product
        #expect(reading(main, ["a.yaml": bomb, "b.yaml": "products: {}"]).diagnostics == [])
        let both = reading(main, ["a.yaml": bomb, "b.yaml": bomb]).diagnostics
        #expect(both.map(\.code) == [DiagnosticCode.tooManyValues.rawValue])
        #expect(both.first?.location.file == "b.yaml")
    }

    @Test func `a hundred overlays are each tried without the catalog growing`() {
        let overlays = (0..<100).map { "  o\($0): { products: { pro: { name: Pro \($0) } } }\n" }.joined()
        let broken = "  last: { products: { pro: { name: ~ } } }\n"
        let main = "version: 1\n" + Self.product + "overlays:\n" + overlays
        #expect(reading(main).diagnostics == [])
        #expect(reading(main + broken).diagnostics.map(\.code) == [DiagnosticCode.missingKey.rawValue])
    }

    @Test(arguments: ["upsells", "features", "requires", "bundle", "add_ons", "providers"])
    func `a list of a hundred thousand names is read`(key: String) {
        let main =
            "version: 1\nproducts: { pro: { name: Pro, price: 9.00 USD, \(key): \(list(100_000) { "n\($0)" }) } }"
        let codes = Set(reading(main).diagnostics.map(\.code))
        #expect(codes.count == (key == "features" ? 0 : 2), "\(codes)")
    }

    @Test func `forty thousand prices of one product are compared`() {
        let prices = (0..<20_000).map {
            "m\($0): { price: 9.00 USD, every: month }, y\($0): { price: 90.00 USD, every: year }"
        }
        let main = "version: 1\nproducts: { pro: { name: Pro, prices: { " + prices.joined(separator: ", ") + " } } }"
        #expect(reading(main).diagnostics == [])
    }

    // MARK: Work that does not grow with what is refused

    private func tree(_ text: String) -> (YAMLTree, codes: [String]) {
        let source = SourceText(file: "f", bytes: Array(text.utf8))
        var log = DiagnosticLog()
        var tree = YAMLTree()
        YAMLTreeBuilder.build(source, into: &tree, log: &log)
        return (tree, log.diagnostics(in: [source]).map(\.code))
    }

    @Test func `an alias bomb is refused before it is large`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...50 {
            text += "a\(level): &a\(level) " + list(10) { _ in "*a\(level - 1)" } + "\n"
        }
        let (tree, codes) = tree(text)
        #expect(codes == [DiagnosticCode.tooManyValues.rawValue])
        // Ten aliases on each of six levels; what follows is not read.
        #expect(tree.nodes.count < 120)
    }

    @Test func `what follows a text that is too long is not read`() {
        let (tree, codes) = tree("a: \"" + String(repeating: "x", count: 60 << 20) + "\"\nb: 1\nc: 2\n")
        #expect(codes == [DiagnosticCode.textTooLong.rawValue])
        #expect(tree.nodes.count <= 3)
        #expect(tree.text.count < 10)
    }
}

import Testing
import TillModel

@testable import TillCatalogFile

/// What the reference says of maps and keys, and what is found by which name.
@Suite struct ReferenceTests {
    @Test(arguments: MapSchema.documented)
    func `a map is found by its name, and every key is explained`(map: MapSchema) throws {
        #expect(MapSchema.named(map.name) === map)
        #expect(MapSchema.named(map.name.uppercased().replacing(" ", with: "_")) === map)
        for key in map.keys {
            let reference = KeyReference(key)
            #expect(!reference.meaning.isEmpty && !reference.value.isEmpty, "\(key.key.name)")
            #expect(!reference.meaning.hasSuffix(" when left out."), "\(key.key.name)")
            #expect(FormatReference.markdown.contains("| `\(key.key.name)` |"))
        }
        #expect(FormatReference.markdown.contains("\n## \(map.name)\n"))
    }

    @Test func `every link leads to a heading`() {
        let headings = Set(
            FormatReference.markdown.matches(of: /\n## ([a-z ]+)\n/).map { String($0.1).replacing(" ", with: "-") })
        for link in FormatReference.markdown.matches(of: /\]\(#([a-z-]+)\)/) {
            #expect(headings.contains(String(link.1)), "\(link.1)")
        }
    }

    @Test func `what holds without a key is told apart from what it means`() throws {
        let key = try #require(MapSchema.file[.timezone])
        let reference = KeyReference(key)
        #expect(reference.fallback == "`UTC`")
        #expect(reference.meaning == "Where days begin: `2027-01-01` means midnight there.")
    }

    @Test func `a fingerprint stays when lines come above, and no two are the same`() {
        let wrong = "version: 1\nproducts:\n  a: { name: A, price: 9 }\n  a: { name: A, price: 9 }\n"
        let first = CatalogReader().read(Array(wrong.utf8), file: "p.yaml").diagnostics
        let second = CatalogReader().read(Array("# more\n\(wrong)".utf8), file: "p.yaml").diagnostics
        #expect(first.count > 2)
        // A message that names a line changes with it; everything else stays.
        let stable = Set(DiagnosticFingerprints.of(first)).intersection(DiagnosticFingerprints.of(second))
        #expect(stable.count == first.count)
    }
}

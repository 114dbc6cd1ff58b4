import Testing
import TillCatalogFile
import TillServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages say what is true: what is generated is not stale, and what is quoted is the very file that is checked.
@Suite struct DocumentationTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
    }

    /// Compares a page with what the program says; `UPDATE_GOLDEN=1` writes it.
    private func expect(_ path: String, is wanted: String) throws {
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try wanted.write(to: Self.repository.appending(path: path), atomically: true, encoding: .utf8)
        }
        #expect(
            try text(path) == wanted, "\(path) is stale: run the tests with UPDATE_GOLDEN=1 and look at the difference")
    }

    @Test func `docs/errors.md lists every error code`() throws {
        try expect("docs/errors.md", is: ErrorReference.markdown)
    }

    @Test(arguments: FormatDocument.allCases)
    func `what the format says of itself is current`(document: FormatDocument) throws {
        try expect(document.path, is: document.text)
    }

    @Test func `docs/operations.md lists every metric`() throws {
        let source = try text("Sources/TillEngine/Work/Measurements.swift")
        let measured = Set(source.matches(of: /label: "(till_[a-z_]+)"/).map { String($0.1) })
        let table = Set(try text("docs/operations.md").matches(of: /`(till_[a-z_]+)`/).map { String($0.1) })
        #expect(measured == table)
    }

    @Test(arguments: ["JobBoard", "Saas", "Credits", "Shop"])
    func `a starter names the schema for editors, from where it will lie`(starter: String) throws {
        let source = try text("Sources/catalog/Starters/\(starter)Starter.swift")
        let path = try #require(source.firstMatch(of: /# yaml-language-server: \$schema=(.+)/)?.1)
        #expect(String(path) == FormatDocument.jsonSchema.path)
    }

    static let pages: [String] = {
        let docs =
            (try? FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "docs").path())) ?? []
        return ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }()

    @Test(arguments: pages)
    func `an example on a page is the file that is checked`(_ page: String) throws {
        var rest = try text(page)[...]
        while let mark = rest.firstMatch(of: /<!-- (docs\/examples\/[^ ]+) -->\n```[a-z]*\n/) {
            rest = rest[mark.range.upperBound...]
            let end = try #require(rest.firstRange(of: "\n```"), "\(page): the block of \(mark.1) does not end")
            let quoted = String(rest[..<end.lowerBound]) + "\n"
            #expect(quoted == (try text(String(mark.1))), "\(page) quotes \(mark.1) otherwise than it is")
            rest = rest[end.upperBound...]
        }
    }

    @Test func `every example is quoted somewhere`() throws {
        let all = try Self.pages.map(text).joined()
        for folder in ["docs/examples", "docs/examples/hooks"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: Self.repository.appending(path: folder).path())
            for name in names where name.contains(".") {
                #expect(all.contains("<!-- \(folder)/\(name) -->"), "\(folder)/\(name)")
            }
        }
    }

    @Test(arguments: pages)
    func `a link leads to a page that is there`(_ page: String) throws {
        let folder = page.contains("/") ? "docs/" : ""
        for link in try text(page).matches(of: /\]\(([^)#: ]+)(#[^)]*)?\)/) {
            let path = Self.repository.appending(path: folder + String(link.1)).standardized.path()
            #expect(FileManager.default.fileExists(atPath: path), "\(page): \(link.1)")
        }
    }

    @Test func `the pages speak of the project alone`() throws {
        for page in Self.pages {
            #expect(
                try text(page).firstMatch(of: /\/(work|root|tmp\/[a-z])\b/) == nil,
                "\(page) names a place of one machine")
        }
    }
}

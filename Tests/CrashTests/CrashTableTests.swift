import Testing
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages on crashes and guarantees say what the code has: no failpoint without its row, no row without its test.
@Suite struct CrashTableTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    }

    /// The names of all tests.
    private static func tests() throws -> Set<String> {
        let folder = repository.appending(path: "Tests").path()
        var names: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where path.hasSuffix("Tests.swift") && !path.contains(".build") {
            for name in try text("Tests/\(path)").matches(of: /func `([^`]+)`/) { names.insert(String(name.1)) }
        }
        return names
    }

    /// The tests that a text names, in italics.
    private static func named(in text: String) -> [String] {
        text.matches(of: /(^|[^*])\*([^*\n]+)\*/).map { String($0.2) }
    }

    @Test(arguments: ["docs/crash-table.md", "docs/guarantees.md"])
    func `a page names only tests that are there`(_ page: String) throws {
        let named = Self.named(in: try Self.text(page))
        #expect(!named.isEmpty)
        #expect(Set(named).subtracting(try Self.tests()) == [])
    }

    @Test(arguments: Failpoint.allCases)
    func `every failpoint has a row with a test that arms it`(_ point: Failpoint) throws {
        let rows = try Self.text("docs/crash-table.md").split(separator: "\n").filter {
            $0.hasPrefix("|") && $0.contains("`\(point.rawValue)`")
        }
        #expect(!rows.isEmpty, "docs/crash-table.md has no row for \(point.rawValue)")
        for row in rows { #expect(Self.named(in: String(row)).count == 1, "\(row)") }
        let folder = Self.repository.appending(path: "Tests/CrashTests").path()
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix("CrashTests.swift") }.map { try Self.text("Tests/CrashTests/\($0)") }.joined()
        #expect(sources.contains("\"\(point.rawValue)"), "no test arms \(point.rawValue)")
    }

    @Test func `a row that names a failpoint names one that is there`() throws {
        let rows = try Self.text("docs/crash-table.md").matches(of: /\| `([a-z-]+)` \| \*/)
        #expect(!rows.isEmpty)
        #expect(Set(rows.map { String($0.1) }).subtracting(Failpoint.allCases.map(\.rawValue)) == [])
    }

    @Test(arguments: 1...10)
    func `every guarantee is told with its tests`(_ number: Int) throws {
        let sections = try Self.text("docs/guarantees.md").split(separator: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix("G\(number):") })
        #expect(!Self.named(in: String(section)).isEmpty || section.contains("To come"))
    }
}

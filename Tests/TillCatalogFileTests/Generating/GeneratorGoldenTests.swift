import Foundation
import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

@Suite struct GeneratorGoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Cases/generated")

    @Test(arguments: GenerationTarget.allCases)
    func `a target is made as its file says`(_ target: GenerationTarget) throws {
        let made = SampleShop.generator.text(target, of: SampleShop.catalog)
        let file = Self.folder.appending(path: "\(target.rawValue).txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try made.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(made == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(arguments: GenerationTarget.allCases)
    func `the same catalog gives the same text, which ends its last line and says what it was made from`(
        _ target: GenerationTarget
    ) {
        let made = SampleShop.generator.text(target, of: SampleShop.catalog)
        #expect(made == SampleShop.generator.text(target, of: SampleShop.catalog))
        #expect(made.hasSuffix("\n") && !made.hasSuffix("\n\n"))
        #expect(made.contains("Made by catalog 1.2.3 from the catalog 5a3e."))
        #expect(made.contains("Do not edit: change products.yaml and run `catalog generate \(target.rawValue)`."))
    }

    @Test(arguments: GenerationTarget.allCases)
    func `an empty catalog is made too`(_ target: GenerationTarget) throws {
        let empty = Catalog(Catalog.Contents(), contentHash: "00")
        let made = SampleShop.generator.text(target, of: empty)
        #expect(made.contains("Made by catalog 1.2.3 from the catalog 00."))
        if target == .openapi || target == .jsonld { _ = try JSONSerialization.jsonObject(with: Data(made.utf8)) }
    }

    @Test func `what no list shows is on no page`() {
        for target in [GenerationTarget.markdown, .jsonld] {
            #expect(!SampleShop.generator.text(target, of: SampleShop.catalog).contains("a-b"))
        }
        // A coupon is a type, and no value that a browser loads.
        let table = SampleShop.generator.text(.typescript, of: SampleShop.catalog)
        #expect(table.contains("export type CouponKey =\n  | \"LAUNCH20\"\n"))
        #expect(!table.split(separator: "export const").dropFirst().joined().contains("LAUNCH20"))
    }

    @Test func `no name ends the element, the cell, the line or the text that it stands in`() throws {
        let offers = SampleShop.generator.text(.jsonld, of: SampleShop.catalog)
        #expect(!offers.contains("<") && !offers.contains("\u{2028}"))
        let list = try JSONSerialization.jsonObject(with: Data(offers.utf8)) as? [String: Any]
        let items = try #require(list?["itemListElement"] as? [[String: Any]])
        let names = items.compactMap { ($0["item"] as? [String: Any])?["name"] as? String }
        #expect(names.contains("*/ \"class\" \\ </script><b>|`\n\u{2028}\u{1}static let evil = 1"))

        let rows = SampleShop.generator.text(.markdown, of: SampleShop.catalog).split(separator: "\n").dropFirst()
        #expect(rows.allSatisfy { $0.hasPrefix("|") && $0.hasSuffix("|") })
        #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 4 })

        let keys = SampleShop.generator.text(.swift, of: SampleShop.catalog)
        #expect(!keys.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("static let evil") })
    }

    @Test func `every reference inside the API's description leads somewhere, and every operation has its own name`()
        throws
    {
        let text = SampleShop.generator.text(.openapi, of: SampleShop.catalog)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: Any])
        let references = text.matches(of: /"#\/components\/schemas\/([A-Za-z]+)"/).map { String($0.1) }
        #expect(references.count > 40)
        #expect(Set(references).subtracting(schemas.keys) == [])
        #expect(Set(schemas.keys).subtracting(references) == [])
        let names = text.matches(of: /"operationId": "([A-Za-z]+)"/).map { String($0.1) }
        #expect(Set(names).count == names.count)
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        for (path, operations) in paths {
            for (method, operation) in operations {
                let parameters = operation["parameters"] as? [[String: Any]] ?? []
                let declared = parameters.filter { $0["in"] as? String == "path" }.compactMap { $0["name"] as? String }
                let written = path.matches(of: /\{([a-z]+)\}/).map { String($0.1) }
                #expect(declared == written, "\(method) \(path)")
                #expect((operation["responses"] as? [String: Any])?["default"] != nil, "\(method) \(path)")
            }
        }
    }

    @Test func `the API's description offers what is for sale, in its currencies, and the errors it was given`() throws
    {
        let text = SampleShop.generator.text(.openapi, of: SampleShop.catalog)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        #expect(schemas["Currency"]?["enum"] as? [String] == ["USD", "JPY", "KWD"])
        let references = try #require(schemas["PriceReference"]?["enum"] as? [String])
        #expect(references.contains("pro") && references.contains("pro/yearly") && references.contains("a-b"))
        #expect(!references.contains("a_b/init"))
        #expect(text.contains("`empty_cart`: No items."))
    }
}

import Foundation
import Testing
import TillModel

@testable import TillCatalogFile

/// A catalog that was read from a file of the repository or from a golden case.
struct ValidCatalog: Sendable, CustomTestStringConvertible {
    /// The file's path in the repository, or the name of the case.
    let name: String
    /// What it says.
    let catalog: Catalog

    var testDescription: String { name }

    /// The catalogs of the repository, by their paths.
    static let files: [String] = {
        do {
            let examples = try FileManager.default.contentsOfDirectory(
                atPath: repository.appending(path: "docs/examples").path)
            return ["products.yaml"] + examples.filter { $0.hasSuffix(".yaml") }.sorted().map { "docs/examples/\($0)" }
        } catch {
            fatalError("the examples cannot be listed: \(error)")
        }
    }()

    /// Every file and every golden case that can be used.
    static let all: [ValidCatalog] =
        files.compactMap { name in
            let path = repository.appending(path: name).path
            return CatalogReader.read(contentsOf: path).catalog.map { ValidCatalog(name: name, catalog: $0) }
        }
        + GoldenCase.all.compactMap { golden in
            CatalogReader().read(golden.input, file: "products.yaml").catalog.map {
                ValidCatalog(name: golden.name, catalog: $0)
            }
        }

    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

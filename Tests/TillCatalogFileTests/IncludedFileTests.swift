import Foundation
import Testing
import TillModel

@testable import TillCatalogFile

/// Catalogs of several files on disk.
@Suite final class IncludedFileTests {
    /// A folder of its own, with links resolved.
    private let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appending(path: "till-catalog-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "shop/catalog"), withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(error)") }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: path))
    }

    private func reading(including path: String, _ options: ReadingOptions = ReadingOptions()) throws -> CatalogReading
    {
        let main = "version: 1\ninclude: [\"\(path)\"]\nproducts: { pro: { name: Pro, price: 9.00 USD } }\n"
        try write(main, "shop/products.yaml")
        return CatalogReader.read(contentsOf: folder.appending(path: "shop/products.yaml").path, options)
    }

    private static let plans = "products: { team: { name: Team, price: 99.00 USD } }\n"

    @Test func `a file in the folder below is read, and named by its path`() throws {
        try write(Self.plans, "shop/catalog/plans.yaml")
        let reading = try reading(including: "catalog/plans.yaml")
        #expect(reading.catalog?.products.map(\.key) == ["pro", "team"])
        #expect(
            reading.files.map { $0.dropFirst(folder.path.count) } == [
                "/shop/products.yaml", "/shop/catalog/plans.yaml",
            ])
    }

    @Test func `a mistake in an included file is told with that file's name and line`() throws {
        try write("# plans\n" + Self.plans.replacing("USD", with: "UDS"), "shop/catalog/plans.yaml")
        let reading = try reading(including: "catalog/plans.yaml")
        let place = try #require(reading.diagnostics.first?.location)
        #expect(place.file == folder.path + "/shop/catalog/plans.yaml")
        #expect((place.line, place.column) == (2, 46))
    }

    @Test(arguments: [
        ("catalog", "it is a folder"), ("gone.yaml", "there is no such file"),
        ("products.yaml/x", "there is no such file"), ("catalog/away.yaml", "it leads out of the catalog's folder"),
        ("away/plans.yaml", "it leads out of the catalog's folder"),
        ("circle.yaml", "its symbolic links lead in a circle"),
        ("pipe.yaml", "it is not a file on disk"), ("large.yaml", "it is larger than 64 MiB"),
    ])
    func `what cannot be included says why`(path: String, reason: String) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder.appending(path: "elsewhere"), withIntermediateDirectories: true)
        try write(Self.plans, "elsewhere/plans.yaml")
        let shop = folder.appending(path: "shop")
        try files.createSymbolicLink(
            at: shop.appending(path: "catalog/away.yaml"),
            withDestinationURL: folder.appending(path: "elsewhere/plans.yaml"))
        try files.createSymbolicLink(
            at: shop.appending(path: "away"), withDestinationURL: folder.appending(path: "elsewhere"))
        try files.createSymbolicLink(atPath: shop.path + "/circle.yaml", withDestinationPath: "circle.yaml")
        #expect(mkfifo(shop.path + "/pipe.yaml", 0o600) == 0)
        try makeSparse("shop/large.yaml")
        let diagnostics = try reading(including: path).diagnostics
        #expect(diagnostics.map(\.code) == [DiagnosticCode.fileNotIncluded.rawValue])
        #expect(diagnostics.first?.message == "`\(path)` cannot be read: \(reason)")
        #expect(diagnostics.first?.location.line == 2)
    }

    @Test func `a link to a file in the same folder is followed`() throws {
        try write(Self.plans, "shop/catalog/plans.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/shop/link.yaml", withDestinationPath: "catalog/plans.yaml")
        #expect(try reading(including: "link.yaml").catalog?.products.count == 2)
    }

    @Test func `a file that includes itself through a link declares everything twice`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/shop/link.yaml", withDestinationPath: "products.yaml")
        let codes = Set(try reading(including: "link.yaml").diagnostics.map(\.code))
        #expect(codes == [DiagnosticCode.unknownKey.rawValue, DiagnosticCode.declaredTwice.rawValue])
    }

    @Test func `an overlay in a file is read when it is chosen`() throws {
        try write("products: { pro: { name: Acme Pro } }\n", "shop/catalog/acme.yaml")
        let main = "version: 1\nproducts: { pro: { name: Pro, price: 9.00 USD } }\n"
        try write(main + "overlays: { acme: { file: catalog/acme.yaml } }\n", "shop/products.yaml")
        let path = folder.appending(path: "shop/products.yaml").path
        let chosen = CatalogReader.read(contentsOf: path, ReadingOptions(overlays: ["acme"]))
        #expect(chosen.catalog?.products.first?.name == "Acme Pro")
        #expect(CatalogReader.read(contentsOf: path).catalog?.products.first?.name == "Pro")
    }

    // MARK: Size

    /// A gibibyte that takes no room on disk.
    private func makeSparse(_ path: String) throws {
        try write("version: 1\n", path)
        let file = try FileHandle(forWritingTo: folder.appending(path: path))
        try file.truncate(atOffset: 1 << 30)
        try file.close()
    }

    @Test func `a file of a gibibyte is refused without being read`() throws {
        try makeSparse("shop/products.yaml")
        let path = folder.appending(path: "shop/products.yaml").path
        // Reading would give bytes: what is thrown says that none were read.
        #expect(throws: FileBytes.Failure.self) { try FileBytes.read(path, limit: SourceText.maximumBytes) }
        let reading = CatalogReader.read(contentsOf: path)
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.fileTooLarge.rawValue])
        #expect(reading.diagnostics.first?.message.hasSuffix("cannot be read: it is larger than 64 MiB") == true)
        #expect(Lockfile.read(contentsOf: path).diagnostics.map(\.code) == [DiagnosticCode.fileTooLarge.rawValue])
    }

    @Test func `a file just as large as the limit is read`() throws {
        try write(String(repeating: "#", count: 1 << 16), "shop/limit.yaml")
        let path = folder.appending(path: "shop/limit.yaml").path
        #expect(try FileBytes.read(path, limit: 1 << 16).count == 1 << 16)
        #expect(throws: FileBytes.Failure.self) { try FileBytes.read(path, limit: 1 << 16 - 1) }
    }
}

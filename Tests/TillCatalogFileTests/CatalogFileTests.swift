import Foundation
import Testing
import TillModel

@testable import TillCatalogFile

/// Files on disk, the shipped one among them.
@Suite struct CatalogFileTests {
    private static let top = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the shipped catalog has no errors and no warnings`() throws {
        let path = Self.top.appending(path: "products.yaml").path
        // A checkout that took the sources alone has no catalog of its own.
        try #require(FileManager.default.fileExists(atPath: path))
        let reading = CatalogReader.read(contentsOf: path)
        #expect(DiagnosticText.render(reading.diagnostics, colour: false) == "")
        let catalog = try #require(reading.catalog)
        #expect(catalog.products.map(\.key) == ["job_posting", "email_blast", "priority_listing", "pro"])
        #expect(catalog.find("pro/yearly")?.price.amount.description == "290.00 USD")
        #expect(catalog.find("job_posting")?.price.amount.description == "99.00 USD")
    }

    @Test func `a file that is not there is a diagnostic`() {
        let reading = CatalogReader.read(contentsOf: "/no/p.yaml")
        #expect(reading.catalog == nil)
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.fileNotReadable.rawValue])
        #expect(
            DiagnosticText.render(reading.diagnostics, colour: false)
                == """
                /no/p.yaml:1:1: error: `/no/p.yaml` cannot be read: there is no such file [TILL-V001]
                1 error

                """)
    }

    @Test(arguments: ["/", "", "\0", "/dev/null/products.yaml"])
    func `what is no file is a diagnostic`(path: String) {
        let reading = CatalogReader.read(contentsOf: path)
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.fileNotReadable.rawValue])
    }

    @Test func `a file without end is read up to the limit`() {
        let reading = CatalogReader.read(contentsOf: "/dev/zero")
        #expect(reading.diagnostics.map(\.code) == [DiagnosticCode.fileTooLarge.rawValue])
    }
}

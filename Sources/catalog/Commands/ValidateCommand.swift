import ArgumentParser
import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `catalog validate`: every mistake of a catalog file at once.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check products.yaml and show every mistake at once.",
        discussion: """
            Reads the file only: no network, no keys, nothing is changed.

            EXAMPLES
              catalog validate
              catalog validate shop/products.yaml --json

            Exit status: 0 valid, 3 not valid.
            """)

    @Argument(help: "The file to check.")
    var file = "products.yaml"

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let reading = CatalogReader.read(contentsOf: file)
        let status: ExitStatus = reading.catalog == nil ? .invalid : .success
        if json {
            try Output.json(
                "validate", ok: status == .success, status: status,
                [
                    "file": file,
                    "products": reading.catalog?.products.count ?? 0,
                    "content_hash": reading.catalog?.contentHash ?? "",
                    "errors": reading.diagnostics.filter { $0.severity == .error }.map(DiagnosticAnswer.init),
                    "warnings": reading.diagnostics.filter { $0.severity == .warning }.map(DiagnosticAnswer.init),
                ])
        } else {
            if !reading.diagnostics.isEmpty {
                Output.standardOutput(
                    DiagnosticText.render(reading.diagnostics, colour: Output.isColourful(STDOUT_FILENO)))
            }
            if let catalog = reading.catalog {
                let prices = Self.count(catalog.products.reduce(0) { $0 + $1.prices.count }, "price")
                let products = Self.count(catalog.products.count, "product")
                Output.standardOutput("\(file) is valid: \(products), \(prices)\n")
            }
        }
        if status != .success { throw ExitCode(status.rawValue) }
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}

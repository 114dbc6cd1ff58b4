import ArgumentParser
import TillCatalogFile
import TillModel
import TillServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog generate`: files for other programs and other readers, made from products.yaml or from its format.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make typed keys, a price table, an API description or the schema for editors.",
        discussion: """
            The same catalog always gives the same text. Nothing but the file is read: no network, no keys.

            TARGETS, FROM A CATALOG
              swift       typed keys for hooks: what is no longer for sale no longer compiles
              typescript  typed keys and a table for a front end
              openapi     the server's API as OpenAPI 3.1, with the catalog's keys
              markdown    a table of prices
              jsonld      offers for search engines, in the words of schema.org

            TARGETS, FROM THE FORMAT OF CATALOGS
              json-schema  for editors: completion, explanations and marks while you type
              reference    every key of products.yaml, as a page
              diagnostics  every code of `catalog validate`, as a page

            EXAMPLES
              catalog generate swift --output hooks/Catalog.swift
              catalog generate swift --output hooks/Catalog.swift --check
              catalog generate markdown > PRICES.md
              catalog generate json-schema --output docs/products.schema.json

            Exit status: 0 done, 2 stale or missing (with --check), 3 the file is not valid, 64 wrong usage.
            """)

    @Argument(help: "What to make.")
    var target: Target

    @Option(help: "The catalog file.")
    var file = "products.yaml"

    @Option(name: [.short, .long], help: "The file to write; without it the text is printed.")
    var output: String?

    @Flag(help: "Write nothing; tell whether the file is what would be written.")
    var check = false

    @OptionGroup var view: OverlayOptions

    func validate() throws {
        guard !check || output != nil else {
            throw ValidationError("--check compares a file: say which one with --output.")
        }
    }

    func run() async throws {
        let text = try text()
        guard let output else { return Output.standardOutput(text) }
        let generated = GeneratedFile(path: output, wanted: text)
        let found = try generated.read()
        if check { return try tell(found, of: generated) }
        guard found != text else { return Output.standardOutput("\(output) is up to date\n") }
        try generated.write()
        Output.standardOutput("\(output) was \(found == nil ? "made" : "changed")\n")
    }

    private func text() throws -> String {
        switch target {
        case .ofFormat(let document): return document.text
        case .ofCatalog(let target):
            return Self.text(target, of: try CatalogFile.read(file, view, orElse: "nothing was generated"))
        }
    }

    /// What is made from a catalog.
    static func text(_ target: GenerationTarget, of catalog: Catalog) -> String {
        let errors = ErrorReference.entries.map {
            OpenAPIError(code: $0.code, status: $0.status, isRetryable: $0.isRetryable, meaning: $0.meaning)
        }
        return CatalogGenerator(version: CatalogCommand.version, errors: errors).text(target, of: catalog)
    }

    private func tell(_ found: String?, of generated: GeneratedFile) throws {
        guard found != generated.wanted else { return Output.standardOutput("\(generated.path) is up to date\n") }
        let source = file == "products.yaml" ? "" : " --file \(file)"
        let remedy = "run: catalog generate \(target.name)\(source) --output \(generated.path)\n"
        Output.standardOutput(
            found.map { "\(generated.path) is stale; \(remedy)" + LineDifference.text(from: $0, to: generated.wanted) }
                ?? "\(generated.path) is missing; \(remedy)")
        throw ExitCode(ExitStatus.changed.rawValue)
    }
}

extension GenerateCommand {
    /// What can be made: from a catalog, or from what every catalog has in common.
    enum Target: ExpressibleByArgument {
        case ofCatalog(GenerationTarget)
        case ofFormat(FormatDocument)

        init?(argument: String) {
            if let target = GenerationTarget(rawValue: argument) {
                self = .ofCatalog(target)
            } else if let document = FormatDocument(rawValue: argument) {
                self = .ofFormat(document)
            } else {
                return nil
            }
        }

        var name: String {
            switch self {
            case .ofCatalog(let target): target.rawValue
            case .ofFormat(let document): document.rawValue
            }
        }

        static var allValueStrings: [String] {
            GenerationTarget.allCases.map(\.rawValue) + FormatDocument.allCases.map(\.rawValue)
        }
    }
}

import TillModel

/// What can be made from a catalog.
///
/// Another target is another case here and a generator beside the others.
package enum GenerationTarget: String, Sendable, CaseIterable {
    /// Typed keys for hooks.
    case swift
    /// Typed keys and a table for a front end.
    case typescript
    /// A description of the server's API.
    case openapi
    /// A table of prices for people.
    case markdown
    /// Offers for search engines.
    case jsonld
}

/// Makes texts from a catalog: the same text from the same catalog, always.
package struct CatalogGenerator: Sendable {
    /// The version of the program, for the headers.
    let version: String
    /// What the server may refuse with, for the API's description.
    let errors: [OpenAPIError]

    /// A generator that signs as a version of the program.
    package init(version: String, errors: [OpenAPIError]) {
        self.version = version
        self.errors = errors
    }

    /// The text of a target, with a line feed at its end.
    package func text(_ target: GenerationTarget, of catalog: Catalog) -> String {
        let header = GeneratedHeader(catalog: catalog, version: version, target: target)
        return switch target {
        case .swift: SwiftKeys.text(catalog, header: header)
        case .typescript: TypeScriptTable.text(catalog, header: header)
        case .openapi: OpenAPIDocument(catalog: catalog, header: header, errors: errors).text
        case .markdown: PricingTable.text(catalog, header: header)
        case .jsonld: OfferList.text(catalog, header: header)
        }
    }
}

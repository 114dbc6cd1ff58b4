import TillModel

/// A code that the server may refuse with, as the API's description tells it.
package struct OpenAPIError: Sendable, Hashable {
    let code: String
    let status: Int
    let isRetryable: Bool
    let meaning: String

    /// An error of the server's registry.
    package init(code: String, status: Int, isRetryable: Bool, meaning: String) {
        self.code = code
        self.status = status
        self.isRetryable = isRetryable
        self.meaning = meaning
    }
}

/// The server's API as an OpenAPI 3.1 document, with the catalog's own keys and currencies.
struct OpenAPIDocument {
    let catalog: Catalog
    let header: GeneratedHeader
    let errors: [OpenAPIError]

    var text: String {
        let schemas = OpenAPISchemas(catalog: catalog, errors: errors)
        let routes = OpenAPIRoutes(catalog: catalog, errors: errors)
        return JSONText.object([
            "openapi": "3.1.0",
            "info": [
                "title": "Till", "version": .string(header.version), "summary": "Sells what products.yaml declares.",
                "description": .string(header.sentence),
                "x-content-hash": .string(catalog.contentHash),
            ],
            // Relative to where the document is served.
            "servers": [["url": "/"]],
            "tags": .array(
                OpenAPIRoute.Tag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.words)] }),
            "paths": routes.paths,
            "components": [
                "securitySchemes": [
                    "apiKey": ["type": "http", "scheme": "bearer", "description": "TILL_API_KEY of the server."],
                    "orderKey": [
                        "type": "apiKey", "in": "query", "name": "key",
                        "description": "The signature of an order's own link.",
                    ],
                ],
                "schemas": schemas.all,
            ],
        ]).text + "\n"
    }
}

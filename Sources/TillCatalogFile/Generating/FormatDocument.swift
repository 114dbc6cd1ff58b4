/// What can be made from the format itself, whatever a catalog says.
package enum FormatDocument: String, Sendable, CaseIterable {
    /// For editors: completion, explanations and marks.
    case jsonSchema = "json-schema"
    /// Every key, for people.
    case reference
    /// Every kind of mistake, for people.
    case diagnostics

    /// The text, with a line feed at its end.
    package var text: String {
        switch self {
        case .jsonSchema: JSONSchema.text
        case .reference: FormatReference.markdown
        case .diagnostics: DiagnosticsReference.markdown
        }
    }

    /// Where this repository keeps it.
    package var path: String {
        switch self {
        case .jsonSchema: "docs/products.schema.json"
        case .reference: "docs/products-yaml-reference.md"
        case .diagnostics: "docs/diagnostics.md"
        }
    }
}

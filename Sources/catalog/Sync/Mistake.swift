import TillModel

/// Something that went wrong, or that one should know, as every answer's `errors` and `warnings` have it.
struct Mistake: Encodable, Sendable {
    /// A stable word to compare.
    let code: String
    let message: String
    let provider: String?
    private let key: String?
    private let file: String?
    private let line: Int?
    private let column: Int?
    /// How to mend it.
    private let hint: String?

    /// - `location`: Where in the file it is.
    init(
        code: String, message: String, provider: ProviderName? = nil, key: CatalogObjectKey? = nil,
        location: SourceLocation? = nil, hint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.provider = provider?.rawValue
        self.key = key?.description
        file = location?.file
        line = location?.line
        column = location?.column
        self.hint = hint
    }

    /// What the author of a file should know.
    init(_ diagnostic: Diagnostic) {
        self.init(
            code: diagnostic.code, message: diagnostic.message, location: diagnostic.location, hint: diagnostic.help)
    }
}

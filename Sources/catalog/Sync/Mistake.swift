import TillModel

/// Something that went wrong, or that one should know, as every answer's `errors` and `warnings` have it.
struct Mistake: Encodable, Sendable {
    /// A stable word to compare.
    let code: String
    let message: String
    var provider: String?
    var key: String?

    init(code: String, message: String, provider: ProviderName? = nil, key: CatalogObjectKey? = nil) {
        self.code = code
        self.message = message
        self.provider = provider?.rawValue
        self.key = key?.description
    }
}

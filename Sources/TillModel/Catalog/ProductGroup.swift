/// Products of which a customer has one at a time, such as the plans of a service.
public struct ProductGroup: Sendable, Hashable {
    /// What the file calls it.
    public let key: String
    /// What buyers read; the key when the file says nothing.
    public let name: String
    /// The keys of its products, the least first.
    public let products: [String]
    /// The key of the product that a customer has who chose none.
    public let defaultProduct: String
    /// What buyers read in other languages, by language tag.
    public let translations: [String: Translation]

    /// A group with its default.
    public init(
        key: String, name: String, products: [String], defaultProduct: String,
        translations: [String: Translation] = [:]
    ) {
        self.key = key
        self.name = name
        self.products = products
        self.defaultProduct = defaultProduct
        self.translations = translations
    }
}

/// Everything that is for sale, as one valid `products.yaml` declares it.
///
/// A value: a server that takes a changed file swaps one catalog for another, and an order keeps the
/// prices and the ``contentHash`` of the catalog it was made from.
public struct Catalog: Sendable {
    /// Every product, in the file's order.
    public let products: [Product]
    /// The provider that takes payments when a product does not name another.
    public let defaultProvider: ProviderName
    /// The providers the file configures; never empty.
    public let providers: [ProviderName]
    /// The SHA-256 of the catalog's meaning, in lower-case hexadecimal: files that say the same have the same.
    public let contentHash: String

    private let indices: [String: Int]

    /// A catalog of products with distinct keys.
    public init(
        products: [Product], defaultProvider: ProviderName, providers: [ProviderName], contentHash: String
    ) {
        self.products = products
        self.defaultProvider = defaultProvider
        self.providers = providers
        self.contentHash = contentHash
        indices = Dictionary(products.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The product of that key; nil when there is none.
    public func product(_ key: String) -> Product? { indices[key].map { products[$0] } }

    /// What a buyer's words name: `pro/monthly`, or `job_posting` for a product's default price.
    public func find(_ reference: String) -> (product: Product, price: Price)? {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let product = product(String(parts[0])) else { return nil }
        guard parts.count == 2 else { return (product, product.price) }
        return product.price(String(parts[1])).map { (product, $0) }
    }
}

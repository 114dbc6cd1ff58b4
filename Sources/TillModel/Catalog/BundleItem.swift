/// One part of a bundle.
public struct BundleItem: Sendable, Hashable, Codable {
    /// The key of the product that is in it.
    public let product: String
    /// How many; at least 1.
    public let quantity: Int

    /// Some of a product.
    public init(product: String, quantity: Int = 1) {
        self.product = product
        self.quantity = quantity
    }
}

/// Names a product in code, so that a hook about a product that no longer exists stops compiling.
///
/// `catalog generate swift` writes one for each product: `item.is(Products.jobPosting)`.
public struct ProductKey: RawRepresentable, Sendable {
    /// The key in `products.yaml`.
    public let rawValue: String
    /// Keys it had before: orders that were made then still carry them.
    public let formerKeys: [String]

    /// The product of a key, and of the keys it had before.
    public init(_ key: String, formerly formerKeys: [String] = []) {
        rawValue = key
        self.formerKeys = formerKeys
    }

    /// The product of a key.
    public init(rawValue: String) { self.init(rawValue) }

    /// Whether a key, as an order carries it, is this product's.
    public func matches(_ key: String) -> Bool { rawValue == key || formerKeys.contains(key) }
}

extension ProductKey: Hashable {
    /// Whether both name the same product.
    public static func == (left: ProductKey, right: ProductKey) -> Bool { left.rawValue == right.rawValue }

    /// Mixes in the key.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension ProductKey: ExpressibleByStringLiteral {
    /// The product of a key that is written out.
    public init(stringLiteral key: String) { self.init(key) }
}

extension ProductKey: CustomStringConvertible {
    /// The key.
    public var description: String { rawValue }
}

extension LineItem {
    /// Whether it is this product, at any of its prices.
    public func `is`(_ product: ProductKey) -> Bool { product.matches(self.product.key) }
}

extension Order {
    /// Whether one of its items is this product.
    public func contains(_ product: ProductKey) -> Bool { items.contains { $0.is(product) } }
}

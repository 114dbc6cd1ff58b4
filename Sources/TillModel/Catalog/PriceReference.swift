/// Names a price in code, so that a hook about a price that no longer exists stops compiling.
///
/// `catalog generate swift` writes one for each price: `item.is(Prices.Pro.monthly)`.
public struct PriceReference: RawRepresentable, Sendable {
    /// As `products.yaml` and orders refer to it: `pro/monthly`, or `job_posting` for an only price.
    public let rawValue: String
    /// References it had before: orders that were made then still carry them.
    public let formerReferences: [String]

    /// The price of a reference, and of those it had before.
    public init(_ reference: String, formerly formerReferences: [String] = []) {
        rawValue = reference
        self.formerReferences = formerReferences
    }

    /// The price of a reference.
    public init(rawValue: String) { self.init(rawValue) }

    /// Whether a reference, as an order carries it, is this price's.
    public func matches(_ reference: String) -> Bool {
        rawValue == reference || formerReferences.contains(reference)
    }
}

extension PriceReference: Hashable {
    /// Whether both name the same price.
    public static func == (left: PriceReference, right: PriceReference) -> Bool { left.rawValue == right.rawValue }

    /// Mixes in the reference.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension PriceReference: CustomStringConvertible {
    /// The reference.
    public var description: String { rawValue }
}

extension LineItem {
    /// Whether it was bought at this price.
    public func `is`(_ price: PriceReference) -> Bool { price.matches(reference) }
}

extension Order {
    /// Whether one of its items was bought at this price.
    public func contains(_ price: PriceReference) -> Bool { items.contains { $0.is(price) } }
}

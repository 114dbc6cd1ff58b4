import TillModel

/// Where in Paddle's API the things of a catalog are.
enum PaddleCollection: String, Sendable, CaseIterable {
    case products, prices, discounts

    /// The collection that things of a kind are in; nil for what Paddle keeps none of.
    init?(_ kind: CatalogObjectKey.Kind) {
        guard let own = Self.allCases.first(where: { $0.kind == kind }) else { return nil }
        self = own
    }

    /// The collection that a path leads to; nil for any other path.
    init?(path: String) {
        guard path.hasPrefix("/"), let own = Self(rawValue: String(path.dropFirst().prefix { $0 != "/" && $0 != "?" }))
        else { return nil }
        self = own
    }

    var kind: CatalogObjectKey.Kind {
        switch self {
        case .products: .product
        case .prices: .price
        case .discounts: .coupon
        }
    }

    var path: String { "/\(rawValue)" }

    /// The path of one of them; nil for what is no id of theirs.
    func path(of id: String) -> String? {
        let prefix =
            switch self {
            case .products: "pro_"
            case .prices: "pri_"
            case .discounts: "dsc_"
            }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let rest = id.utf8.dropFirst(prefix.utf8.count)
        guard id.hasPrefix(prefix), !rest.isEmpty, rest.allSatisfy({ digits.contains($0) || letters.contains($0) })
        else { return nil }
        return "\(path)/\(id)"
    }

    /// The statuses that are asked for, so that nothing is left out of a list.
    ///
    /// A discount that ran out, or was used up, has a status of its own.
    var statuses: String { self == .discounts ? "active,archived,expired,used" : "active,archived" }
}

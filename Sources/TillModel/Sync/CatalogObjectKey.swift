/// Which thing of the catalog an object stands for, at whichever provider.
package struct CatalogObjectKey: Sendable, Hashable, Codable {
    /// What kinds of things providers keep for us, in the order in which they are made: each is about those before it.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case meter, feature, product, price
        /// Which of a product's prices its provider shows first; called as the product is.
        case defaultPrice = "default_price"
        case coupon
        case promotionCode = "promotion_code"
        case webhookEndpoint = "webhook_endpoint"
        case portal
    }

    package let kind: Kind
    /// As the file calls it: `pro`, `pro/monthly`, `LAUNCH20`.
    package let name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

extension CatalogObjectKey: Comparable {
    /// In the order in which they are made, and then by name.
    package static func < (left: CatalogObjectKey, right: CatalogObjectKey) -> Bool {
        guard left.kind != right.kind else { return left.name < right.name }
        return left.kind.place < right.kind.place
    }
}

extension CatalogObjectKey: CustomStringConvertible {
    /// As plans and reports write it: `price pro/monthly`.
    package var description: String { "\(kind.words) \(name)" }

    /// What ``description`` wrote; nil for any other text.
    package init?(_ description: String) {
        guard
            let kind = Kind.allCases.first(where: { description.hasPrefix($0.words + " ") }),
            description.count > kind.words.count + 1
        else { return nil }
        self.init(kind, String(description.dropFirst(kind.words.count + 1)))
    }
}

extension CatalogObjectKey.Kind {
    /// As it is said: `promotion code`.
    package var words: String { rawValue.replacing("_", with: " ") }

    /// Where it stands among the kinds.
    package var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

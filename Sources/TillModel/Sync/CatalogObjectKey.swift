/// Which thing of the catalog an object stands for, at whichever provider.
package struct CatalogObjectKey: Sendable, Hashable, Codable {
    /// What kinds of things providers keep for us, in the order in which they are made: each is about those before it.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case meter, feature, product, price, coupon
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
    package var description: String { "\(kind.rawValue.replacing("_", with: " ")) \(name)" }
}

extension CatalogObjectKey.Kind {
    /// Where it stands among the kinds.
    package var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

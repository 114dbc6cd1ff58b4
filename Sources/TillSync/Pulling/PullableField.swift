import TillModel

/// How the file says what a field of a provider's holds.
package enum PullableField: Sendable, Hashable {
    /// As a text under a key.
    case text(String)
    /// As the one text of a list, under a key.
    case onlyText(String)
    /// As a number under a key.
    case number(String)
    /// As an amount in the object's own currency.
    case amount
    /// As amounts in further currencies.
    case amounts

    /// Every field that can be taken over, by the kind of its object; what is not here is nothing that one line of the
    /// file says.
    package static let table: [CatalogObjectKey.Kind: [String: PullableField]] = [
        .product: [
            "name": .text("name"), "description": .text("description"), "url": .text("url"),
            "tax_code": .text("tax_code"), "images": .onlyText("image"), "image_url": .text("image"),
        ],
        .price: ["amount": .amount, "currencies": .amounts, "nickname": .text("name"), "name": .text("name")],
        .coupon: [
            "name": .text("name"), "description": .text("name"), "percent_off": .number("percent_off"),
            "amount_off": .amount, "currencies": .amounts, "max_redemptions": .number("max_redemptions"),
            "usage_limit": .number("max_redemptions"),
        ],
        .feature: ["name": .text("name")],
        .meter: ["name": .text("name")],
    ]

    /// What begins the name of a field that is one pair of the team's own.
    private static let pair = "metadata."

    /// How the file says a field, and in which map of the object; nil where nothing in the file does.
    static func of(_ key: CatalogObjectKey, _ field: String) -> (path: [String], form: PullableField)? {
        guard let path = path(of: key) else { return nil }
        if field.hasPrefix(pair), key.kind == .product || key.kind == .coupon {
            return (path + ["metadata"], .text(String(field.dropFirst(pair.count))))
        }
        return table[key.kind]?[field].map { (path, $0) }
    }

    /// The keys that lead to an object's map.
    static func path(of key: CatalogObjectKey) -> [String]? {
        let parts = key.name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return nil }
        switch key.kind {
        case .product: return ["products", key.name]
        case .price: return ["products", first] + parts.dropFirst().flatMap { ["prices", $0] }
        // A provider may keep an object for each code.
        case .coupon: return ["coupons", first]
        case .feature: return ["features", key.name]
        case .meter: return ["meters", key.name]
        case .defaultPrice, .promotionCode, .webhookEndpoint, .portal: return nil
        }
    }
}

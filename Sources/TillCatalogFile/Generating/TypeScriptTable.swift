import TillModel

/// Typed keys and a table of what is for sale, for a front end.
enum TypeScriptTable {
    static func text(_ catalog: Catalog, header: GeneratedHeader) -> String {
        var text = header.lines.map { "// \($0)\n" }.joined()
        let references = catalog.products.flatMap { product in product.prices.map(product.reference) }
        text += union("ProductKey", "Every product, also what is not for sale now.", catalog.products.map(\.key))
        text += union("PriceReference", "What a checkout calls a price.", references)
        text += union("FeatureKey", "What products give.", FeatureNames.all(in: catalog).map(\.key))
        // A type and no value: coupons that nobody was told of stay out of what browsers load.
        text += union("CouponKey", "Every coupon.", catalog.coupons.map(\.key))
        text += shapes
        text += "\n/** What is for sale, in the order of the file. */\nexport const products = {\n"
        for product in catalog.products where product.isEnabled { text += entry(product, catalog) }
        text += "} as const satisfies { readonly [Key in ProductKey]?: Product };\n"
        return text
    }

    private static let shapes = """

        /** An exact amount; `amount` counts the currency's smallest unit. */
        export interface Money {
          readonly amount: number;
          readonly currency: string;
          readonly decimal: string;
          readonly formatted: string;
        }

        /** One way to pay for a product. */
        export interface Price {
          readonly reference: PriceReference;
          readonly name?: string;
          readonly words: string;
          readonly amounts: readonly Money[];
          readonly interval?: { readonly unit: "day" | "week" | "month" | "year"; readonly count: number };
          readonly trialDays?: number;
        }

        /** What is for sale. */
        export interface Product {
          readonly name: string;
          readonly description?: string;
          readonly type: string;
          readonly visible: boolean;
          readonly badge?: string;
          readonly features: readonly { readonly key: FeatureKey; readonly limit?: number }[];
          readonly prices: { readonly [key: string]: Price };
        }

        """

    private static func union(_ name: String, _ words: String, _ keys: [String]) -> String {
        let members = Set(keys).sorted().map { "  | \(JSONText.quoted($0))\n" }.joined()
        return "\n/** \(words) */\nexport type \(name) =\(members.isEmpty ? " never" : "\n" + members.dropLast());\n"
    }

    private static func entry(_ product: Product, _ catalog: Catalog) -> String {
        var lines = ["name: \(JSONText.quoted(product.name)),"]
        if let details = product.details { lines.append("description: \(JSONText.quoted(details)),") }
        lines.append("type: \(JSONText.quoted(product.type)),")
        lines.append("visible: \(product.isVisible),")
        if let badge = product.badge { lines.append("badge: \(JSONText.quoted(badge)),") }
        let features = product.features.map { feature in
            "{ key: \(JSONText.quoted(feature.key))\(feature.limit.map { ", limit: \($0)" } ?? "") }"
        }
        lines.append("features: [\(features.joined(separator: ", "))],")
        lines.append("prices: {")
        for price in product.prices {
            lines.append("  \(JSONText.quoted(price.key)): {")
            lines += fields(of: price, product, catalog).map { "    \($0)," }
            lines.append("  },")
        }
        lines.append("},")
        return "  \(JSONText.quoted(product.key)): {\n" + lines.map { "    \($0)\n" }.joined() + "  },\n"
    }

    private static func fields(of price: Price, _ product: Product, _ catalog: Catalog) -> [String] {
        var fields = ["reference: \(JSONText.quoted(product.reference(to: price)))"]
        if let name = price.name { fields.append("name: \(JSONText.quoted(name))") }
        fields.append("words: \(JSONText.quoted(PriceWords.all(price, meters: catalog.contents.meters)))")
        let amounts = price.amounts.map { money in
            "{ amount: \(money.minorUnits), currency: \(JSONText.quoted(money.currency.code)), "
                + "decimal: \(JSONText.quoted(money.decimal)), formatted: \(JSONText.quoted(money.formatted)) }"
        }
        fields.append("amounts: [\(amounts.joined(separator: ", "))]")
        if let interval = price.interval {
            fields.append("interval: { unit: \"\(interval.unit.rawValue)\", count: \(interval.count) }")
        }
        if let days = price.trialDays { fields.append("trialDays: \(days)") }
        return fields
    }
}

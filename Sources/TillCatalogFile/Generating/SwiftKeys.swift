import TillModel

/// Typed keys for hooks: what is no longer for sale no longer compiles.
enum SwiftKeys {
    static func text(_ catalog: Catalog, header: GeneratedHeader) -> String {
        var text = header.lines.map { "// \($0)\n" }.joined() + "\nimport Till\n"
        text += products(catalog)
        text += prices(catalog)
        let features = FeatureNames.all(in: catalog).sorted { $0.key < $1.key }
        text += constants("Features", "What products give.", "FeatureKey", features)
        let coupons = catalog.coupons.map { ($0.key, "\($0.name ?? $0.key): \(CouponWords.reduction($0))") }
        text += constants("Coupons", "Every coupon.", "CouponKey", coupons.sorted { $0.0 < $1.0 })
        return text
    }

    // MARK: - Products

    private static func products(_ catalog: Catalog) -> String {
        let names = SwiftIdentifiers(keys(of: catalog))
        let lines = catalog.products.sorted { $0.key < $1.key }.map { product in
            let former = formerKey(of: product, in: catalog)
            let formerly = former.map { ", formerly: [\(quoted($0))]" } ?? ""
            return documented("\(product.name): \(PriceWords.short(product.price, meters: catalog.contents.meters))")
                + "    static let \(names.constant(product.key)) = ProductKey(\(quoted(product.key))\(formerly))\n"
                + (former.map { former in
                    deprecated(former, as: product.key, renamed: names.constant(product.key))
                        + "    static let \(names.constant(former)) = \(names.constant(product.key))\n"
                } ?? "")
        }
        return "\n/// Every product.\nenum Products {\n\(lines.joined())}\n"
    }

    /// The keys of all products and those that products had before.
    ///
    /// Together, so that a former name never takes a name that means a product now.
    private static func keys(of catalog: Catalog) -> [String] {
        catalog.products.flatMap { [$0.key] + (formerKey(of: $0, in: catalog).map { [$0] } ?? []) }
    }

    /// The key a product had, unless another one has it now.
    private static func formerKey(of product: Product, in catalog: Catalog) -> String? {
        guard let former = product.formerKey, catalog.product(former) == nil else { return nil }
        // Where two say so, the first one in the file is meant.
        return catalog.products.first { $0.formerKey == former }?.key == product.key ? former : nil
    }

    // MARK: - Prices

    private static func prices(_ catalog: Catalog) -> String {
        let names = SwiftIdentifiers(keys(of: catalog))
        let parts = catalog.products.sorted { $0.key < $1.key }.map { product in
            let former = formerKey(of: product, in: catalog)
            guard product.prices.contains(where: { $0.key != Product.defaultPriceKey }) else {
                let name = names.constant(product.key)
                return documented(words(product, product.price, catalog))
                    + "    static let \(name) = \(reference(product, product.price, former))\n"
                    + (former.map { former in
                        deprecated(former, as: product.key, renamed: name)
                            + "    static let \(names.constant(former)) = \(name)\n"
                    } ?? "")
            }
            let name = names.namespace(product.key)
            return documented("Prices of \(product.name).") + "    enum \(name) {\n"
                + constants(of: product, former, catalog).split(separator: "\n").map { "    \($0)\n" }.joined()
                + "    }\n"
                + (former.map { former in
                    deprecated(former, as: product.key, renamed: name)
                        + "    typealias \(names.namespace(former)) = \(name)\n"
                } ?? "")
        }
        return "\n/// Every price.\nenum Prices {\n\(parts.joined())}\n"
    }

    private static func constants(of product: Product, _ former: String?, _ catalog: Catalog) -> String {
        let aliases = product.prices.filter { price in
            price.formerKey.map { key in
                product.price(key) == nil && product.prices.first { $0.formerKey == key }?.key == price.key
            } ?? false
        }
        let names = SwiftIdentifiers(product.prices.map(\.key) + aliases.compactMap(\.formerKey))
        return product.prices.sorted { $0.key < $1.key }.map { price in
            let name = names.constant(price.key)
            let alias = aliases.contains { $0.key == price.key } ? price.formerKey : nil
            return documented(words(product, price, catalog))
                + "    static let \(name) = \(reference(product, price, former))\n"
                + (alias.map { alias in
                    deprecated(alias, as: price.key, renamed: name)
                        + "    static let \(names.constant(alias)) = \(name)\n"
                } ?? "")
        }.joined()
    }

    private static func words(_ product: Product, _ price: Price, _ catalog: Catalog) -> String {
        let name = price.name.map { "\(product.name), \($0)" } ?? product.name
        return "\(name): \(PriceWords.all(price, meters: catalog.contents.meters))"
    }

    private static func reference(_ product: Product, _ price: Price, _ formerProduct: String?) -> String {
        func spelled(_ product: String, _ price: String) -> String {
            price == Product.defaultPriceKey ? product : "\(product)/\(price)"
        }
        let products = [product.key] + (formerProduct.map { [$0] } ?? [])
        let prices = [price.key] + (price.formerKey.map { product.price($0) == nil ? [$0] : [] } ?? [])
        let former = products.flatMap { key in prices.map { spelled(key, $0) } }.dropFirst()
        let formerly = former.isEmpty ? "" : ", formerly: [\(former.map(quoted).joined(separator: ", "))]"
        return "PriceReference(\(quoted(product.reference(to: price)))\(formerly))"
    }

    // MARK: - Text

    private static func constants(_ name: String, _ words: String, _ type: String, _ entries: [(String, String)])
        -> String
    {
        guard !entries.isEmpty else { return "" }
        let names = SwiftIdentifiers(entries.map(\.0))
        let lines = entries.map { key, words in
            documented(words) + "    static let \(names.constant(key)) = \(type)(\(quoted(key)))\n"
        }
        return "\n/// \(words)\nenum \(name) {\n\(lines.joined())}\n"
    }

    private static func documented(_ words: String) -> String { "    /// \(OneLine.of(words))\n" }

    private static func deprecated(_ former: String, as key: String, renamed: String) -> String {
        "    @available(*, deprecated, renamed: \(quoted(renamed.filter { $0 != "`" })), message: "
            + "\(quoted("\(former) is called \(key) now"))" + ")\n"
    }

    /// A string literal.
    static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        } + "\""
    }
}

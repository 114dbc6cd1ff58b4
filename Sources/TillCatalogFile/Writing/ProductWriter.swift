import TillModel

/// Writes one product.
struct ProductWriter {
    /// The features that are declared with a limit, so that one without is unlimited.
    let limitedFeatures: Set<String>

    /// How many entries a product has at most that is written on one line.
    private static let shortEntries = 4

    /// A product as a map.
    func value(_ product: Product) -> WrittenValue {
        var entries: CatalogWriter.Entries = [("name", .text(product.name))]
        if let details = product.details { entries.append(("description", .text(details))) }
        if product.type != product.key { entries.append(("type", .text(product.type))) }
        var adopted = product.adopted.mapValues { [(key: "product", value: WrittenValue.text($0))] }
        if product.prices.count == 1, product.price.key == Product.defaultPriceKey {
            entries += PriceWriter.entries(product.price)
            for (provider, id) in product.price.adopted {
                adopted[provider, default: []].append((key: "price", value: .text(id)))
            }
        } else {
            entries.append(("prices", .long(product.prices.map { ($0.key, PriceWriter.value($0)) })))
        }
        addParts(of: product, to: &entries)
        addLooks(of: product, to: &entries)
        CatalogWriter.add(product.translations, to: &entries)
        entries += adopted.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, .short($0.value)) }
        let isShort = entries.count <= ProductWriter.shortEntries && entries.allSatisfy { $0.value.isScalar }
        return .map(entries, isShort: isShort)
    }

    private func addParts(of product: Product, to entries: inout CatalogWriter.Entries) {
        if let duration = product.duration { entries.append(("duration", .word(duration.description))) }
        if !product.features.isEmpty { entries.append(("features", .list(product.features.map(feature)))) }
        for (key, products) in [
            ("upsells", product.upsells), ("add_ons", product.addOns), ("requires", product.requires),
            ("excludes", product.excludes),
        ] where !products.isEmpty {
            entries.append((key, .texts(products)))
        }
        let credits = product.credits.map { grant -> (String, WrittenValue) in
            let amount = WrittenValue.word(String(grant.amount))
            guard let lasts = grant.lasts else { return (grant.credit, amount) }
            return (grant.credit, .short([("amount", amount), ("lasts", .word(lasts.description))]))
        }
        CatalogWriter.add(credits, "credits", to: &entries)
        if !product.bundle.isEmpty {
            let items = product.bundle.map { item -> WrittenValue in
                guard item.quantity > 1 else { return .text(item.product) }
                return .short([(item.product, .word(String(item.quantity)))])
            }
            entries.append(("bundle", .list(items)))
        }
        if let quantities = product.quantities {
            let most = String(quantities.upperBound)
            entries.append(
                ("per_order", quantities.lowerBound == 1 ? .word(most) : PriceWriter.bounds(quantities)))
        }
    }

    private func addLooks(of product: Product, to entries: inout CatalogWriter.Entries) {
        for (key, text) in [
            ("badge", product.badge), ("image", product.image), ("url", product.url), ("tax_code", product.taxCode),
            ("was", product.formerKey),
        ] {
            if let text { entries.append((key, .text(text))) }
        }
        if product.order != 0 { entries.append(("order", .word(String(product.order)))) }
        if product.isShippable { entries.append(("shippable", .word("true"))) }
        if !product.metadata.isEmpty { entries.append(("metadata", .texts(product.metadata))) }
        if !product.isEnabled { entries.append(("enabled", .word("false"))) }
        if !product.isVisible { entries.append(("visible", .word("false"))) }
        if !product.providers.isEmpty { entries.append(("providers", .texts(product.providers.map(\.rawValue)))) }
    }

    private func feature(_ feature: Feature) -> WrittenValue {
        if let limit = feature.limit { return .short([(feature.key, .word(String(limit)))]) }
        return limitedFeatures.contains(feature.key)
            ? .short([(feature.key, .word("unlimited"))]) : .text(feature.key)
    }
}

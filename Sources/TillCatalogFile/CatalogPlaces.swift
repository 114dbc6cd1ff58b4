import TillModel

/// Where the things of a catalog are written, each by the key that names it.
package struct CatalogPlaces: Sendable {
    /// A thing by the keys that lead to it, and where the last of them is.
    struct Thing {
        let path: [String]
        let span: SourceSpan
    }

    private var locations: [[String]: SourceLocation] = [:]

    /// No places at all.
    package init() {}

    /// - `sources`: The texts, in the order of their positions.
    init(_ things: [Thing], in sources: [SourceText]) {
        let ordered = things.sorted { $0.span.start < $1.span.start }
        var rest = ordered[...]
        for source in sources {
            var lines = SourceLines(source)
            while let thing = rest.first, thing.span.start < source.end {
                rest.removeFirst()
                let place = lines.place(of: thing.span)
                locations[thing.path] = SourceLocation(
                    file: source.file, line: place.line, column: place.column, length: place.length)
            }
        }
    }

    /// Where the thing is written that an object stands for, or else what it is a part of; nil where the catalog has
    /// none of it.
    package func location(of key: CatalogObjectKey, at provider: ProviderName) -> SourceLocation? {
        var path = Self.path(key, provider)
        // A section alone is no place.
        while path.count > 1 {
            if let location = locations[path] { return location }
            path.removeLast()
        }
        return nil
    }

    private static func path(_ key: CatalogObjectKey, _ provider: ProviderName) -> [String] {
        let parts = key.name.split(separator: "/", maxSplits: 1).map(String.init)
        switch key.kind {
        case .product, .defaultPrice: return [KeyName.products.name, key.name]
        case .price:
            guard let product = parts.first else { return [] }
            return [KeyName.products.name, product] + (parts.count > 1 ? [KeyName.prices.name, parts[1]] : [])
        case .coupon, .promotionCode: return [KeyName.coupons.name] + parts.prefix(1)
        case .meter: return [KeyName.meters.name, key.name]
        case .feature: return [KeyName.features.name, key.name]
        case .portal: return [KeyName.providers.name, provider.rawValue, "portal"]
        // What is ours alone: the file says nothing of it.
        case .webhookEndpoint: return []
        }
    }
}

extension YAMLTree {
    /// The things below a catalog's root that providers may have an object for.
    func things(below root: Int) -> [CatalogPlaces.Thing] {
        var things: [CatalogPlaces.Thing] = []
        for (section, isDeep) in Self.sections {
            for entry in map(section, of: root) {
                let path = [section.name, string(entry.key)]
                things.append(CatalogPlaces.Thing(path: path, span: span(entry.key)))
                guard isDeep, nodes[entry.value].kind == .mapping else { continue }
                if section == .products {
                    for price in map(.prices, of: entry.value) {
                        things.append(
                            CatalogPlaces.Thing(
                                path: path + [KeyName.prices.name, string(price.key)], span: span(price.key)))
                    }
                } else {
                    for part in entries(entry.value) {
                        things.append(CatalogPlaces.Thing(path: path + [string(part.key)], span: span(part.key)))
                    }
                }
            }
        }
        return things
    }

    /// The sections, and whether what is below their entries matters.
    private static let sections: [(KeyName, Bool)] = [
        (.products, true), (.coupons, false), (.meters, false), (.features, false), (.providers, true),
    ]

    /// The entries of the map under a key; none where there is no map.
    private func map(_ key: KeyName, of map: Int) -> [Entry] {
        guard nodes[map].kind == .mapping,
            let value = entries(map).first(where: { isText($0.key, key.name) })?.value,
            nodes[value].kind == .mapping
        else { return [] }
        return entries(value)
    }
}

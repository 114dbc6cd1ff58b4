import TillModel

/// Every feature of a catalog with what buyers read: those it declares, and those that products name freely.
enum FeatureNames {
    static func all(in catalog: Catalog) -> [(key: String, name: String)] {
        var names = Dictionary(
            catalog.contents.features.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
        var keys = catalog.contents.features.map(\.key)
        for feature in catalog.products.flatMap(\.features) where names[feature.key] == nil {
            names[feature.key] = feature.key
            keys.append(feature.key)
        }
        return keys.map { ($0, names[$0] ?? $0) }
    }
}

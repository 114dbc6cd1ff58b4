import TillModel

/// What a catalog is at the providers that keep one, worked out without asking them and without a key.
package enum ProviderCatalogs {
    /// Something that a provider cannot have, and why: a sentence without a full stop.
    package struct Refusal: Sendable, Hashable {
        package let key: CatalogObjectKey
        package let reason: String
    }

    /// What of a catalog a provider must refuse: what a plan shows as blocked; nothing for a provider that keeps none.
    package static func refusals(
        of catalog: Catalog, at provider: ProviderName, addresses: CatalogAddresses
    ) -> [Refusal] {
        let objects: [CatalogObject]
        let manifest: CatalogManifest
        switch provider {
        case .stripe: (objects, manifest) = (StripeCatalogObjects(catalog, addresses: addresses).all, .stripe)
        case .paddle: (objects, manifest) = (PaddleCatalogObjects(catalog, addresses: addresses).all, .paddle)
        default: return []
        }
        return objects.compactMap { object in
            manifest.refusal(of: object).map { Refusal(key: object.key, reason: $0) }
        }
    }
}

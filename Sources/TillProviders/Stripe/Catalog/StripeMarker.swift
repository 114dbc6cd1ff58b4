import TillModel

/// What we write in the metadata of Stripe's objects to know them again.
enum StripeMarker {
    private static let owner = "till_owner"
    private static let key = "till_key"
    private static let generation = "till_generation"
    private static let hash = "till_hash"
    private static let names = [owner, key, generation, hash]

    /// What begins the name of a field that is one pair of the team's own metadata.
    static let pair = "metadata."

    /// The marker's pairs.
    static func metadata(_ marker: OwnershipMarker) -> [String: String] {
        [
            owner: marker.owner, key: marker.key.description, generation: String(marker.generation),
            hash: marker.contentHash,
        ]
    }

    /// The marker of an object of a kind; nil when it carries none.
    ///
    /// Which price is a product's first is told by the product itself.
    static func marker(in metadata: [String: String]?) -> OwnershipMarker? {
        guard let metadata, let owner = metadata[owner], let key = metadata[key].flatMap(CatalogObjectKey.init),
            let generation = metadata[generation].flatMap(Int.init), generation > 0
        else { return nil }
        return OwnershipMarker(
            owner: owner, key: key, generation: generation, contentHash: metadata[hash] ?? "")
    }

    /// The team's own pairs, as fields.
    static func fields(of metadata: [String: String]?) -> [String: CatalogValue] {
        Dictionary(
            uniqueKeysWithValues: (metadata ?? [:]).filter { !names.contains($0.key) }
                .map { (pair + $0.key, CatalogValue.text($0.value)) })
    }

    /// The name by which Stripe itself knows a price again.
    static func lookupKey(_ marker: OwnershipMarker) -> String { "\(marker.owner):\(marker.key.name)" }
}

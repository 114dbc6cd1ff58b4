/// What we write on every object that we make at a provider, so that it is known again without the lock.
package struct OwnershipMarker: Sendable, Hashable, Codable {
    /// Whose it is: several catalogs may share one account.
    package let owner: String
    package let key: CatalogObjectKey
    /// Counts the objects that stood for the key: 1 for the first.
    package let generation: Int
    /// The digest of what we last wrote there; empty on one that never said.
    package let contentHash: String

    package init(owner: String, key: CatalogObjectKey, generation: Int, contentHash: String = "") {
        self.owner = owner
        self.key = key
        self.generation = generation
        self.contentHash = contentHash
    }
}

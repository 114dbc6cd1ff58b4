import TillModel

/// What the lock remembers of an object: as what it was pushed last, and under which id.
package struct AppliedObject: Sendable, Hashable, Codable {
    /// The provider's id.
    package let id: String
    /// Counts the objects that stood for the key: 1 for the first.
    package let generation: Int
    /// What was pushed, in the words of ``CatalogObject/fields``.
    package let fields: [String: CatalogValue]

    package init(id: String, generation: Int, fields: [String: CatalogValue]) {
        self.id = id
        self.generation = generation
        self.fields = fields
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the lock remembers of an object: as what it was pushed last, and under which id.
package struct AppliedObject: Sendable, Hashable {
    /// The provider's id.
    package let id: String
    /// Counts the objects that stood for the key: 1 for the first.
    package let generation: Int
    /// What was pushed, in the words of ``CatalogObject/fields``.
    package let fields: [String: CatalogValue]
    /// What buyers pay, for a price that has one amount; nil otherwise.
    package let terms: PriceTerms?
    /// When the provider was last seen to have it like that; nil where it was not.
    package let verifiedAt: Date?

    package init(
        id: String, generation: Int, fields: [String: CatalogValue], terms: PriceTerms? = nil, verifiedAt: Date? = nil
    ) {
        self.id = id
        self.generation = generation
        self.fields = fields
        self.terms = terms
        self.verifiedAt = verifiedAt
    }
}

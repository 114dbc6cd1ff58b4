#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An object that stood for a key once, so that what a provider says of it later is still understood.
package struct RetiredObject: Sendable, Hashable {
    package let key: CatalogObjectKey
    /// The provider's id.
    package let id: String
    package let generation: Int
    /// When it stopped standing for its key.
    package let until: Date
    /// Why: one of the planner's sentences.
    package let reason: String

    package init(key: CatalogObjectKey, id: String, generation: Int, until: Date, reason: String) {
        self.key = key
        self.id = id
        self.generation = generation
        self.until = until
        self.reason = reason
    }
}

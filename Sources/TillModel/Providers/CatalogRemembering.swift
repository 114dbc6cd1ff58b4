#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A provider that remembers when something was done to the objects of its catalog.
package protocol CatalogRemembering: CatalogPublishing {
    /// One page of what was done to objects of a kind, newest first; empty where that is not remembered.
    ///
    /// - `instant`: Since when; nil for as long as it is remembered.
    /// - `cursor`: Where the page before said to go on; nil for the first.
    func listChanges(
        of kind: CatalogObjectKey.Kind, since instant: Date?, after cursor: String?
    ) async throws(ProviderError) -> RemoteChangePage
}

/// That something was done to an object of a catalog.
package struct RemoteChange: Sendable, Hashable {
    /// The object's id.
    package let id: String
    package let at: Date
    /// The provider's name for the request that did it; nil where that is not told.
    package let requestID: String?
    /// Whether a run of ours is known to have done it.
    package let isOurs: Bool

    package init(id: String, at: Date, requestID: String?, isOurs: Bool) {
        self.id = id
        self.at = at
        self.requestID = requestID
        self.isOurs = isOurs
    }
}

/// Some of what was done, and where to go on.
package struct RemoteChangePage: Sendable, Hashable {
    package let changes: [RemoteChange]
    /// What to ask the next page with; nil after the last.
    package let next: String?

    package init(changes: [RemoteChange], next: String?) {
        self.changes = changes
        self.next = next
    }
}

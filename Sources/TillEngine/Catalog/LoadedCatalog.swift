import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A catalog as it was read at one moment, and which of the providers' objects stand for its prices.
///
/// Whoever answers a request takes one and uses it throughout, so that no answer mixes two catalogs.
package struct LoadedCatalog: Sendable {
    package let catalog: Catalog
    package let remoteIDs: RemoteIDs
    /// The prices that are not sold, by provider and reference, since the provider is not known to have them.
    package let refused: [ProviderName: [String: SellingRefusal]]
    /// The file it was read from, as whoever started the server named it.
    package let source: String
    package let loadedAt: Date

    package init(
        catalog: Catalog, remoteIDs: RemoteIDs = RemoteIDs(), refused: [ProviderName: [String: SellingRefusal]] = [:],
        source: String, loadedAt: Date
    ) {
        self.catalog = catalog
        self.remoteIDs = remoteIDs
        self.refused = refused
        self.source = source
        self.loadedAt = loadedAt
    }
}

import Synchronization
import TillEngine

/// The listing of the catalog in use: made when it is first asked for, and anew once another catalog is sold from.
final class CurrentListing: Sendable {
    private let catalog: CurrentCatalog
    private let version: String
    private let made = Mutex<ProductListing?>(nil)

    init(_ catalog: CurrentCatalog, version: String) {
        self.catalog = catalog
        self.version = version
    }

    /// The listing at this moment, to be asked for once by whoever answers a request.
    var listing: ProductListing {
        made.withLock { made in
            // Looked at in here, so that a listing never gives way to an older one.
            let standing = catalog.standing
            if let made, made.number == standing.number { return made }
            let listing = ProductListing(standing.loaded.catalog, number: standing.number, version: version)
            made = listing
            return listing
        }
    }
}

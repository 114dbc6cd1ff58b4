import Synchronization
import TillEngine
import TillModel

/// The listing of the catalog in use: made when it is first asked for, and anew once another catalog is sold from, or
/// the day has changed on which some of it depends.
final class CurrentListing: Sendable {
    private let catalog: CurrentCatalog
    private let version: String
    /// The day it is now in a time zone.
    private let today: @Sendable (_ timeZone: String) throws -> CalendarDate
    private let made = Mutex<ProductListing?>(nil)

    init(
        _ catalog: CurrentCatalog, version: String,
        today: @escaping @Sendable (_ timeZone: String) throws -> CalendarDate
    ) {
        self.catalog = catalog
        self.version = version
        self.today = today
    }

    /// The listing at this moment, to be asked for once by whoever answers a request.
    var listing: ProductListing {
        get throws {
            try made.withLock { made in
                // Looked at in here, so that a listing never gives way to an older one.
                let standing = catalog.standing
                let whole = standing.loaded.catalog
                let day = try today(whole.contents.timeZone)
                if let made, made.number == standing.number, !made.isDated || made.day == day { return made }
                let refused = standing.loaded.refused[whole.defaultProvider] ?? [:]
                let listing = ProductListing(
                    whole, refused: Set(refused.keys), on: day, number: standing.number, version: version)
                made = listing
                return listing
            }
        }
    }
}

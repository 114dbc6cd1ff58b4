#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A provider that tells more than its catalog, to whoever looks whether all is well.
package protocol CatalogExamining: CatalogPublishing {
    /// What its clock says; nil where it does not tell.
    func fetchTime() async throws(ProviderError) -> Date?

    /// One page of the addresses to which it sends events, switched off or not.
    ///
    /// - `cursor`: Where the page before said to go on; nil for the first.
    func listDestinations(after cursor: String?) async throws(ProviderError) -> EventDestinationPage

    /// The request that switches a destination on, as it will be sent with ``perform(_:idempotencyKey:)``. Pure.
    func call(enabling destination: EventDestination) throws(ProviderError) -> ProviderCall

    /// One page of the names by which it knows prices that are for sale; empty where it keeps none.
    func listLookupKeys(after cursor: String?) async throws(ProviderError) -> LookupKeyPage

    /// The name by which it should know an object; nil where it keeps none.
    func lookupKey(of marker: OwnershipMarker) -> String?
}

/// Where a provider sends events.
package struct EventDestination: Sendable, Hashable {
    package let id: String
    package let url: String
    package let isEnabled: Bool
    /// The names of the events; `*` stands for all.
    package let events: Set<String>

    package init(id: String, url: String, isEnabled: Bool, events: Set<String>) {
        self.id = id
        self.url = url
        self.isEnabled = isEnabled
        self.events = events
    }

    /// Those of some events that it is not sent.
    package func missing(of wanted: Set<String>) -> Set<String> {
        events.contains("*") ? [] : wanted.subtracting(events)
    }
}

/// Some destinations, and where to go on.
package struct EventDestinationPage: Sendable, Hashable {
    package let destinations: [EventDestination]
    /// What to ask the next page with; nil after the last.
    package let next: String?

    package init(destinations: [EventDestination], next: String?) {
        self.destinations = destinations
        self.next = next
    }
}

/// Some names of prices, and where to go on.
package struct LookupKeyPage: Sendable, Hashable {
    /// The names, by the price's id.
    package let names: [String: String]
    /// What to ask the next page with; nil after the last.
    package let next: String?

    package init(names: [String: String], next: String?) {
        self.names = names
        self.next = next
    }
}

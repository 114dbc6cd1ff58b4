import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Paddle keeps no names of prices, and its events are not read yet: only its clock is looked at.
extension PaddleCatalog: CatalogExamining {
    package func fetchTime() async throws(ProviderError) -> Date? {
        let call = ProviderCall(method: "GET", path: "\(PaddleCollection.products.path)?per_page=1")
        return HTTPDate.seconds(try await client.answer(to: call).headers["date"]).map { Date(secondsSince1970: $0) }
    }

    package func listDestinations(after cursor: String?) async throws(ProviderError) -> EventDestinationPage {
        EventDestinationPage(destinations: [], next: nil)
    }

    package func call(enabling destination: EventDestination) throws(ProviderError) -> ProviderCall {
        throw ProviderError(.notFound, provider: .paddle, detail: "no destination of Paddle's is known")
    }

    package func listLookupKeys(after cursor: String?) async throws(ProviderError) -> LookupKeyPage {
        LookupKeyPage(names: [:], next: nil)
    }

    package func lookupKey(of marker: OwnershipMarker) -> String? { nil }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension StripeCatalog: CatalogExamining {
    package func fetchTime() async throws(ProviderError) -> Date? {
        let answer = try await client.answer(to: ProviderCall(method: "GET", path: "/v1/account"), nil)
        return HTTPDate.seconds(answer.headers["date"]).map { Date(secondsSince1970: $0) }
    }

    package func listDestinations(after cursor: String?) async throws(ProviderError) -> EventDestinationPage {
        var query = StripeForm()
        query.set("limit", 100)
        query.set("starting_after", cursor)
        let list: StripeList<StripeWebhookEndpoint> = try await client.send(
            ProviderCall(method: "GET", path: "/v1/webhook_endpoints?\(query.encoded)"))
        return EventDestinationPage(
            destinations: list.data.filter { $0.deleted != true }.map { endpoint in
                EventDestination(
                    id: endpoint.id, url: endpoint.url ?? "", isEnabled: endpoint.status != "disabled",
                    events: Set(endpoint.enabled_events ?? []))
            }, next: list.has_more == true ? list.data.last?.id : nil)
    }

    package func call(enabling destination: EventDestination) throws(ProviderError) -> ProviderCall {
        var form = StripeForm()
        form.set("disabled", "false")
        return ProviderCall(
            method: "POST", path: "/v1/webhook_endpoints/\(try StripeClient.identifier(destination.id))",
            body: form.encoded)
    }

    package func listLookupKeys(after cursor: String?) async throws(ProviderError) -> LookupKeyPage {
        var query = StripeForm()
        query.set("limit", 100)
        query.set("starting_after", cursor)
        query.set("active", "true")
        let list: StripeList<StripePrice> = try await client.send(
            ProviderCall(method: "GET", path: "/v1/prices?\(query.encoded)"))
        let names = list.data.compactMap { price in price.lookup_key.map { (price.id, $0) } }
        return LookupKeyPage(
            names: Dictionary(names) { first, _ in first }, next: list.has_more == true ? list.data.last?.id : nil)
    }

    package func lookupKey(of marker: OwnershipMarker) -> String? { StripeMarker.lookupKey(marker) }
}

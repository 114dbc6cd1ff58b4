// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Why the names have underscores: they are Stripe's, so that a shape can be compared with its documentation at a glance.

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was done is read from Stripe's events, which are kept for 30 days.
///
/// They name the request, and nobody: who sent it is in the dashboard's own log only.
extension StripeCatalog: CatalogRemembering {
    package func listChanges(
        of kind: CatalogObjectKey.Kind, since instant: Date?, after cursor: String?
    ) async throws(ProviderError) -> RemoteChangePage {
        let types = Self.eventTypes(kind)
        guard !types.isEmpty else { return RemoteChangePage(changes: [], next: nil) }
        var query = StripeForm()
        query.set("limit", 100)
        query.set("starting_after", cursor)
        if let instant { query.set("created[gte]", Int64(instant.timeIntervalSince1970.rounded(.down))) }
        for type in types { query.set("types[]", type) }
        let list: StripeList<StripeCatalogEvent> = try await client.send(
            ProviderCall(method: "GET", path: "/v1/events?\(query.encoded)"))
        return RemoteChangePage(
            changes: list.data.compactMap(\.change), next: list.has_more == true ? list.data.last?.id : nil)
    }

    /// The events that tell what was done to objects of a kind.
    private static func eventTypes(_ kind: CatalogObjectKey.Kind) -> [String] {
        switch kind {
        case .product, .defaultPrice: ["product.created", "product.updated", "product.deleted"]
        case .price: ["price.created", "price.updated", "price.deleted"]
        case .coupon: ["coupon.created", "coupon.updated", "coupon.deleted"]
        case .promotionCode: ["promotion_code.created", "promotion_code.updated"]
        case .meter:
            [
                "billing.meter.created", "billing.meter.updated", "billing.meter.deactivated",
                "billing.meter.reactivated",
            ]
        case .portal: ["billing_portal.configuration.created", "billing_portal.configuration.updated"]
        case .feature, .webhookEndpoint: []
        }
    }
}

/// That something happened to an object.
private struct StripeCatalogEvent: Decodable, Sendable {
    struct Content: Decodable, Sendable {
        let object: Subject
    }
    struct Subject: Decodable, Sendable {
        let id: String?
    }
    struct Request: Decodable, Sendable {
        let id: String?
        let idempotency_key: String?
    }
    let id: String
    let created: Int64
    let data: Content
    let request: Request?

    var change: RemoteChange? {
        data.object.id.map {
            RemoteChange(
                id: $0, at: Date(secondsSince1970: created), requestID: request?.id,
                // So begin the keys of every write of ours.
                isOurs: request?.idempotency_key?.hasPrefix("till-") == true)
        }
    }
}

import Logging
import TillModel

/// Stripe's catalog: read page by page, and written one object at a time.
package struct StripeCatalog: CatalogPublishing {
    package static let name: ProviderName = .stripe
    package static var catalogVersion: String { StripeClient.apiVersion }

    let client: StripeClient
    /// The further currencies of tiered prices, lower-case: their tiers are only told where they are named.
    private let currencies: [String]

    /// - `catalog`: What will be compared with what is there; nil where nothing is read.
    package init(
        configuration: StripeConfiguration, catalog: Catalog? = nil, transport: any HTTPTransport, logger: Logger
    ) {
        currencies = catalog.map(StripePriceFields.tieredCurrencies) ?? []
        // Whoever calls decides when to try again.
        let once = Backoff(attempts: 1, random: { 0 }, sleep: { _ in })
        client = StripeClient(configuration: configuration, transport: transport, backoff: once, logger: logger)
    }

    package var manifest: CatalogManifest { .stripe }

    package func objects(of catalog: Catalog, addresses: CatalogAddresses) -> [CatalogObject] {
        StripeCatalogObjects(catalog, addresses: addresses).all
    }

    package func fetchAccount() async throws(ProviderError) -> String? {
        let account: StripeOwnAccount = try await client.send(ProviderCall(method: "GET", path: "/v1/account"))
        return account.id
    }

    package var listedKinds: [CatalogObjectKey.Kind] {
        [.meter, .feature, .product, .price, .coupon, .promotionCode, .webhookEndpoint, .portal]
    }

    package func listObjects(
        _ kind: CatalogObjectKey.Kind, after cursor: String?
    ) async throws(ProviderError) -> CatalogPage {
        var query = StripeForm()
        query.set("limit", 100)
        query.set("starting_after", cursor)
        for field in expanded(kind) { query.set("expand[]", "data.\(field)") }
        let call = ProviderCall(method: "GET", path: "\(StripeCatalogCalls.path(kind))?\(query.encoded)")
        switch kind {
        case .meter: return try await page(call, \StripeMeter.id) { [StripeCatalogReading.object($0)] }
        case .feature: return try await page(call, \StripeFeature.id) { [StripeCatalogReading.object($0)] }
        case .product, .defaultPrice:
            return try await page(call, \StripeProduct.id, StripeCatalogReading.objects)
        case .price: return try await page(call, \StripePrice.id) { [StripeCatalogReading.object($0)] }
        case .coupon: return try await page(call, \StripeCoupon.id) { [StripeCatalogReading.object($0)] }
        case .promotionCode:
            return try await page(call, \StripePromotionCode.id) { [StripeCatalogReading.object($0)] }
        case .webhookEndpoint:
            return try await page(call, \StripeWebhookEndpoint.id) { [StripeCatalogReading.object($0)] }
        case .portal: return try await page(call, \StripePortal.id) { [StripePortalFields.object($0)] }
        }
    }

    /// What is left out of an answer unless it is asked for.
    private func expanded(_ kind: CatalogObjectKey.Kind) -> [String] {
        switch kind {
        case .price: ["tiers", "currency_options"] + currencies.map { "currency_options.\($0).tiers" }
        case .coupon: ["applies_to", "currency_options"]
        case .promotionCode: ["restrictions.currency_options"]
        case .portal: ["features.subscription_update.products"]
        default: []
        }
    }

    private func page<Element: Decodable & Sendable>(
        _ call: ProviderCall, _ id: KeyPath<Element, String>, _ read: (Element) -> [RemoteCatalogObject]
    ) async throws(ProviderError) -> CatalogPage {
        let list: StripeList<Element> = try await client.send(call)
        return CatalogPage(
            objects: list.data.flatMap(read), next: list.has_more == true ? list.data.last?[keyPath: id] : nil)
    }

    package func fetchObject(
        _ kind: CatalogObjectKey.Kind, _ id: String
    ) async throws(ProviderError) -> RemoteCatalogObject? {
        var query = StripeForm()
        for field in expanded(kind) { query.set("expand[]", field) }
        let path = "\(StripeCatalogCalls.path(kind))/\(try StripeClient.identifier(id))"
        guard let answer = try await client.fetch(query.encoded.isEmpty ? path : "\(path)?\(query.encoded)") else {
            return nil
        }
        return try objects(answer, kind).first { $0.kind == kind }
    }

    private func objects(
        _ answer: InboundAnswer, _ kind: CatalogObjectKey.Kind
    ) throws(ProviderError) -> [RemoteCatalogObject] {
        switch kind {
        case .meter: [StripeCatalogReading.object(try client.decode(answer) as StripeMeter)]
        case .feature: [StripeCatalogReading.object(try client.decode(answer) as StripeFeature)]
        case .product, .defaultPrice: StripeCatalogReading.objects(try client.decode(answer))
        case .price: [StripeCatalogReading.object(try client.decode(answer) as StripePrice)]
        case .coupon: [StripeCatalogReading.object(try client.decode(answer) as StripeCoupon)]
        case .promotionCode: [StripeCatalogReading.object(try client.decode(answer) as StripePromotionCode)]
        case .webhookEndpoint: [StripeCatalogReading.object(try client.decode(answer) as StripeWebhookEndpoint)]
        case .portal: [StripePortalFields.object(try client.decode(answer) as StripePortal)]
        }
    }

    package func call(for write: CatalogWrite) throws(ProviderError) -> ProviderCall {
        try StripeCatalogCalls.call(for: write)
    }

    /// The part of every answer that is the same.
    private struct Written: Decodable {
        let id: String
        let secret: String?
    }

    package func perform(
        _ call: ProviderCall, idempotencyKey: IdempotencyKey
    ) async throws(ProviderError) -> CatalogReceipt {
        let answer = try await client.answer(to: call, idempotencyKey)
        let written: Written = try client.decode(answer)
        return CatalogReceipt(id: written.id, requestID: answer.headers["request-id"], secret: written.secret)
    }
}

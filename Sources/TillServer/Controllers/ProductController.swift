import HTTPTypes
import Hummingbird
import TillModel

/// `GET /api/products` and `GET /api/products/{key}`.
struct ProductController: Sendable {
    let catalog: Catalog

    func register(on router: Router<ServerContext>) {
        router.get("/api/products") { _, _ in
            let visible = catalog.products.filter { $0.isEnabled && $0.isVisible }
            return try Response.json(List(products: visible.map(ProductAnswer.init)))
        }
        router.get("/api/products/:key") { _, context in
            guard let product = context.parameters.get("key").flatMap(catalog.product), product.isEnabled else {
                throw Refusal.notFound
            }
            return try Response.json(ProductAnswer(product))
        }
    }

    private struct List: Encodable {
        let products: [ProductAnswer]
    }
}

/// A product on the wire.
struct ProductAnswer: Encodable, Sendable {
    /// One way to pay for it.
    struct PriceAnswer: Encodable, Sendable {
        /// What a checkout names it by.
        let product: String
        let key: String
        let amounts: [Money]
        let interval: BillingInterval?
        let trialDays: Int?
    }

    let key: String
    let name: String
    let description: String?
    let type: String
    let prices: [PriceAnswer]
    let duration: CalendarDuration?
    let upsells: [String]
    let badge: String?
    let features: [Feature]
    let image: String?
    let url: String?

    init(_ product: Product) {
        key = product.key
        name = product.name
        description = product.details
        type = product.type
        prices = product.prices.map { price in
            PriceAnswer(
                product: product.reference(to: price), key: price.key, amounts: price.amounts,
                interval: price.interval, trialDays: price.trialDays)
        }
        duration = product.duration
        upsells = product.upsells
        badge = product.badge
        features = product.features
        image = product.image
        url = product.url
    }
}

import TillModel

/// A product on the wire.
struct ProductAnswer: Encodable, Sendable {
    /// One way to pay for it.
    struct PriceAnswer: Encodable, Sendable {
        /// What a checkout names it by.
        let product: String
        let key: String
        /// What buyers read beside the product's name.
        let name: String?
        /// What it costs, in words: `12.00 USD per seat every month`.
        let text: String
        /// What one unit is.
        let unit: String?
        /// Whether a checkout can sell it now.
        let canBuy: Bool
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

    init(_ product: Product, in listing: ProductListing) {
        key = product.key
        name = product.name
        description = product.details
        type = product.type
        prices = product.prices.map { price in
            PriceAnswer(
                product: product.reference(to: price), key: price.key, name: price.name,
                text: PriceWords.all(price), unit: price.unit, canBuy: listing.canBuy(price, of: product),
                amounts: price.amounts,
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

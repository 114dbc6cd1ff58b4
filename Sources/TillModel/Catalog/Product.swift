/// What is sold, as `products.yaml` declares it.
public struct Product: Sendable, Hashable {
    /// The natural key: lower-case letters, digits, dashes and underscores, at most 64.
    public let key: String
    /// What buyers read.
    public var name: String
    /// A sentence or two for buyers.
    public var details: String?
    /// Free text that hooks tell products apart by; the key when the file says nothing.
    public var type: String
    /// Every way to pay for it, the default first.
    ///
    /// Never empty.
    public var prices: [Price]
    /// How long what was bought lasts; nil when that has no meaning.
    public var duration: CalendarDuration?
    /// Keys of the products offered beside this one.
    public var upsells: [String]
    /// A word that sets it apart on the pricing page, such as `Popular`.
    public var badge: String?
    /// Lines that say what one gets.
    public var features: [Feature]
    /// An address of a picture.
    public var image: String?
    /// An address where one can read more.
    public var url: String?
    /// The team's own pairs, handed to hooks as they are.
    public var metadata: [String: String]
    /// Whether it can be bought at all.
    public var isEnabled: Bool
    /// Whether lists and the pricing page show it; what is hidden can still be bought by its key.
    public var isVisible: Bool
    /// Objects at providers that stand for it, given in the file: provider name to the provider's product id.
    public var adopted: [ProviderName: String]

    /// A product with at least one price.
    public init(
        key: String, name: String, details: String? = nil, type: String? = nil, prices: [Price],
        duration: CalendarDuration? = nil, upsells: [String] = [], badge: String? = nil, features: [Feature] = [],
        image: String? = nil, url: String? = nil, metadata: [String: String] = [:], isEnabled: Bool = true,
        isVisible: Bool = true, adopted: [ProviderName: String] = [:]
    ) {
        precondition(!prices.isEmpty, "a product needs a price")
        self.key = key
        self.name = name
        self.details = details
        self.type = type ?? key
        self.prices = prices
        self.duration = duration
        self.upsells = upsells
        self.badge = badge
        self.features = features
        self.image = image
        self.url = url
        self.metadata = metadata
        self.isEnabled = isEnabled
        self.isVisible = isVisible
        self.adopted = adopted
    }

    /// The price that is meant when none is named.
    public var price: Price { prices[0] }

    /// The price of that key; nil when the product has none.
    public func price(_ key: String) -> Price? { prices.first { $0.key == key } }

    /// How prices and people refer to one of its prices: `pro/monthly`, or just `job_posting` for an only price.
    public func reference(to price: Price) -> String {
        price.key == Product.defaultPriceKey ? key : "\(key)/\(price.key)"
    }

    /// The key of a price that was written without one.
    public static let defaultPriceKey = "default"
}

/// Something a product gives, as a name and, where it is counted, a limit.
public struct Feature: Sendable, Hashable, Codable {
    /// What the file calls it.
    public let key: String
    /// How many of it; nil when it is simply there.
    public let limit: Int?

    /// A feature, limited or not.
    public init(key: String, limit: Int? = nil) {
        self.key = key
        self.limit = limit
    }
}

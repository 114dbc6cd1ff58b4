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
    /// What one gets.
    public var features: [Feature]
    /// Whether it can be bought at all.
    public var isEnabled: Bool
    /// Whether lists and the pricing page show it; what is hidden can still be bought by its key.
    public var isVisible: Bool

    private var sparse = Sparse<Traits>()

    /// Everything that most say nothing about, to be set at once.
    package var traits: Traits {
        get { sparse.value }
        set { sparse.value = newValue }
    }

    /// Whether nothing is set of what most say nothing about.
    package var hasTraits: Bool { !sparse.isDefault }

    /// A product with at least one price.
    public init(
        key: String, name: String, details: String? = nil, type: String? = nil, prices: [Price],
        duration: CalendarDuration? = nil, upsells: [String] = [], addOns: [String] = [], requires: [String] = [],
        excludes: [String] = [], quantities: ClosedRange<Int>? = nil, badge: String? = nil, features: [Feature] = [],
        credits: [CreditGrant] = [], bundle: [BundleItem] = [], image: String? = nil, url: String? = nil,
        taxCode: String? = nil, isShippable: Bool = false, order: Int = 0, metadata: [String: String] = [:],
        isEnabled: Bool = true, isVisible: Bool = true, adopted: [ProviderName: String] = [:],
        providers: [ProviderName] = [], translations: [String: Translation] = [:], formerKey: String? = nil
    ) {
        precondition(!prices.isEmpty, "a product needs a price")
        self.key = key
        self.name = name
        self.details = details
        self.type = type ?? key
        self.prices = prices
        self.features = features
        self.isEnabled = isEnabled
        self.isVisible = isVisible
        sparse = Sparse(
            Traits(
                duration: duration, upsells: upsells, addOns: addOns, requires: requires, excludes: excludes,
                quantities: quantities, badge: badge, credits: credits, bundle: bundle, image: image, url: url,
                taxCode: taxCode, isShippable: isShippable, order: order, metadata: metadata, adopted: adopted,
                providers: providers, translations: translations, formerKey: formerKey))
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

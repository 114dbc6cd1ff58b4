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
    /// Keys of the products that can be added to this one and renew with it.
    public var addOns: [String]
    /// Keys of the products of which one must be in the same order, or owned already; empty for none.
    public var requires: [String]
    /// Keys of the products that cannot be in the same order.
    public var excludes: [String]
    /// The fewest and the most of it that one order may have; nil for no bound of its own.
    public var quantities: ClosedRange<Int>?
    /// A word that sets it apart on the pricing page, such as `Popular`.
    public var badge: String?
    /// What one gets.
    public var features: [Feature]
    /// Credits that each unit grants, at each renewal when the price recurs.
    public var credits: [CreditGrant]
    /// What a bundle is made of; empty for what is not a bundle.
    public var bundle: [BundleItem]
    /// An address of a picture.
    public var image: String?
    /// An address where one can read more.
    public var url: String?
    /// The kind of goods, as tax tables and providers name it; nil when the file does not say.
    public var taxCode: String?
    /// Whether it is sent to the buyer, so that an address is needed.
    public var isShippable: Bool
    /// Where it stands among the others: lower numbers first, then the file's order.
    public var order: Int
    /// The team's own pairs, handed to hooks as they are.
    public var metadata: [String: String]
    /// Whether it can be bought at all.
    public var isEnabled: Bool
    /// Whether lists and the pricing page show it; what is hidden can still be bought by its key.
    public var isVisible: Bool
    /// Objects at providers that stand for it, given in the file: provider name to the provider's product id.
    public var adopted: [ProviderName: String]
    /// The providers it is sold through, in order of preference; empty for as the catalog says.
    public var providers: [ProviderName]
    /// What buyers read in other languages, by language tag.
    public var translations: [String: Translation]
    /// The key it had before; nil when it had none.
    public var formerKey: String?

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
        self.duration = duration
        self.upsells = upsells
        self.addOns = addOns
        self.requires = requires
        self.excludes = excludes
        self.quantities = quantities
        self.badge = badge
        self.features = features
        self.credits = credits
        self.bundle = bundle
        self.image = image
        self.url = url
        self.taxCode = taxCode
        self.isShippable = isShippable
        self.order = order
        self.metadata = metadata
        self.isEnabled = isEnabled
        self.isVisible = isVisible
        self.adopted = adopted
        self.providers = providers
        self.translations = translations
        self.formerKey = formerKey
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

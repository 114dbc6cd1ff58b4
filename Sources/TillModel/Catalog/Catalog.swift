/// Everything that is for sale, as one valid `products.yaml` declares it.
///
/// A value: a server that takes a changed file swaps one catalog for another, and an order keeps the
/// prices and the ``contentHash`` of the catalog it was made from. Looking up a product, a price, a coupon or what a
/// provider's id stands for takes the same time however large the catalog is.
public struct Catalog: Sendable {
    /// Everything a file declares.
    public struct Contents: Sendable, Hashable {
        /// Every product, in the file's order.
        public var products: [Product]
        /// Every coupon, in the file's order.
        public var coupons: [Coupon]
        /// Every feature that is declared for all products; empty when products name features freely.
        public var features: [FeatureDefinition]
        /// Every meter.
        public var meters: [Meter]
        /// Every kind of credit.
        public var credits: [CreditType]
        /// Every group of products.
        public var groups: [ProductGroup]
        /// Taxes by country (`DE`) or region (`US-CA`).
        public var taxes: [String: TaxRate]
        /// The providers that take payments, in order of preference; never empty.
        public var defaultProviders: [ProviderName]
        /// The providers the file configures, in the file's order; never empty.
        public var providers: [ProviderSettings]
        /// Whether prices that do not say contain tax.
        public var tax: TaxBehavior
        /// The currency of amounts that name none, and of what is free; nil when the file does not say.
        public var currency: Currency?
        /// What the catalog is called on the objects that it has at providers: several may share one account.
        public var owner: String
        /// The name of the time zone in which its days begin.
        public var timeZone: String
        /// The languages of its texts, by tag; the first is the one its own texts are in.
        ///
        /// Empty when the file does not say.
        public var locales: [String]
        /// Rules the team holds it to.
        public var policy: CatalogPolicy

        /// Contents; by default sold through Stripe.
        public init(
            products: [Product] = [], coupons: [Coupon] = [], features: [FeatureDefinition] = [],
            meters: [Meter] = [], credits: [CreditType] = [], groups: [ProductGroup] = [],
            taxes: [String: TaxRate] = [:], defaultProviders: [ProviderName] = [.stripe],
            providers: [ProviderSettings] = [ProviderSettings(name: .stripe)], tax: TaxBehavior = .exclusive,
            currency: Currency? = nil, owner: String = "till", timeZone: String = "UTC", locales: [String] = [],
            policy: CatalogPolicy = CatalogPolicy()
        ) {
            self.products = products
            self.coupons = coupons
            self.features = features
            self.meters = meters
            self.credits = credits
            self.groups = groups
            self.taxes = taxes
            self.defaultProviders = defaultProviders
            self.providers = providers
            self.tax = tax
            self.currency = currency
            self.owner = owner
            self.timeZone = timeZone
            self.locales = locales
            self.policy = policy
        }
    }

    /// Everything the file declares.
    public let contents: Contents
    /// The SHA-256 of the catalog's meaning, in lower-case hexadecimal: files that say the same have the same.
    public let contentHash: String

    private let index: CatalogIndex

    /// A catalog of contents with distinct keys.
    public init(_ contents: Contents, contentHash: String) {
        self.contents = contents
        self.contentHash = contentHash
        index = CatalogIndex(contents)
    }

    /// A catalog of products with distinct keys, and nothing else.
    public init(
        products: [Product], defaultProvider: ProviderName, providers: [ProviderName], contentHash: String
    ) {
        self.init(
            Contents(
                products: products, defaultProviders: [defaultProvider],
                providers: providers.map { ProviderSettings(name: $0) }),
            contentHash: contentHash)
    }

    /// Every product, in the file's order.
    public var products: [Product] { contents.products }
    /// Every coupon, in the file's order.
    public var coupons: [Coupon] { contents.coupons }
    /// The provider that takes payments when nothing else decides.
    public var defaultProvider: ProviderName { contents.defaultProviders[0] }
    /// The providers the file configures; never empty.
    public var providers: [ProviderName] { contents.providers.map(\.name) }

    /// The product of that key; nil when there is none.
    public func product(_ key: String) -> Product? { index.products[key].map { products[$0] } }

    /// The coupon of that key, or with that code in any case; nil when there is none.
    public func coupon(_ code: String) -> Coupon? {
        (index.coupons[code] ?? index.couponCodes[code.uppercased()]).map { coupons[$0] }
    }

    /// What a buyer's words name: `pro/monthly`, or `job_posting` for a product's default price.
    public func find(_ reference: String) -> (product: Product, price: Price)? {
        let parts = reference.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let position = index.products[String(parts[0])] else { return nil }
        let product = products[position]
        guard parts.count == 2 else { return (product, product.price) }
        if let prices = index.pricesOfMany[position] {
            return prices[String(parts[1])].map { (product, product.prices[$0]) }
        }
        return product.price(String(parts[1])).map { (product, $0) }
    }

    /// What an adopted object of a provider stands for: a product, and the price when it is a price's; nil for an
    /// object the file does not name.
    public func adopted(_ id: String, at provider: ProviderName) -> (product: Product, price: Price?)? {
        guard let place = index.adopted[CatalogIndex.RemoteObject(provider: provider, id: id)] else { return nil }
        let product = products[place.product]
        return (product, place.price.map { product.prices[$0] })
    }
}

extension Product {
    /// What most products say nothing about; ``Product`` shows each as a property of its own.
    package struct Traits: SparseValue {
        package var duration: CalendarDuration?
        package var upsells: [String] = []
        package var addOns: [String] = []
        package var requires: [String] = []
        package var excludes: [String] = []
        package var quantities: ClosedRange<Int>?
        package var badge: String?
        package var credits: [CreditGrant] = []
        package var bundle: [BundleItem] = []
        package var image: String?
        package var url: String?
        package var taxCode: String?
        package var isShippable: Bool = false
        package var order: Int = 0
        package var metadata: [String: String] = [:]
        package var adopted: [ProviderName: String] = [:]
        package var providers: [ProviderName] = []
        package var translations: [String: Translation] = [:]
        package var formerKey: String?

        /// Nothing.
        package init() {}

        init(
            duration: CalendarDuration?, upsells: [String], addOns: [String], requires: [String], excludes: [String],
            quantities: ClosedRange<Int>?, badge: String?, credits: [CreditGrant], bundle: [BundleItem], image: String?,
            url: String?, taxCode: String?, isShippable: Bool, order: Int, metadata: [String: String],
            adopted: [ProviderName: String], providers: [ProviderName], translations: [String: Translation],
            formerKey: String?
        ) {
            self.duration = duration
            self.upsells = upsells
            self.addOns = addOns
            self.requires = requires
            self.excludes = excludes
            self.quantities = quantities
            self.badge = badge
            self.credits = credits
            self.bundle = bundle
            self.image = image
            self.url = url
            self.taxCode = taxCode
            self.isShippable = isShippable
            self.order = order
            self.metadata = metadata
            self.adopted = adopted
            self.providers = providers
            self.translations = translations
            self.formerKey = formerKey
        }
    }
}

extension Product {
    /// How long what was bought lasts; nil when that has no meaning.
    public var duration: CalendarDuration? {
        get { traits.duration }
        set { traits.duration = newValue }
    }

    /// Keys of the products offered beside this one.
    public var upsells: [String] {
        get { traits.upsells }
        set { traits.upsells = newValue }
    }

    /// Keys of the products that can be added to this one and renew with it.
    public var addOns: [String] {
        get { traits.addOns }
        set { traits.addOns = newValue }
    }

    /// Keys of the products of which one must be in the same order, or owned already; empty for none.
    public var requires: [String] {
        get { traits.requires }
        set { traits.requires = newValue }
    }

    /// Keys of the products that cannot be in the same order.
    public var excludes: [String] {
        get { traits.excludes }
        set { traits.excludes = newValue }
    }

    /// The fewest and the most of it that one order may have; nil for no bound of its own.
    public var quantities: ClosedRange<Int>? {
        get { traits.quantities }
        set { traits.quantities = newValue }
    }

    /// A word that sets it apart on the pricing page, such as `Popular`.
    public var badge: String? {
        get { traits.badge }
        set { traits.badge = newValue }
    }

    /// Credits that each unit grants, at each renewal when the price recurs.
    public var credits: [CreditGrant] {
        get { traits.credits }
        set { traits.credits = newValue }
    }

    /// What a bundle is made of; empty for what is not a bundle.
    public var bundle: [BundleItem] {
        get { traits.bundle }
        set { traits.bundle = newValue }
    }

    /// An address of a picture.
    public var image: String? {
        get { traits.image }
        set { traits.image = newValue }
    }

    /// An address where one can read more.
    public var url: String? {
        get { traits.url }
        set { traits.url = newValue }
    }

    /// The kind of goods, as tax tables and providers name it; nil when the file does not say.
    public var taxCode: String? {
        get { traits.taxCode }
        set { traits.taxCode = newValue }
    }

    /// Whether it is sent to the buyer, so that an address is needed.
    public var isShippable: Bool {
        get { traits.isShippable }
        set { traits.isShippable = newValue }
    }

    /// Where it stands among the others: lower numbers first, then the file's order.
    public var order: Int {
        get { traits.order }
        set { traits.order = newValue }
    }

    /// The team's own pairs, handed to hooks as they are.
    public var metadata: [String: String] {
        get { traits.metadata }
        set { traits.metadata = newValue }
    }

    /// Objects at providers that stand for it, given in the file: provider name to the provider's product id.
    public var adopted: [ProviderName: String] {
        get { traits.adopted }
        set { traits.adopted = newValue }
    }

    /// The providers it is sold through, in order of preference; empty for as the catalog says.
    public var providers: [ProviderName] {
        get { traits.providers }
        set { traits.providers = newValue }
    }

    /// What buyers read in other languages, by language tag.
    public var translations: [String: Translation] {
        get { traits.translations }
        set { traits.translations = newValue }
    }

    /// The key it had before; nil when it had none.
    public var formerKey: String? {
        get { traits.formerKey }
        set { traits.formerKey = newValue }
    }
}

/// The definition of a reduction.
public struct Coupon: Sendable, Hashable {
    /// What is taken off.
    public enum Reduction: Sendable, Hashable {
        /// A part of the price.
        case percent(Percentage)
        /// An amount, one for each currency it can be used in.
        case amount([Money])
        /// Days before the first payment of what renews.
        case freeTrial(days: Int)
    }

    /// How long a subscription keeps it.
    public enum Span: Sendable, Hashable {
        /// The first payment only.
        case once
        /// Every payment of that time.
        case repeating(CalendarDuration)
        /// Every payment.
        case forever
    }

    /// What the file calls it: upper- or lower-case letters, digits, dashes and underscores.
    public let key: String
    /// What buyers read; nil for the key.
    public var name: String?
    /// What is taken off.
    public var reduction: Reduction
    /// How long a subscription keeps it.
    public var span: Span
    /// What it takes from, by product key or price reference; empty for everything.
    public var targets: [String]
    /// What the order must come to before it, one for each currency; empty for nothing.
    public var minimum: [Money]
    /// Whether only a customer's first order can have it.
    public var isFirstPurchaseOnly: Bool
    /// The first day on which it can be used, in the catalog's time zone; nil for always.
    public var from: CalendarDate?
    /// The first day on which it cannot be used any more; nil for never.
    public var until: CalendarDate?
    /// How often it can be used by everybody together; nil for any number.
    public var maxRedemptions: Int?
    /// How often one customer can use it; nil for any number.
    public var maxPerCustomer: Int?
    /// Whether it can be used together with others.
    public var stacks: Bool
    /// What buyers type, upper-case; empty when nothing can be typed.
    public var codes: [String]
    /// Whether it is used without being typed.
    public var isAutomatic: Bool
    /// The providers through which it can be used; empty for all.
    public var providers: [ProviderName]
    /// Whether it can be used at all.
    public var isEnabled: Bool
    /// The team's own pairs.
    public var metadata: [String: String]
    /// What buyers read in other languages, by language tag.
    public var translations: [String: Translation]
    /// Objects at providers that stand for it, given in the file: provider name to the provider's coupon id.
    public var adopted: [ProviderName: String]

    /// A coupon that anyone can use once it is typed.
    public init(
        key: String, name: String? = nil, reduction: Reduction, span: Span = .once, targets: [String] = [],
        minimum: [Money] = [], isFirstPurchaseOnly: Bool = false, from: CalendarDate? = nil,
        until: CalendarDate? = nil, maxRedemptions: Int? = nil, maxPerCustomer: Int? = nil, stacks: Bool = false,
        codes: [String]? = nil, isAutomatic: Bool = false, providers: [ProviderName] = [], isEnabled: Bool = true,
        metadata: [String: String] = [:], translations: [String: Translation] = [:],
        adopted: [ProviderName: String] = [:]
    ) {
        self.key = key
        self.name = name
        self.reduction = reduction
        self.span = span
        self.targets = targets
        self.minimum = minimum
        self.isFirstPurchaseOnly = isFirstPurchaseOnly
        self.from = from
        self.until = until
        self.maxRedemptions = maxRedemptions
        self.maxPerCustomer = maxPerCustomer
        self.stacks = stacks
        self.codes = codes ?? (isAutomatic ? [] : [key.uppercased()])
        self.isAutomatic = isAutomatic
        self.providers = providers
        self.isEnabled = isEnabled
        self.metadata = metadata
        self.translations = translations
        self.adopted = adopted
    }
}

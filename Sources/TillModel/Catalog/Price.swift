/// One way to pay for a product: an amount, once or at an interval.
public struct Price: Sendable, Hashable {
    /// What the file calls it within its product: `monthly`; `default` for a product's only price.
    public let key: String
    /// The amounts it can be paid in, one for each currency; the first is the default.
    ///
    /// What one unit costs. Where the quantity decides, what the first unit costs; where the buyer chooses, what is
    /// offered at first, else the least. Never empty.
    public let amounts: [Money]
    /// How often it is paid; nil for a price that is paid once.
    public let interval: BillingInterval?
    /// The time before the first payment; nil for none.
    public var trial: Trial?
    /// How the amount follows from the quantity.
    public var scheme: PricingScheme

    private var sparse = Sparse<Traits>()

    /// Everything that most say nothing about, to be set at once.
    package var traits: Traits {
        get { sparse.value }
        set { sparse.value = newValue }
    }

    /// Whether nothing is set of what most say nothing about.
    package var hasTraits: Bool { !sparse.isDefault }

    /// A price with at least one amount.
    public init(
        key: String, amounts: [Money], interval: BillingInterval? = nil, trial: Trial? = nil,
        scheme: PricingScheme = .perUnit, name: String? = nil, unit: String? = nil, meter: String? = nil,
        setupFees: [Money] = [], countries: [Country: [Money]] = [:], tax: TaxBehavior? = nil,
        availableFrom: CalendarDate? = nil, availableUntil: CalendarDate? = nil, changes: [PriceChange] = [],
        formerKey: String? = nil, existing: ExistingSubscribers? = nil, quantities: ClosedRange<Int>? = nil,
        adopted: [ProviderName: String] = [:]
    ) {
        precondition(!amounts.isEmpty, "a price needs an amount")
        self.key = key
        self.amounts = amounts
        self.interval = interval
        self.trial = trial
        self.scheme = scheme
        sparse = Sparse(
            Traits(
                name: name, unit: unit, meter: meter, setupFees: setupFees, countries: countries, tax: tax,
                availableFrom: availableFrom, availableUntil: availableUntil, changes: changes, formerKey: formerKey,
                existing: existing, quantities: quantities, adopted: adopted))
    }

    /// A price whose rarer properties are given at once.
    package init(
        key: String, amounts: [Money], interval: BillingInterval?, trial: Trial?, scheme: PricingScheme,
        traits: Traits
    ) {
        precondition(!amounts.isEmpty, "a price needs an amount")
        self.key = key
        self.amounts = amounts
        self.interval = interval
        self.trial = trial
        self.scheme = scheme
        sparse = Sparse(traits)
    }

    /// The amount in the default currency.
    public var amount: Money { amounts[0] }

    /// How many days a subscriber may try before the first payment; nil for none.
    public var trialDays: Int? { trial?.days }

    /// The amount in a currency; nil when the price is not sold in it.
    public func amount(in currency: Currency) -> Money? {
        if let amount = amounts.first(where: { $0.currency == currency }) { return amount }
        return scheme == .free ? .zero(currency) : nil
    }

    /// The amounts on a day for buyers of a country: a country's own, else those of the last change by then.
    public func amounts(on day: CalendarDate, in country: Country?) -> [Money] {
        if let country, let own = countries[country] { return own }
        return changes.last { $0.effective <= day }?.amounts ?? amounts
    }

    /// Whether it is sold on a day.
    public func isAvailable(on day: CalendarDate) -> Bool {
        (availableFrom.map { $0 <= day } ?? true) && (availableUntil.map { day < $0 } ?? true)
    }
}

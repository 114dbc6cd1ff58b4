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
    /// What buyers read beside the product's name; nil for nothing.
    public var name: String?
    /// What one unit is, such as `seat`; nil for the product itself.
    public var unit: String?
    /// The key of the meter whose reading is the quantity; nil when the quantity is chosen.
    public var meter: String?
    /// What is paid once with the first payment, one for each currency; empty for nothing.
    public var setupFees: [Money]
    /// Amounts for buyers of certain countries, in place of ``amounts``.
    public var countries: [Country: [Money]]
    /// Whether tax is in it; nil for as the catalog says.
    public var tax: TaxBehavior?
    /// The first day on which it is sold, in the catalog's time zone; nil for always.
    public var availableFrom: CalendarDate?
    /// The first day on which it is not sold any more; nil for never.
    public var availableUntil: CalendarDate?
    /// Amounts to come, the earliest first.
    public var changes: [PriceChange]
    /// The key it had before; nil when it had none.
    public var formerKey: String?
    /// What becomes of those who subscribed before its amount last changed; nil when the file does not say.
    public var existing: ExistingSubscribers?
    /// The fewest and the most of it that one order may have; nil for no bound of its own.
    public var quantities: ClosedRange<Int>?
    /// Objects at providers that stand for it, given in the file: provider name to the provider's price id.
    public var adopted: [ProviderName: String]

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
        self.name = name
        self.unit = unit
        self.meter = meter
        self.setupFees = setupFees
        self.countries = countries
        self.tax = tax
        self.availableFrom = availableFrom
        self.availableUntil = availableUntil
        self.changes = changes
        self.formerKey = formerKey
        self.existing = existing
        self.quantities = quantities
        self.adopted = adopted
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

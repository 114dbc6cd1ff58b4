extension Price {
    /// What most prices say nothing about; ``Price`` shows each as a property of its own.
    package struct Traits: SparseValue {
        package var name: String?
        package var unit: String?
        package var meter: String?
        package var setupFees: [Money] = []
        package var countries: [Country: [Money]] = [:]
        package var tax: TaxBehavior?
        package var availableFrom: CalendarDate?
        package var availableUntil: CalendarDate?
        package var changes: [PriceChange] = []
        package var formerKey: String?
        package var existing: ExistingSubscribers?
        package var quantities: ClosedRange<Int>?
        package var adopted: [ProviderName: String] = [:]

        /// Nothing.
        package init() {}

        init(
            name: String?, unit: String?, meter: String?, setupFees: [Money], countries: [Country: [Money]],
            tax: TaxBehavior?, availableFrom: CalendarDate?, availableUntil: CalendarDate?, changes: [PriceChange],
            formerKey: String?, existing: ExistingSubscribers?, quantities: ClosedRange<Int>?,
            adopted: [ProviderName: String]
        ) {
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
    }
}

extension Price {
    /// What buyers read beside the product's name; nil for nothing.
    public var name: String? {
        get { traits.name }
        set { traits.name = newValue }
    }

    /// What one unit is, such as `seat`; nil for the product itself.
    public var unit: String? {
        get { traits.unit }
        set { traits.unit = newValue }
    }

    /// The key of the meter whose reading is the quantity; nil when the quantity is chosen.
    public var meter: String? {
        get { traits.meter }
        set { traits.meter = newValue }
    }

    /// What is paid once with the first payment, one for each currency; empty for nothing.
    public var setupFees: [Money] {
        get { traits.setupFees }
        set { traits.setupFees = newValue }
    }

    /// Amounts for buyers of certain countries, in place of ``amounts``.
    public var countries: [Country: [Money]] {
        get { traits.countries }
        set { traits.countries = newValue }
    }

    /// Whether tax is in it; nil for as the catalog says.
    public var tax: TaxBehavior? {
        get { traits.tax }
        set { traits.tax = newValue }
    }

    /// The first day on which it is sold, in the catalog's time zone; nil for always.
    public var availableFrom: CalendarDate? {
        get { traits.availableFrom }
        set { traits.availableFrom = newValue }
    }

    /// The first day on which it is not sold any more; nil for never.
    public var availableUntil: CalendarDate? {
        get { traits.availableUntil }
        set { traits.availableUntil = newValue }
    }

    /// Amounts to come, the earliest first.
    public var changes: [PriceChange] {
        get { traits.changes }
        set { traits.changes = newValue }
    }

    /// The key it had before; nil when it had none.
    public var formerKey: String? {
        get { traits.formerKey }
        set { traits.formerKey = newValue }
    }

    /// What becomes of those who subscribed before its amount last changed; nil when the file does not say.
    public var existing: ExistingSubscribers? {
        get { traits.existing }
        set { traits.existing = newValue }
    }

    /// The fewest and the most of it that one order may have; nil for no bound of its own.
    public var quantities: ClosedRange<Int>? {
        get { traits.quantities }
        set { traits.quantities = newValue }
    }

    /// Objects at providers that stand for it, given in the file: provider name to the provider's price id.
    public var adopted: [ProviderName: String] {
        get { traits.adopted }
        set { traits.adopted = newValue }
    }
}

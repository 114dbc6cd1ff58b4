/// What a price is, in words: the same ones wherever a person reads about it.
package enum PriceWords {
    /// Everything that decides what is paid: `290.00 USD, 270.00 EUR every year`.
    package static func all(_ price: Price, amounts: [Money]? = nil, meters: [Meter] = []) -> String {
        joined(amount(price, amounts: amounts, meters: meters), price.interval)
    }

    /// In its default currency alone: `29.00 USD every month`.
    package static func short(_ price: Price, amounts: [Money]? = nil, meters: [Meter] = []) -> String {
        let first = (amounts ?? price.amounts).prefix(1)
        return joined(amount(price, amounts: Array(first), meters: meters), price.interval)
    }

    /// What one or some of it costs, without how often: `12.00 USD per seat`.
    package static func amount(_ price: Price, amounts given: [Money]? = nil, meters: [Meter] = []) -> String {
        let amounts = given ?? price.amounts
        let currencies = Set(amounts.map(\.currency))
        let unit = unit(of: price, meters: meters)
        let each = unit.map { " per \($0)" } ?? ""
        switch price.scheme {
        case .free: return "free"
        case .perUnit: return list(amounts) + each
        case .rate(let rates): return list(rates.filter { currencies.contains($0.currency) }) + each
        case .package(let size): return "\(list(amounts)) for each \(size) \(plural(unit ?? "unit", size)) begun"
        case .custom(let custom):
            return bounds(custom, currencies)
        case .graduated(let tiers):
            return tierLines(tiers, unit: unit, currencies: currencies).joined(separator: "; ")
        case .volume(let tiers):
            return tierLines(tiers, unit: unit, currencies: currencies).joined(separator: "; ")
                + " (the whole quantity at one tier)"
        }
    }

    /// What one unit is called: the price's own word, else the meter's; nil for the product itself.
    package static func unit(of price: Price, meters: [Meter]) -> String? {
        price.unit ?? price.meter.map { key in meters.first { $0.key == key }?.unit ?? "unit" }
    }

    /// A tier's units: `1 to 1000`, `10001 and more`.
    package static func range(_ tier: PriceTier, after previous: PriceTier?) -> String {
        // Nobody's last tier is the last whole number, but a file may say so.
        let (first, _) = (previous?.upTo ?? 0).addingReportingOverflow(1)
        return tier.upTo.map { first == $0 ? "\($0)" : "\(first) to \($0)" } ?? "\(first) and more"
    }

    /// What a tier costs: `0.004 USD each, and 5.00 USD once`.
    package static func cost(_ tier: PriceTier, currencies: Set<Currency>? = nil) -> String {
        func wanted(_ currency: Currency) -> Bool { currencies?.contains(currency) ?? true }
        let flat = tier.flat.filter { wanted($0.currency) && !$0.isZero }
        let rates = tier.each.filter { wanted($0.currency) }
        return "\(list(rates)) each" + (flat.isEmpty ? "" : ", and \(list(flat)) once")
    }

    /// Words for things in a row: `290.00 USD, 270.00 EUR`.
    package static func list(_ things: some Sequence<some CustomStringConvertible>) -> String {
        things.map(\.description).joined(separator: ", ")
    }

    private static func joined(_ amount: String, _ interval: BillingInterval?) -> String {
        interval.map { "\(amount) every \($0)" } ?? amount
    }

    /// What some units are called: `seat`, `seats`.
    package static func plural(_ unit: String, _ count: Int) -> String {
        count == 1 || unit.hasSuffix("s") ? unit : unit + "s"
    }

    private static func tierLines(_ tiers: [PriceTier], unit: String?, currencies: Set<Currency>) -> [String] {
        tiers.indices.map { index in
            let range = range(tiers[index], after: index > 0 ? tiers[index - 1] : nil)
            return "\(range) \(plural(unit ?? "unit", 2)): \(cost(tiers[index], currencies: currencies))"
        }
    }

    private static func bounds(_ custom: CustomAmount, _ currencies: Set<Currency>) -> String {
        let least = custom.minimum.filter { currencies.contains($0.currency) }
        let most = custom.maximum.filter { currencies.contains($0.currency) }
        return "\(list(least)) or more, as the buyer chooses" + (most.isEmpty ? "" : ", up to \(list(most))")
    }
}

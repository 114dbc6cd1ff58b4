import TillModel

/// Writes one price.
enum PriceWriter {
    /// A price as a map of its own.
    static func value(_ price: Price) -> WrittenValue {
        var entries = entries(price)
        if let name = price.name { entries.append(("name", .text(name))) }
        if let former = price.formerKey { entries.append(("was", .text(former))) }
        entries += price.adopted.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ($0.key.rawValue, .short([("price", .text($0.value))]))
        }
        return .short(entries)
    }

    /// What says how a price is paid, as it may stand beside a product's name.
    static func entries(_ price: Price) -> CatalogWriter.Entries {
        var entries = scheme(price)
        if let interval = price.interval { entries.append(("every", .word(interval.description))) }
        if let unit = price.unit { entries.append(("per", .text(unit))) }
        if let quantities = price.quantities { entries.append(("quantity", bounds(quantities))) }
        if let meter = price.meter { entries.append(("meter", .text(meter))) }
        if let trial = price.trial { entries.append(("trial", value(trial))) }
        if !price.setupFees.isEmpty { entries.append(("setup_fee", CatalogWriter.amounts(price.setupFees))) }
        let countries = price.countries.sorted { $0.key.code < $1.key.code }.map {
            ($0.key.code, CatalogWriter.amounts($0.value))
        }
        CatalogWriter.add(countries, "countries", to: &entries)
        if let tax = price.tax { entries.append(("tax", .word(tax.rawValue))) }
        if let day = price.availableFrom { entries.append(("effective", .word(day.description))) }
        if let day = price.availableUntil { entries.append(("until", .word(day.description))) }
        if !price.changes.isEmpty { entries.append(("schedule", .list(price.changes.map(value)))) }
        if let existing = price.existing { entries.append(("existing", value(existing))) }
        return entries
    }

    /// The fewest and the most.
    static func bounds(_ range: ClosedRange<Int>) -> WrittenValue {
        .short([("min", .word(String(range.lowerBound))), ("max", .word(String(range.upperBound)))])
    }

    private static func scheme(_ price: Price) -> CatalogWriter.Entries {
        switch price.scheme {
        case .perUnit: return several(price.amounts.map(\.description))
        case .rate(let rates): return several(rates.map(\.description))
        case .package(let size): return several(price.amounts.map(\.description)) + [("package", .word(String(size)))]
        case .graduated(let tiers): return [("graduated", .list(tiers.map(value)))]
        case .volume(let tiers): return [("volume", .list(tiers.map(value)))]
        case .free: return [("price", .word("free"))]
        case .custom(let amount):
            var bounds: CatalogWriter.Entries = [("min", CatalogWriter.amounts(amount.minimum))]
            if !amount.maximum.isEmpty { bounds.append(("max", CatalogWriter.amounts(amount.maximum))) }
            if !amount.preset.isEmpty { bounds.append(("preset", CatalogWriter.amounts(amount.preset))) }
            return [("custom", .short(bounds))]
        }
    }

    /// The first amount, and those in other currencies beside it.
    private static func several(_ amounts: [String]) -> CatalogWriter.Entries {
        let first: CatalogWriter.Entries = amounts.prefix(1).map { ("price", .word($0)) }
        return amounts.count > 1 ? first + [("also", .words(Array(amounts.dropFirst())))] : first
    }

    private static func value(_ tier: PriceTier) -> WrittenValue {
        var entries: CatalogWriter.Entries = []
        if let end = tier.upTo { entries.append(("up_to", .word(String(end)))) }
        entries.append(("each", .oneOrMore(tier.each.map { .word($0.description) })))
        if !tier.flat.isEmpty { entries.append(("flat", CatalogWriter.amounts(tier.flat))) }
        return .short(entries)
    }

    private static func value(_ trial: Trial) -> WrittenValue {
        let length = WrittenValue.word(CalendarDuration(trial.days, .day).description)
        return trial.requiresPaymentMethod
            ? length : .short([("length", length), ("payment_method", .word("optional"))])
    }

    private static func value(_ change: PriceChange) -> WrittenValue {
        var entries: CatalogWriter.Entries = [("effective", .word(change.effective.description))]
        entries += several(change.amounts.map(\.description))
        if let existing = change.existing { entries.append(("existing", value(existing))) }
        return .short(entries)
    }

    private static func value(_ existing: ExistingSubscribers) -> WrittenValue {
        switch existing {
        case .keep: .word("keep")
        case .atRenewal: .word("at_renewal")
        case .on(let day): .short([("on", .word(day.description))])
        }
    }
}

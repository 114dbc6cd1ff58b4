import TillModel

extension RandomCatalog {
    mutating func prices() -> [Price] {
        guard chance() else { return [price(Product.defaultPriceKey)] }
        return keys(number(1...4)).map { price($0) }
    }

    mutating func price(_ key: String) -> Price {
        var price = scheme(key)
        let isDefault = key == Product.defaultPriceKey
        if !isDefault {
            price.name = maybe { $0.text() }
            price.formerKey = chance(4) ? "old-\(unique())" : nil
        }
        if chance(4) { price.adopted[.stripe] = "price_\(unique())" }
        guard price.scheme != .free else { return price }
        price.tax = maybe { $0.chance() ? .inclusive : .exclusive }
        price.availableFrom = chance(4) ? day(2025) : nil
        price.availableUntil = chance(4) ? day(2029) : nil
        if price.interval != nil {
            price.trial = maybe { Trial(days: $0.number(1...730), requiresPaymentMethod: $0.chance()) }
            price.setupFees = chance(4) ? amounts() : []
            price.existing = maybe { $0.existing() }
        }
        guard price.scheme == .perUnit, price.meter == nil else { return price }
        price.unit = maybe { $0.text() }
        price.quantities = maybe { $0.bounds() }
        if chance(4) { for country in countries() { price.countries[country] = amounts() } }
        if chance(4) {
            price.changes = (2026...2027).map { year in
                PriceChange(
                    effective: day(year), amounts: amounts(),
                    existing: price.interval == nil ? nil : existing())
            }
        }
        return price
    }

    mutating func scheme(_ key: String) -> Price {
        switch number(0...7) {
        case 0:
            return Price(key: key, amounts: [.zero(currency ?? .usd)], interval: maybe { $0.interval() }, scheme: .free)
        case 1:
            let custom = CustomAmount(
                minimum: currencies.map { money($0, 1...500) },
                maximum: chance() ? currencies.map { money($0, 5_000...90_000) } : [],
                preset: chance() ? currencies.map { money($0, 501...4_999) } : [])
            let first = custom.preset.isEmpty ? custom.minimum : custom.preset
            return Price(key: key, amounts: first, scheme: .custom(custom))
        case 2 where !meters.isEmpty:
            let rates = currencies.map { UnitRate(millionthsOfMinorUnit: Int64(number(1...999_999)), $0) }
            return metered(key, firstUnit(rates, []), .rate(rates))
        case 3 where !meters.isEmpty: return metered(key, amounts(), .package(size: number(2...1_000)))
        case 4 where !meters.isEmpty:
            let tiers = tiers()
            return metered(key, firstUnit(tiers[0].each, tiers[0].flat), .graduated(tiers))
        case 5 where !meters.isEmpty:
            let tiers = tiers()
            return metered(key, firstUnit(tiers[0].each, tiers[0].flat), .volume(tiers))
        case 6 where !meters.isEmpty: return metered(key, amounts(), .perUnit)
        default: return Price(key: key, amounts: anyAmounts(), interval: maybe { $0.interval() })
        }
    }

    mutating func metered(_ key: String, _ amounts: [Money], _ scheme: PricingScheme) -> Price {
        Price(key: key, amounts: amounts, interval: interval(), scheme: scheme, meter: pick(meters))
    }

    mutating func tiers() -> [PriceTier] {
        let ends = [100, 1_000, 10_000].prefix(number(0...3)).map { Optional($0) } + [nil]
        return ends.map { end in
            PriceTier(
                upTo: end,
                each: currencies.map { UnitRate(millionthsOfMinorUnit: Int64(number(0...9_000_000)), $0) },
                flat: chance() ? currencies.map { money($0, 1...999) } : [])
        }
    }

    /// What the first unit costs: its rate, rounded, and what its tier costs at once.
    func firstUnit(_ rates: [UnitRate], _ flat: [Money]) -> [Money] {
        rates.compactMap { rate in
            guard let one = try? rate.times(1) else { return nil }
            guard let flat = flat.first(where: { $0.currency == rate.currency }) else { return one }
            return try? one.adding(flat)
        }
    }

    mutating func interval() -> BillingInterval {
        BillingInterval(pick(BillingInterval.Unit.allCases), count: number(1...3))
    }

    mutating func existing() -> ExistingSubscribers { pick([.keep, .atRenewal, .on(day(2030))]) }

    mutating func bounds() -> ClosedRange<Int> {
        let least = number(1...5)
        return least...(least + number(0...500))
    }
}

import TillModel

/// What a price of ours is at Stripe, in the words of plans.
enum StripePriceFields {
    /// - Throws: ``Unsupported`` where Stripe has nothing like it.
    static func make(
        _ price: Price, of product: Product, catalog: Catalog
    ) throws(Unsupported) -> [String: CatalogValue] {
        guard price.countries.isEmpty else {
            throw Unsupported("Stripe has no amounts by country")
        }
        var fields: [String: CatalogValue] = [
            "product": .reference(CatalogObjectKey(.product, product.key)),
            "tax_behavior": .text((price.tax ?? catalog.contents.tax).rawValue),
        ]
        if let name = price.name { fields["nickname"] = .text(name) }
        fields["recurring"] = recurring(price)
        switch price.scheme {
        case .perUnit:
            try setAmounts(price.amounts.map(Amount.money), in: &fields)
        case .rate(let rates):
            try setAmounts(rates.map(Amount.rate), in: &fields)
        case .package(let size):
            try setAmounts(price.amounts.map(Amount.money), in: &fields)
            fields["package"] = .number(Int64(size))
        case .graduated(let tiers):
            try setTiers(tiers, mode: "graduated", in: &fields)
        case .volume(let tiers):
            try setTiers(tiers, mode: "volume", in: &fields)
        case .custom(let bounds):
            try setCustom(bounds, isRecurring: price.interval != nil, in: &fields)
        case .free:
            guard let currency = catalog.contents.currency ?? price.amounts.first?.currency else {
                throw Unsupported("Stripe wants a currency for what is free; give the file one under `defaults:`")
            }
            try setAmounts([.money(.zero(currency))], in: &fields)
        }
        return fields
    }

    /// What buyers pay for a price of one amount; nil for any other.
    static func terms(_ price: Price) -> PriceTerms? {
        guard case .perUnit = price.scheme, let amount = price.amounts.first else { return nil }
        return PriceTerms(amount: amount, interval: price.interval)
    }

    private static func recurring(_ price: Price) -> CatalogValue? {
        guard let interval = price.interval else { return nil }
        var fields: [String: CatalogValue] = [
            "interval": .text(interval.unit.rawValue), "count": .number(Int64(interval.count)),
        ]
        if let meter = price.meter { fields["meter"] = .reference(CatalogObjectKey(.meter, meter)) }
        return .fields(fields)
    }

    // MARK: - Amounts

    /// A whole amount, or what one unit costs where that may be less than the smallest unit.
    private enum Amount {
        case money(Money)
        case rate(UnitRate)

        var currency: Currency {
            switch self {
            case .money(let money): money.currency
            case .rate(let rate): rate.currency
            }
        }
    }

    /// The first amount is the price's own, the others are its currency options.
    private static func setAmounts(
        _ amounts: [Amount], in fields: inout [String: CatalogValue]
    ) throws(Unsupported) {
        guard let first = amounts.first else { return }
        fields["currency"] = .text(first.currency.code)
        fields.merge(try amountFields(first)) { $1 }
        var others: [String: CatalogValue] = [:]
        for amount in amounts.dropFirst() { others[amount.currency.code] = .fields(try amountFields(amount)) }
        if !others.isEmpty { fields["currencies"] = .fields(others) }
    }

    private static func amountFields(
        _ amount: Amount, named name: String = "amount"
    ) throws(Unsupported) -> [String: CatalogValue] {
        switch amount {
        case .money(let money):
            return [name: .number(try units(money))]
        case .rate(let rate):
            if let money = rate.amount { return [name: .number(try units(money))] }
            guard StripeAmount.hasOurDecimals(rate.currency) else {
                throw Unsupported("Stripe cannot take a rate in \(rate.currency.code) that is no whole amount")
            }
            return ["\(name)_decimal": .text(decimal(rate))]
        }
    }

    private static func units(_ money: Money) throws(Unsupported) -> Int64 {
        do throws(ProviderError) {
            return try StripeAmount.minorUnits(money)
        } catch {
            throw Unsupported(error.detail)
        }
    }

    /// A rate in smallest units, as the shortest decimal: `0.2`.
    static func decimal(_ rate: UnitRate) -> String {
        let (whole, rest) = rate.millionthsOfMinorUnit.magnitude.quotientAndRemainder(
            dividingBy: UInt64(UnitRate.scale))
        var decimals = String(String(rest + UInt64(UnitRate.scale)).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(whole)" + (decimals.isEmpty ? "" : "." + decimals)
    }

    // MARK: - Tiers and amounts that the buyer chooses

    private static func setTiers(
        _ tiers: [PriceTier], mode: String, in fields: inout [String: CatalogValue]
    ) throws(Unsupported) {
        guard let currencies = tiers.first?.each.map(\.currency), let own = currencies.first else { return }
        guard currencies.count <= mostTieredCurrencies else {
            throw Unsupported("Stripe tells tiers of at most \(mostTieredCurrencies) currencies at once")
        }
        fields["currency"] = .text(own.code)
        fields["tiers_mode"] = .text(mode)
        fields["tiers"] = .list(try steps(tiers, in: own))
        var others: [String: CatalogValue] = [:]
        for currency in currencies.dropFirst() {
            others[currency.code] = .fields(["tiers": .list(try steps(tiers, in: currency))])
        }
        if !others.isEmpty { fields["currencies"] = .fields(others) }
    }

    /// How many currencies' tiers one request can be told of.
    private static let mostTieredCurrencies = 16

    /// The further currencies of every tiered price, lower-case and sorted.
    static func tieredCurrencies(_ catalog: Catalog) -> [String] {
        var codes: Set<String> = []
        for price in catalog.products.lazy.flatMap(\.prices) {
            switch price.scheme {
            case .graduated(let tiers), .volume(let tiers):
                codes.formUnion((tiers.first?.each ?? []).dropFirst().map { $0.currency.code.lowercased() })
            default: continue
            }
        }
        return Array(codes.sorted().prefix(mostTieredCurrencies))
    }

    private static func steps(_ tiers: [PriceTier], in currency: Currency) throws(Unsupported) -> [CatalogValue] {
        var steps: [CatalogValue] = []
        for tier in tiers {
            var fields: [String: CatalogValue] = [
                "up_to": tier.upTo.map { .number(Int64($0)) } ?? .text("inf")
            ]
            if let each = tier.each.first(where: { $0.currency == currency }) {
                fields.merge(try amountFields(.rate(each))) { $1 }
            }
            if let flat = tier.flat.first(where: { $0.currency == currency }), !flat.isZero {
                fields["flat"] = .number(try units(flat))
            }
            steps.append(.fields(fields))
        }
        return steps
    }

    private static func setCustom(
        _ bounds: CustomAmount, isRecurring: Bool, in fields: inout [String: CatalogValue]
    ) throws(Unsupported) {
        guard !isRecurring else { throw Unsupported("Stripe lets buyers choose an amount only once, not each period") }
        guard let least = bounds.minimum.first, bounds.minimum.count == 1 else {
            throw Unsupported("Stripe lets buyers choose an amount in one currency only")
        }
        fields["currency"] = .text(least.currency.code)
        var custom: [String: CatalogValue] = ["minimum": .number(try units(least))]
        if let most = bounds.maximum.first { custom["maximum"] = .number(try units(most)) }
        if let preset = bounds.preset.first { custom["preset"] = .number(try units(preset)) }
        fields["custom"] = .fields(custom)
    }
}

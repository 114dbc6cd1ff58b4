import TillModel

/// What a price of ours is at Paddle, in the words of plans.
enum PaddlePriceFields {
    /// - Throws: ``Unsupported`` where Paddle has nothing like it.
    static func make(
        _ price: Price, of product: Product, catalog: Catalog
    ) throws(Unsupported) -> [String: CatalogValue] {
        var fields = try PaddleTerritory.amount(try amount(price, catalog))
        fields["product"] = .reference(CatalogObjectKey(.product, product.key))
        // Read by the team only, and Paddle wants one.
        fields["description"] = .text(CatalogObjectKey(.price, product.reference(to: price)).description)
        if let name = price.name {
            fields["name"] = .text(try PaddleText.checked(name, "name of a price", most: 150))
        }
        if let interval = price.interval {
            fields["recurring"] = ["interval": .text(interval.unit.rawValue), "count": .number(Int64(interval.count))]
        }
        fields["trial"] = try trial(price)
        fields["tax_mode"] = (price.tax ?? catalog.contents.tax) == .inclusive ? "internal" : "external"
        fields["countries"] = try countries(price)
        fields["quantity"] = quantity(price, of: product)
        return fields
    }

    /// What buyers pay for a price of one amount; nil for any other.
    static func terms(_ price: Price) -> PriceTerms? {
        guard case .perUnit = price.scheme, let amount = price.amounts.first else { return nil }
        return PriceTerms(amount: amount, interval: price.interval)
    }

    private static func amount(_ price: Price, _ catalog: Catalog) throws(Unsupported) -> Money {
        guard price.meter == nil else { throw Unsupported("Paddle has no prices by use") }
        switch price.scheme {
        case .perUnit: break
        case .rate: throw Unsupported("Paddle has no prices below a currency's smallest unit")
        case .package: throw Unsupported("Paddle has no packages; it counts single units")
        case .graduated, .volume: throw Unsupported("Paddle has no tiers")
        case .custom: throw Unsupported("Paddle lets no buyer choose an amount")
        case .free: return .zero(catalog.contents.currency ?? price.amount.currency)
        }
        guard price.amounts.count == 1 else {
            throw Unsupported(
                "a price has one currency at Paddle, and others only by country: give those under `countries:`")
        }
        return price.amount
    }

    private static func trial(_ price: Price) throws(Unsupported) -> CatalogValue? {
        guard let trial = price.trial else { return nil }
        guard price.interval != nil else { throw Unsupported("Paddle has trials only for what is paid again") }
        return [
            "interval": "day", "count": .number(Int64(trial.days)),
            "payment_method": .flag(trial.requiresPaymentMethod),
        ]
    }

    /// The amounts by country.
    private static func countries(_ price: Price) throws(Unsupported) -> CatalogValue? {
        guard !price.countries.isEmpty else { return nil }
        var countries: [String: CatalogValue] = [:]
        for (country, amounts) in price.countries.sorted(by: { $0.key.code < $1.key.code }) {
            try PaddleTerritory.check(country)
            guard let amount = amounts.first, amounts.count == 1 else {
                throw Unsupported("Paddle has one amount for a country, and \(country) has \(amounts.count)")
            }
            countries[country.code] = .fields(try PaddleTerritory.amount(amount))
        }
        return .fields(countries)
    }

    /// How many one order may have: what both the price and the product allow, or what Paddle does by itself.
    private static func quantity(_ price: Price, of product: Product) -> CatalogValue {
        let bounds = [price.quantities, product.quantities].compactMap { $0 }
        let least = bounds.map(\.lowerBound).max() ?? 1
        let most = bounds.map(\.upperBound).min() ?? 100
        return ["minimum": .number(Int64(least)), "maximum": .number(Int64(max(least, most)))]
    }
}

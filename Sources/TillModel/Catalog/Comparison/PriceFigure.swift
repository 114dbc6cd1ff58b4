/// One number of a price that money is worked out with, comparable with its like in another catalog.
struct PriceFigure: Hashable {
    /// Which number: what a file would call it, and where in it.
    struct Name: Hashable {
        /// The field, as the file calls it.
        let field: String
        /// Words before the price's own: nil for the amount itself, else `the setup fee`.
        let words: String?
    }

    let name: Name
    let currency: Currency
    /// In millionths of the currency's smallest unit.
    let value: Int128
    /// For a person: `29.00 USD`.
    let text: String

    init(_ name: Name, _ amount: Money) {
        self.name = name
        currency = amount.currency
        value = Int128(amount.minorUnits) * Int128(UnitRate.scale)
        text = amount.description
    }

    init(_ name: Name, _ rate: UnitRate) {
        self.name = name
        currency = rate.currency
        value = Int128(rate.millionthsOfMinorUnit)
        text = rate.description
    }

    /// Every number of a price, in the order of the file.
    static func all(of price: Price) -> [PriceFigure] {
        let amount = Name(field: "price", words: nil)
        var figures: [PriceFigure] =
            switch price.scheme {
            case .perUnit, .package: price.amounts.map { PriceFigure(amount, $0) }
            case .rate(let rates): rates.map { PriceFigure(amount, $0) }
            case .graduated(let tiers): tiered("graduated", tiers)
            case .volume(let tiers): tiered("volume", tiers)
            case .custom(let custom): chosen(custom)
            case .free: []
            }
        figures += price.setupFees.map { PriceFigure(Name(field: "setup_fee", words: "the setup fee"), $0) }
        for (country, amounts) in price.countries.sorted(by: { $0.key.code < $1.key.code }) {
            let name = Name(field: "countries.\(country)", words: "the amount for buyers in \(country)")
            figures += amounts.map { PriceFigure(name, $0) }
        }
        return figures
    }

    private static func tiered(_ field: String, _ tiers: [PriceTier]) -> [PriceFigure] {
        tiers.indices.flatMap { index in
            let range = PriceWords.range(tiers[index], after: index > 0 ? tiers[index - 1] : nil)
            let each = Name(field: "\(field).each", words: "what each unit of the tier \(range) costs")
            let flat = Name(field: "\(field).flat", words: "what the tier \(range) costs once")
            return tiers[index].each.map { PriceFigure(each, $0) } + tiers[index].flat.map { PriceFigure(flat, $0) }
        }
    }

    private static func chosen(_ custom: CustomAmount) -> [PriceFigure] {
        custom.minimum.map { PriceFigure(Name(field: "custom.min", words: "the least one may pay"), $0) }
            + custom.maximum.map { PriceFigure(Name(field: "custom.max", words: "the most one may pay"), $0) }
            + custom.preset.map { PriceFigure(Name(field: "custom.preset", words: "the amount offered at first"), $0) }
    }
}

import Testing

@testable import TillModel

/// A shop, one thing that is changed in it, and what people should be told.
struct ComparisonCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// The field as the file calls it.
    let field: String
    let sentence: String
    let affected: CatalogChange.Affected
    let change: @Sendable (inout Catalog.Contents) -> Void

    var testDescription: String { name }

    init(
        _ name: String, field: String, _ affected: CatalogChange.Affected, _ sentence: String,
        _ change: @escaping @Sendable (inout Catalog.Contents) -> Void
    ) {
        self.name = name
        self.field = field
        self.affected = affected
        self.sentence = sentence
        self.change = change
    }

    /// What the change gives.
    var changes: [CatalogChange] {
        var contents = ComparisonCase.shop
        change(&contents)
        return ComparisonCase.changes(to: contents)
    }

    static func changes(to contents: Catalog.Contents) -> [CatalogChange] {
        CatalogComparison(from: Catalog(shop, contentHash: "00"), to: Catalog(contents, contentHash: "01")).changes
    }

    static func usd(_ units: Int64) -> Money { Money(minorUnits: units, .usd) }
    static func eur(_ units: Int64) -> Money { Money(minorUnits: units, .eur) }

    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { fatalError("\(text) is not a day") }
        return day
    }

    static func country(_ code: String) -> Country {
        guard let country = Country(code: code) else { fatalError("\(code) is not a country") }
        return country
    }

    static func monthly(
        _ amounts: [Money], existing: ExistingSubscribers? = nil, setupFees: [Money] = [],
        countries: [Country: [Money]] = [:], scheme: PricingScheme = .perUnit, changes: [PriceChange] = []
    ) -> Price {
        Price(
            key: "monthly", amounts: amounts, interval: BillingInterval(.month), scheme: scheme,
            setupFees: setupFees, countries: countries, changes: changes, existing: existing)
    }

    static let tiers = [
        PriceTier(upTo: 1_000, each: [UnitRate(millionthsOfMinorUnit: 400_000, .usd)]),
        PriceTier(upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 200_000, .usd)], flat: [usd(500)]),
    ]

    /// What every case begins with: product 0 is paid once, 1 renews, 2 is metered, 3 has tiers, 4 is a donation.
    static let shop = Catalog.Contents(
        products: [
            Product(key: "job", name: "Job", prices: [Price(key: "default", amounts: [usd(9_900)])]),
            Product(
                key: "pro", name: "Pro",
                prices: [
                    monthly([usd(2_900), eur(2_700)]),
                    Price(key: "yearly", amounts: [usd(29_000)], interval: BillingInterval(.year)),
                ], features: [Feature(key: "search"), Feature(key: "seats", limit: 10)]),
            Product(
                key: "calls", name: "Calls",
                prices: [
                    Price(
                        key: "usage", amounts: [usd(0)], interval: BillingInterval(.month),
                        scheme: .rate([UnitRate(millionthsOfMinorUnit: 200_000, .usd)]), meter: "calls")
                ]),
            Product(
                key: "api", name: "API",
                prices: [
                    Price(
                        key: "tiers", amounts: [usd(0)], interval: BillingInterval(.month), scheme: .graduated(tiers),
                        meter: "calls")
                ]),
            Product(
                key: "gift", name: "Gift",
                prices: [
                    Price(
                        key: "default", amounts: [usd(500)],
                        scheme: .custom(CustomAmount(minimum: [usd(500)], maximum: [usd(50_000)])))
                ]),
        ],
        coupons: [Coupon(key: "LAUNCH20", reduction: .percent(Percentage(20)))],
        features: [FeatureDefinition(key: "search", name: "Search")],
        meters: [Meter(key: "calls", name: "API calls", unit: "call")],
        credits: [CreditType(key: "ai", name: "AI credits")],
        groups: [ProductGroup(key: "plans", name: "Plans", products: ["job", "pro"], defaultProduct: "job")],
        taxes: ["DE": TaxRate(rate: Percentage(19))])
}

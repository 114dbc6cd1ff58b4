import TillModel

@testable import TillCatalogFile

/// A catalog with everything that a generator must show, and with names that mean it harm.
enum SampleShop {
    private static func usd(_ units: Int64) -> Money { Money(minorUnits: units, .usd) }

    private static func day(_ text: String) -> TillModel.CalendarDate {
        guard let day = TillModel.CalendarDate(text) else { fatalError("\(text) is not a day") }
        return day
    }

    static let catalog = Catalog(
        Catalog.Contents(
            products: listings + plans + metered + odd,
            coupons: [
                Coupon(
                    key: "LAUNCH20", name: "Launch discount", reduction: .percent(Percentage(20)), targets: ["pro"]),
                Coupon(key: "free-month", reduction: .freeTrial(days: 30), isEnabled: false),
            ],
            features: [
                FeatureDefinition(key: "search", name: "Search | find <everything>"),
                FeatureDefinition(key: "seats", name: "Seats", kind: .limited(unit: "seat")),
            ],
            meters: [Meter(key: "calls", name: "API calls", unit: "call")],
            credits: [CreditType(key: "ai", name: "AI credits")], currency: .usd),
        contentHash: "5a3e")

    private static let listings: [Product] = [
        Product(
            key: "job_posting", name: "Job posting", details: "A 30-day listing",
            prices: [Price(key: "default", amounts: [usd(9_900)])], badge: "Popular",
            url: "https://shop.example/jobs?a=1|2", formerKey: "job-listing"),
        Product(
            key: "starter", name: "Starter pack",
            prices: [
                Price(
                    key: "default", amounts: [usd(12_000)],
                    changes: [PriceChange(effective: day("2027-06-01"), amounts: [usd(13_000)])])
            ], credits: [CreditGrant(credit: "ai", amount: 1_000, lasts: CalendarDuration(1, .year))],
            bundle: [BundleItem(product: "job_posting", quantity: 2)], order: -1),
    ]

    private static let plans: [Product] = [
        Product(
            key: "pro", name: "Pro",
            prices: [
                Price(
                    key: "monthly", amounts: [usd(2_900), Money(minorUnits: 4_300, .jpy)],
                    interval: BillingInterval(.month), trial: Trial(days: 14), setupFees: [usd(4_900)]),
                Price(
                    key: "yearly", amounts: [usd(29_000)], interval: BillingInterval(.year), name: "A year",
                    tax: .inclusive, availableUntil: day("2028-01-01"), formerKey: "annual"),
            ], features: [Feature(key: "search"), Feature(key: "seats", limit: 10)], formerKey: "plus"),
        Product(key: "free", name: "Free", prices: [Price(key: "default", amounts: [usd(0)], scheme: .free)]),
    ]

    private static let metered: [Product] = [
        Product(
            key: "api", name: "API",
            prices: [
                Price(
                    key: "usage", amounts: [usd(0)], interval: BillingInterval(.month),
                    scheme: .rate([UnitRate(millionthsOfMinorUnit: 200_000, .usd)]), meter: "calls"),
                Price(
                    key: "tiers", amounts: [usd(0)], interval: BillingInterval(.month),
                    scheme: .graduated([
                        PriceTier(upTo: 1_000, each: [UnitRate(millionthsOfMinorUnit: 0, .usd)]),
                        PriceTier(
                            upTo: nil, each: [UnitRate(millionthsOfMinorUnit: 400_000, .usd)], flat: [usd(500)]),
                    ]), meter: "calls"),
                Price(
                    key: "packs", amounts: [usd(500)], interval: BillingInterval(.month), scheme: .package(size: 100),
                    meter: "calls"),
            ]),
        Product(
            key: "donation", name: "Donation",
            prices: [
                Price(
                    key: "default", amounts: [usd(2_000)],
                    scheme: .custom(
                        CustomAmount(minimum: [usd(500)], maximum: [usd(50_000)], preset: [usd(2_000)])))
            ]),
    ]

    private static let odd: [Product] = [
        Product(
            key: "class", name: "*/ \"class\" \\ </script><b>|`\n\u{2028}\u{1}static let evil = 1",
            details: "${x} `code` --> & more", prices: [Price(key: "default", amounts: [usd(1)])], isVisible: true),
        Product(key: "a-b", name: "A, b", prices: [Price(key: "default", amounts: [usd(1)])], isVisible: false),
        Product(key: "a_b", name: "A b", prices: [Price(key: "init", amounts: [usd(1)])], isEnabled: false),
        Product(key: "3d", name: "3D", prices: [Price(key: "default", amounts: [Money(minorUnits: .max, .kwd)])]),
    ]

    static let generator = CatalogGenerator(
        version: "1.2.3",
        errors: [
            OpenAPIError(code: "not_found", status: 404, isRetryable: false, meaning: "There is nothing here."),
            OpenAPIError(code: "empty_cart", status: 422, isRetryable: false, meaning: "No items."),
        ])
}

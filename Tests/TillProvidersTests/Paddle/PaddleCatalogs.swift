import TillModel
import TillTesting

@testable import TillProviders

/// Catalogs of all that Paddle can have, by chance: two in a row have the same keys and other contents.
struct PaddleCatalogs {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// Every object of another catalog that Paddle can have.
    mutating func objects() -> [CatalogObjectKey: CatalogObject] {
        let products = ["pro", "plus"].map { product($0) }
        let coupons = ["LAUNCH", "HELLO"].map { coupon($0) }
        let contents = Catalog.Contents(
            products: products, coupons: coupons, defaultProviders: [.paddle], tax: chance() ? .inclusive : .exclusive,
            currency: maybe(.eur))
        let all = PaddleCatalogObjects(
            Catalog(contents, contentHash: "hash"),
            addresses: CatalogAddresses(publicURL: nil) { Int64($0.year) * 10_000_000 }
        ).all
        return Dictionary(all.filter { $0.unsupported == nil }.map { ($0.key, $0) }) { first, _ in first }
    }

    private mutating func product(_ key: String) -> Product {
        Product(
            key: key, name: pick(["Pro", "Plus \"1\"", "Ünïcode 🎉"]), details: maybe("All\nof it"),
            prices: ["default", "monthly"].map { price($0) },
            quantities: maybe(1...Int.random(in: 2...9, using: &random)),
            image: maybe("https://shop.example/\(key).png"), taxCode: maybe(pick(["saas", "ebooks", "txcd_10000000"])),
            metadata: chance() ? ["team": pick(["jobs", "sales"]), pick(["a", "b"]): "1"] : [:])
    }

    private mutating func price(_ key: String) -> Price {
        let currency = pick([Currency.usd, .eur, .jpy])
        let recurs = key != "default"
        let codes = ["DE", "AT", "CH", "JP"].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        var countries: [Country: [Money]] = [:]
        for country in codes.compactMap(Country.init(code:)) { countries[country] = [money(pick([.usd, .eur]))] }
        return Price(
            key: key, amounts: [money(currency)],
            interval: recurs ? BillingInterval(pick([.month, .year]), count: pick([1, 3])) : nil,
            trial: recurs ? maybe(Trial(days: pick([7, 14]), requiresPaymentMethod: chance())) : nil,
            scheme: chance() ? .perUnit : .free, name: maybe("Each time"), countries: countries,
            tax: maybe(pick([.inclusive, .exclusive])),
            quantities: maybe(2...Int.random(in: 2...10_000, using: &random)))
    }

    private mutating func coupon(_ key: String) -> Coupon {
        Coupon(
            key: key, name: maybe("For \(key)"),
            reduction: chance()
                ? .percent(Percentage(millionths: Int64.random(in: 1...10_000, using: &random) * 100))
                : .amount([money(pick([.usd, .eur]))]),
            span: pick([.once, .forever, .repeating(CalendarDuration(Int.random(in: 1...30, using: &random), .month))]),
            targets: pick([[], ["pro"], ["plus/monthly"], ["pro/monthly", "plus"]]),
            minimum: chance() && chance() ? [money(.usd)] : [],
            until: maybe(CalendarDate(year: Int.random(in: 1_990...2_100, using: &random), month: 1, day: 1)) ?? nil,
            maxRedemptions: maybe(Int.random(in: 1...1_000, using: &random)),
            codes: pick([[key], [key, key + "2"], []]), metadata: chance() ? ["team": "jobs"] : [:])
    }

    private mutating func money(_ currency: Currency) -> Money {
        Money(minorUnits: pick([100, 2_900, Int64.random(in: 1...99_999_999, using: &random)]), currency)
    }

    private mutating func chance() -> Bool { Bool.random(using: &random) }

    private mutating func maybe<Value>(_ value: Value) -> Value? { chance() ? value : nil }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }
}

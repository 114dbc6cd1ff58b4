import TillModel
import TillTesting

/// Catalogs and carts that a seed repeats: every shape of price, coupon and tax, with small and with extreme amounts.
struct RandomShop {
    var random: SeededRandom
    /// Whether amounts may be as large as an amount can be.
    let isExtreme: Bool

    init(seed: UInt64, isExtreme: Bool) {
        random = SeededRandom(seed: seed)
        self.isExtreme = isExtreme
    }

    mutating func catalog() -> Catalog {
        let products = (0..<6).map { product("p\($0)") }
        return Catalog(
            Catalog.Contents(
                products: products, coupons: (0..<6).map { coupon("C\($0)", Array(products.map(\.key))) },
                taxes: ["DE": tax(), "US": tax(), "US-CA": tax()], tax: chance(2) ? .inclusive : .exclusive),
            contentHash: "00")
    }

    mutating func cart() -> Cart {
        Cart(
            items: (0..<int(1...5)).map { _ in
                Cart.Item(
                    "p\(int(0...5))", quantity: isExtreme && chance(3) ? extremeQuantity() : Int64(int(1...40)))
            },
            coupons: (0..<int(0...5)).map { _ in "c\(int(0...6))" },
            country: [nil, "DE", "US", "FR"][int(0...3)], region: nil, today: Shelf.today,
            isFirstPurchase: [nil, true, false][int(0...2)])
    }

    private mutating func product(_ key: String) -> Product {
        let isMetered = chance(5)
        let scheme = scheme()
        let price = Price(
            key: "default", amounts: [money(.usd)],
            interval: isMetered || chance(3) ? BillingInterval(.month) : nil, trial: chance(6) ? Trial(days: 14) : nil,
            scheme: scheme, meter: isMetered ? "m" : nil, setupFees: chance(5) ? [money(.usd)] : [],
            tax: [nil, .inclusive, .exclusive][int(0...2)])
        return Product(key: key, name: key, prices: [price], taxCode: chance(3) ? "book" : nil)
    }

    private mutating func scheme() -> PricingScheme {
        switch int(0...5) {
        case 0: .rate([rate()])
        case 1: .package(size: int(1...7))
        case 2: .graduated(tiers())
        case 3: .volume(tiers())
        case 4: chance(3) ? .free : .perUnit
        default: .perUnit
        }
    }

    private mutating func tiers() -> [PriceTier] {
        var end = 0
        var tiers = (0..<int(0...3)).map { _ in
            end += int(1...12)
            return PriceTier(upTo: end, each: [rate()], flat: chance(2) ? [money(.usd)] : [])
        }
        tiers.append(PriceTier(upTo: nil, each: [rate()], flat: chance(3) ? [money(.usd)] : []))
        return tiers
    }

    private mutating func coupon(_ key: String, _ products: [String]) -> Coupon {
        let reduction: Coupon.Reduction =
            switch int(0...6) {
            case 0...3: .percent(Percentage(millionths: Int64(int(1...1_000_000))))
            case 4, 5: .amount([money(.usd)])
            default: .freeTrial(days: int(1...60))
            }
        return Coupon(
            key: key, reduction: reduction,
            span: [.once, .forever, .repeating(CalendarDuration(2, .month))][int(0...2)],
            targets: chance(2) ? [] : (0..<int(1...3)).map { _ in products[int(0...5)] },
            minimum: chance(6) ? [money(.usd)] : [], isFirstPurchaseOnly: chance(8), stacks: !chance(3),
            isAutomatic: chance(4))
    }

    private mutating func tax() -> TaxRate {
        TaxRate(
            name: "VAT", rate: Percentage(millionths: Int64(int(0...300_000))),
            codes: ["book": Percentage(millionths: Int64(int(0...200_000)))])
    }

    private mutating func money(_ currency: Currency) -> Money {
        if isExtreme, chance(2) {
            return Money(minorUnits: [.max, .max / 2, .max / 2 + 1, .max - 1, 1 << 62, 0][int(0...5)], currency)
        }
        return Money(minorUnits: Int64(int(0...20_000)), currency)
    }

    private mutating func rate() -> UnitRate {
        if isExtreme, chance(2) { return UnitRate(millionthsOfMinorUnit: [.max, .max / 2, 1][int(0...2)], .usd) }
        return UnitRate(millionthsOfMinorUnit: Int64(int(0...2_000_000_000)), .usd)
    }

    private mutating func extremeQuantity() -> Int64 {
        [.max, .min, 0, -1, 10_000, 1_000_000_000_000][int(0...5)]
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func chance(_ one: Int) -> Bool { int(1...one) == 1 }
}

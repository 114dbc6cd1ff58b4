import TillModel

/// What a coupon takes from, of all that is sold through Paddle.
struct PaddleDiscountScope {
    /// The products and prices that it is restricted to; empty for everything.
    let targets: [CatalogObjectKey]
    /// Every price that it can make cheaper; empty when nothing of it is sold here.
    let prices: [Price]

    /// - `products`: What is sold through Paddle.
    init(_ coupon: Coupon, sold products: [Product]) {
        guard !coupon.targets.isEmpty else {
            targets = []
            prices = products.flatMap(\.prices)
            return
        }
        let wanted = Set(coupon.targets)
        var targets: [CatalogObjectKey] = []
        var prices: [Price] = []
        for product in products {
            if wanted.contains(product.key) {
                targets.append(CatalogObjectKey(.product, product.key))
                prices += product.prices
                continue
            }
            for price in product.prices where wanted.contains("\(product.key)/\(price.key)") {
                targets.append(CatalogObjectKey(.price, product.reference(to: price)))
                prices.append(price)
            }
        }
        self.targets = targets.sorted()
        self.prices = prices
    }

    /// How many payments of a subscription fall into a time; nil when nothing that it takes from is paid again.
    ///
    /// - Throws: ``Unsupported`` where that depends on what was bought.
    func payments(in time: CalendarDuration) throws(Unsupported) -> Int64? {
        let intervals = prices.compactMap(\.interval)
        guard let interval = intervals.first else { return nil }
        let length = Self.length(interval.count, interval.unit)
        guard intervals.allSatisfy({ Self.length($0.count, $0.unit) == length }) else {
            throw Unsupported(
                "Paddle repeats a coupon for a number of payments, and what this one is for is paid at different "
                    + "intervals")
        }
        let whole = Self.length(time.count, time.unit)
        guard whole.isMonths == length.isMonths, length.count > 0 else {
            throw Unsupported(
                "Paddle repeats a coupon for a number of payments, and \(time) is none of every \(interval)")
        }
        // The first payment is at the very beginning.
        let payments = (whole.count + length.count - 1) / length.count
        guard (1...Self.mostPayments).contains(payments) else {
            throw Unsupported("Paddle repeats a coupon for at most \(Self.mostPayments) payments, or forever")
        }
        return Int64(payments)
    }

    private static let mostPayments: Int128 = 999

    /// A length in days, or in months: neither is a number of the other.
    private struct Length: Equatable {
        let count: Int128
        let isMonths: Bool
    }

    private static func length(_ count: Int, _ unit: BillingInterval.Unit) -> Length {
        switch unit {
        case .day: Length(count: Int128(count), isMonths: false)
        case .week: Length(count: Int128(count) * 7, isMonths: false)
        case .month: Length(count: Int128(count), isMonths: true)
        case .year: Length(count: Int128(count) * 12, isMonths: true)
        }
    }
}

import TillModel

/// What amounts that are paid at different paces come to in a month, currency by currency.
struct MonthlySum: Sendable {
    /// What belongs together: amounts of a currency that are paid equally often.
    private struct Rhythm: Hashable {
        let currency: Currency
        let interval: BillingInterval
    }

    private var sums: [Rhythm: Int128] = [:]

    /// Adds what is paid once in every interval; false where that is no number of months.
    mutating func add(_ minorUnits: Int128, _ currency: Currency, every interval: BillingInterval) -> Bool {
        guard interval.count > 0 else { return false }
        sums[Rhythm(currency: currency, interval: interval), default: 0] += minorUnits
        return true
    }

    /// The sums, by the currencies' codes; a currency that comes to nothing is there with nothing.
    var amounts: [Money] {
        // In parts of a month so small that nearly every count of an interval comes out even.
        var months: [Currency: Int128] = [:]
        let scale: Int128 = 12 * 5_040
        for (rhythm, sum) in sums {
            months[rhythm.currency, default: 0] +=
                sum * Int128(Self.periodsInYear(rhythm.interval.unit)) * 5_040 / Int128(rhythm.interval.count)
        }
        return months.sorted { $0.key.code < $1.key.code }.compactMap { currency, sum in
            let half = sum < 0 ? -scale / 2 : scale / 2
            return Int64(exactly: (sum + half) / scale).map { Money(minorUnits: $0, currency) }
        }
    }

    private static func periodsInYear(_ unit: BillingInterval.Unit) -> Int {
        switch unit {
        case .day: 365
        case .week: 52
        case .month: 12
        case .year: 1
        }
    }
}

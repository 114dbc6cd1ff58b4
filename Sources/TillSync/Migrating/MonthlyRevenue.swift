import TillModel

/// By how much what comes in each month changes with some moves, currency by currency.
package struct MonthlyRevenue: Sendable, Hashable {
    /// By how much, before discounts and tax; a currency that changes by nothing is there with nothing.
    package let differences: [Money]
    /// How many moves change it by an amount that cannot be told.
    package let unknown: Int

    /// What belongs together: amounts of a currency that are paid equally often.
    private struct Rhythm: Hashable {
        let currency: Currency
        let interval: BillingInterval
    }

    /// - `transitions`: What ``PlannedMove/transition`` counts.
    package init(_ moves: [PlannedMove], transitions: [PriceTransition]) {
        var sums: [Rhythm: Int128] = [:]
        var unknown = 0
        for move in moves {
            guard transitions.indices.contains(move.transition),
                let interval = transitions[move.transition].to.interval, interval.count > 0,
                let before = move.before, let after = move.after, before.currency == after.currency
            else {
                unknown += 1
                continue
            }
            sums[Rhythm(currency: after.currency, interval: interval), default: 0] +=
                Int128(after.minorUnits) - Int128(before.minorUnits)
        }
        // In parts of a month so small that nearly every count of an interval comes out even.
        var months: [Currency: Int128] = [:]
        let scale: Int128 = 12 * 5_040
        for (rhythm, sum) in sums {
            months[rhythm.currency, default: 0] +=
                sum * Int128(Self.periodsInYear(rhythm.interval.unit)) * 5_040 / Int128(rhythm.interval.count)
        }
        differences = months.sorted { $0.key.code < $1.key.code }.compactMap { currency, sum in
            let half = sum < 0 ? -scale / 2 : scale / 2
            return Int64(exactly: (sum + half) / scale).map { Money(minorUnits: $0, currency) }
        }
        self.unknown = unknown
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

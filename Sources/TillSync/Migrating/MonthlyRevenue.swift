import TillModel

/// By how much what comes in each month changes with some moves, currency by currency.
package struct MonthlyRevenue: Sendable, Hashable {
    /// By how much, before discounts and tax; a currency that changes by nothing is there with nothing.
    package let differences: [Money]
    /// How many moves change it by an amount that cannot be told.
    package let unknown: Int

    /// - `transitions`: What ``PlannedMove/transition`` counts.
    package init(_ moves: [PlannedMove], transitions: [PriceTransition]) {
        var sum = MonthlySum()
        var unknown = 0
        for move in moves {
            guard transitions.indices.contains(move.transition),
                let interval = transitions[move.transition].to.interval,
                let before = move.before, let after = move.after, before.currency == after.currency,
                sum.add(Int128(after.minorUnits) - Int128(before.minorUnits), after.currency, every: interval)
            else {
                unknown += 1
                continue
            }
        }
        differences = sum.amounts
        self.unknown = unknown
    }
}

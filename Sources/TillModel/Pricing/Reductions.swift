/// What coupons take off rows.
///
/// Percentages come first, one after another, each of what the one before has left on the rows it is for: worked out
/// for those rows together, rounded once, and divided among them. Then come the fixed amounts, those for fewer rows
/// before those for more, added up where they are for the same. Nothing falls below zero. Coupons are reckoned in the
/// order of their keys, so it makes no difference in which order they were typed.
struct Reductions: Sendable {
    /// A coupon with what it took off.
    struct Taken: Sendable {
        let coupon: EligibleCoupon
        var units: Int64
        var trialDays: Int?
    }

    /// What is left of each row.
    private(set) var left: [Int64]
    /// What there is to say of each row.
    private(set) var steps: [[String]]
    /// The coupons in the order in which they were reckoned.
    private(set) var taken: [Taken] = []
    /// The days before the first payment of each row; nil for none.
    private(set) var trialDays: [Int?]
    private let rows: [PricedLine]
    private let currency: Currency

    init(of coupons: [EligibleCoupon], on rows: [PricedLine], in currency: Currency) throws(MoneyError) {
        self.rows = rows
        self.currency = currency
        left = rows.map(\.subtotal)
        steps = rows.map(\.cost.steps)
        trialDays = rows.map(\.trialDays)
        let ordered = coupons.sorted { $0.coupon.key < $1.coupon.key }
        for coupon in ordered {
            guard case .percent(let percentage) = coupon.coupon.reduction else { continue }
            try takePercentage(percentage, coupon)
        }
        try takeAmounts(ordered)
        for coupon in ordered {
            guard case .freeTrial(let days) = coupon.coupon.reduction else { continue }
            lengthenTrials(to: days, coupon)
        }
    }

    private func targets(of coupon: Coupon) -> [Int] { rows.indices.filter { rows[$0].isTargeted(by: coupon) } }

    private mutating func takePercentage(_ percentage: Percentage, _ coupon: EligibleCoupon) throws(MoneyError) {
        let targets = targets(of: coupon.coupon)
        let part = Percentage(millionths: min(max(percentage.millionths, 0), Percentage.hundred.millionths))
        let whole = try part.of(Money(minorUnits: targets.reduce(0) { $0 + left[$1] }, currency)).minorUnits
        take(whole, from: targets) { "\(coupon.label): −\(part) % = −\($0)" }
        taken.append(Taken(coupon: coupon, units: whole))
    }

    private mutating func takeAmounts(_ coupons: [EligibleCoupon]) throws(MoneyError) {
        var groups: [(targets: [Int], coupons: [(coupon: EligibleCoupon, units: Int64)])] = []
        for coupon in coupons {
            guard case .amount(let amounts) = coupon.coupon.reduction else { continue }
            let units = max(0, amounts.first { $0.currency == currency }?.minorUnits ?? 0)
            let targets = targets(of: coupon.coupon)
            if let group = groups.firstIndex(where: { $0.targets == targets }) {
                groups[group].coupons.append((coupon, units))
            } else {
                groups.append((targets, [(coupon, units)]))
            }
        }
        for (_, group) in groups.enumerated().sorted(by: {
            ($0.element.targets.count, $0.offset) < ($1.element.targets.count, $1.offset)
        }) {
            var available = group.targets.reduce(0) { $0 + left[$1] }
            var whole: Int64 = 0
            for (coupon, units) in group.coupons {
                let units = min(units, available)
                available -= units
                whole += units
                taken.append(Taken(coupon: coupon, units: units))
            }
            let labels = group.coupons.map(\.coupon.label).joined(separator: " and ")
            take(whole, from: group.targets) { "\(labels): −\($0)" }
        }
    }

    /// Divides what is taken in proportion to what is left, which it never exceeds.
    private mutating func take(_ whole: Int64, from targets: [Int], _ say: (Money) -> String) {
        let parts = Distribution.parts(of: whole, by: targets.map { left[$0] })
        for (index, part) in zip(targets, parts) where part > 0 {
            left[index] -= part
            steps[index].append(say(Money(minorUnits: part, currency)))
        }
    }

    private mutating func lengthenTrials(to days: Int, _ coupon: EligibleCoupon) {
        for index in targets(of: coupon.coupon) where rows[index].interval != nil {
            guard days > trialDays[index] ?? 0 else { continue }
            trialDays[index] = days
            steps[index].append("\(coupon.label): \(days) days before the first payment")
        }
        taken.append(Taken(coupon: coupon, units: 0, trialDays: days))
    }
}

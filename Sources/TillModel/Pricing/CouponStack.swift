/// Which of the coupons that may be used are used together.
///
/// All that stack form one choice, and each that does not is a choice of its own. The choice with the lowest total
/// wins; among equals one that was typed, then the earlier one. Those that stack without being typed are a choice too:
/// taxes are rounded after discounts, so one more coupon can cost a smallest unit, and nobody types a code for that.
struct CouponStack {
    /// The coupons that are used.
    let chosen: [EligibleCoupon]
    /// What follows from them.
    let amounts: QuoteAmounts
    /// The typed coupons that are not used because of the others.
    let refused: [RefusedCoupon]

    init(
        of coupons: [EligibleCoupon], reckon: ([EligibleCoupon]) throws(MoneyError) -> QuoteAmounts
    ) throws(MoneyError) {
        let stacking = coupons.filter(\.coupon.stacks)
        var choices = coupons.enumerated().filter { !$0.element.coupon.stacks }.map {
            (position: $0.offset, coupons: [$0.element])
        }
        if !stacking.isEmpty || choices.isEmpty {
            let position = coupons.firstIndex { $0.coupon.stacks } ?? 0
            choices.append((position, stacking))
        }
        let automatic = stacking.filter { $0.code == nil }
        if automatic.count < stacking.count { choices.append((coupons.count, automatic)) }
        choices.sort { ($0.coupons.isTyped ? 0 : 1, $0.position) < ($1.coupons.isTyped ? 0 : 1, $1.position) }
        var best = try reckon(choices[0].coupons)
        var chosen = choices[0].coupons
        for choice in choices.dropFirst() {
            let amounts = try reckon(choice.coupons)
            guard amounts.total < best.total else { continue }
            (best, chosen) = (amounts, choice.coupons)
        }
        self.chosen = chosen
        amounts = best
        let keys = Set(chosen.map(\.coupon.key))
        let winners = chosen.map { "'\($0.label)'" }.joined(separator: " and ")
        refused = coupons.filter { !keys.contains($0.coupon.key) }.compactMap { coupon in
            coupon.code.map { code in
                let why =
                    coupon.coupon.stacks && chosen.allSatisfy(\.coupon.stacks)
                    ? "would make it no cheaper" : "cannot be combined with \(winners), used instead"
                return RefusedCoupon(code, .doesNotStack, "'\(code)' \(why).")
            }
        }
    }
}

extension [EligibleCoupon] {
    fileprivate var isTyped: Bool { contains { $0.code != nil } }
}

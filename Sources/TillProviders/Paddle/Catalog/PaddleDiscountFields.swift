import TillModel

/// What a coupon of ours is at Paddle, in the words of plans.
enum PaddleDiscountFields {
    /// - `code`: What buyers type at Paddle; nil when only our own checkout gives it.
    /// - `midnight`: The instant at which a day of the catalog begins, in seconds since 1970.
    /// - Throws: ``Unsupported`` where Paddle has nothing like it.
    static func make(
        _ coupon: Coupon, code: String?, scope: PaddleDiscountScope, midnight: (CalendarDate) -> Int64?
    ) throws(Unsupported) -> [String: CatalogValue] {
        var fields = try PaddleCustomData.fields(of: coupon.metadata)
        fields["description"] = .text(
            try PaddleText.checked(coupon.name ?? coupon.key, "name of a coupon", most: 500))
        try setReduction(coupon, in: &fields)
        try setSpan(coupon, scope, in: &fields)
        if let code {
            guard isCode(code) else {
                throw Unsupported("at Paddle a code has 1 to 32 letters and digits, and \(code) is none")
            }
            fields["code"] = .text(code)
        }
        fields["enabled_for_checkout"] = .flag(code != nil)
        if let most = coupon.maxRedemptions { fields["usage_limit"] = .number(Int64(most)) }
        if let until = coupon.until, let instant = midnight(until) { fields["expires_at"] = .number(instant) }
        if !scope.targets.isEmpty { fields["restrict_to"] = .list(scope.targets.map(CatalogValue.reference)) }
        return fields
    }

    private static func setReduction(
        _ coupon: Coupon, in fields: inout [String: CatalogValue]
    ) throws(Unsupported) {
        switch coupon.reduction {
        case .percent(let percentage):
            fields["percent_off"] = .text(try PaddlePercentage.text(percentage))
        case .amount(let amounts):
            guard let amount = amounts.first, amounts.count == 1 else {
                throw Unsupported("Paddle's coupons take off an amount in one currency, not in \(amounts.count)")
            }
            let parts = try PaddleTerritory.amount(amount)
            fields["amount_off"] = parts["amount"]
            fields["currency"] = parts["currency"]
        case .freeTrial:
            throw Unsupported("Paddle's coupons give no days; the checkout does")
        }
    }

    private static func setSpan(
        _ coupon: Coupon, _ scope: PaddleDiscountScope, in fields: inout [String: CatalogValue]
    ) throws(Unsupported) {
        switch coupon.span {
        case .once: fields["recur"] = false
        case .forever: fields["recur"] = true
        case .repeating(let time):
            let payments = try scope.payments(in: time) ?? 1
            fields["recur"] = .flag(payments > 1)
            if payments > 1 { fields["intervals"] = .number(payments) }
        }
    }

    private static func isCode(_ code: String) -> Bool {
        (1...32).contains(code.utf8.count)
            && code.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: false
                }
            }
    }
}

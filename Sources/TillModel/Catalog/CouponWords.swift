/// What a coupon does, in words: the same ones wherever a person reads about it.
package enum CouponWords {
    /// What it takes off and for how long: `20 % off for 3 months`.
    package static func reduction(_ coupon: Coupon) -> String {
        let what =
            switch coupon.reduction {
            case .percent(let percent): "\(percent) % off"
            case .amount(let amounts): "\(amounts.map(\.description).joined(separator: " or ")) off"
            case .freeTrial(let days): "the first \(CalendarDuration(days, .day)) free"
            }
        return switch coupon.span {
        case .once: what
        case .repeating(let time): "\(what) for \(time)"
        case .forever: "\(what), always"
        }
    }
}

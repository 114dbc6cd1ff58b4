/// What each period after the first costs.
///
/// Setup fees are paid once, and so are coupons for the first payment; the others go on as long as they say.
struct RenewalPricing {
    let catalog: Catalog
    let place: BuyerPlace
    let currency: Currency

    /// Nil when nothing recurs.
    func renewal(of rows: [PricedLine], coupons: [EligibleCoupon]) throws(MoneyError) -> Quote.Renewal? {
        let recurring = rows.filter { $0.interval != nil }
        guard let interval = recurring.first?.interval else { return nil }
        let lasting = coupons.filter { coupon in
            coupon.coupon.lasts(beyond: interval) && recurring.contains { $0.isTargeted(by: coupon.coupon) }
        }
        let amounts = try QuoteAmounts(recurring, coupons: lasting, for: place, in: currency, catalog: catalog)
        let notes = lasting.compactMap { coupon -> String? in
            guard case .repeating(let time) = coupon.coupon.span else { return nil }
            return "\(coupon.label) counts for \(time)"
        }
        return Quote.Renewal(
            interval: interval, subtotal: amounts.money(amounts.subtotal), discount: amounts.money(amounts.discount),
            tax: amounts.money(amounts.tax), taxIncluded: amounts.money(amounts.taxIncluded),
            total: amounts.money(amounts.total), isEstimate: recurring.contains(where: \.isEstimate),
            explanation: notes)
    }
}

extension Coupon {
    /// Whether the payment after the first has it too.
    fileprivate func lasts(beyond interval: BillingInterval) -> Bool {
        if case .freeTrial = reduction { return false }
        switch span {
        case .once: return false
        case .forever: return true
        case .repeating(let time):
            return Coupon.days(time.count, time.unit) > Coupon.days(interval.count, interval.unit)
        }
    }

    /// Days to compare lengths by; a year is as long as twelve months.
    private static func days(_ count: Int, _ unit: BillingInterval.Unit) -> Int128 {
        let each: Int128 =
            switch unit {
            case .day: 10
            case .week: 70
            case .month: 304
            case .year: 3_648
            }
        return Int128(count) * each
    }
}

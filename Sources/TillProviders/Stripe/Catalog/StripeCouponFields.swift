import TillModel

/// What a coupon of ours is at Stripe, in the words of plans.
enum StripeCouponFields {
    /// - `midnight`: The instant at which a day of the catalog begins, in seconds since 1970.
    /// - Throws: ``Unsupported`` where Stripe has nothing like it.
    static func make(
        _ coupon: Coupon, catalog: Catalog, midnight: (CalendarDate) -> Int64?
    ) throws(Unsupported) -> [String: CatalogValue] {
        var fields: [String: CatalogValue] = ["name": .text(coupon.name ?? coupon.key)]
        switch coupon.reduction {
        case .percent(let percentage):
            fields["percent_off"] = .text(percentage.description)
        case .amount(let amounts):
            guard let first = amounts.first else { throw Unsupported("the coupon takes nothing off") }
            fields["currency"] = .text(first.currency.code)
            fields["amount_off"] = .number(try units(first))
            var others: [String: CatalogValue] = [:]
            for amount in amounts.dropFirst() { others[amount.currency.code] = .number(try units(amount)) }
            if !others.isEmpty { fields["currencies"] = .fields(others) }
        case .freeTrial:
            throw Unsupported("Stripe's coupons give no days; the checkout does")
        }
        switch coupon.span {
        case .once: fields["duration"] = "once"
        case .forever: fields["duration"] = "forever"
        case .repeating(let time):
            guard let months = time.months else {
                throw Unsupported("Stripe repeats a coupon for whole months, not for \(time)")
            }
            fields["duration"] = "repeating"
            fields["months"] = .number(Int64(months))
        }
        if let most = coupon.maxRedemptions { fields["max_redemptions"] = .number(Int64(most)) }
        if let until = coupon.until, let instant = midnight(until) { fields["redeem_by"] = .number(instant) }
        let targets = products(coupon, in: catalog)
        guard targets.count == Set(coupon.targets).count else {
            throw Unsupported("Stripe restricts a coupon to products, not to single prices")
        }
        if !targets.isEmpty {
            fields["products"] = .list(targets.map { .reference(CatalogObjectKey(.product, $0)) })
        }
        return fields
    }

    /// The products that it takes from, sorted; empty for everything.
    static func products(_ coupon: Coupon, in catalog: Catalog) -> [String] {
        coupon.targets.filter { catalog.product($0) != nil }.sorted()
    }

    /// What buyers type for it.
    ///
    /// - Throws: ``Unsupported`` where Stripe has nothing like it.
    static func promotionCode(
        _ code: String, of coupon: Coupon
    ) throws(Unsupported) -> [String: CatalogValue] {
        var fields: [String: CatalogValue] = [
            "coupon": .reference(CatalogObjectKey(.coupon, coupon.key)), "code": .text(code),
        ]
        if coupon.isFirstPurchaseOnly { fields["first_time"] = true }
        if !coupon.minimum.isEmpty {
            var amounts: [String: CatalogValue] = [:]
            for amount in coupon.minimum { amounts[amount.currency.code] = .number(try units(amount)) }
            fields["minimum"] = .fields(amounts)
        }
        return fields
    }

    private static func units(_ money: Money) throws(Unsupported) -> Int64 {
        do throws(ProviderError) {
            return try StripeAmount.minorUnits(money)
        } catch {
            throw Unsupported(error.detail)
        }
    }
}

extension CalendarDuration {
    /// The time in whole months; nil where it has none.
    fileprivate var months: Int? {
        switch unit {
        case .month: count
        case .year: count * 12
        case .day, .week: nil
        }
    }
}

/// What a cart costs by a catalog: the one place where prices, coupons and taxes meet.
///
/// Pure: the same cart and catalog give the same quote. Whatever is in the cart, the answer is a quote or a
/// ``QuoteError``; a coupon that cannot be used is told in the quote and is no error.
package struct PricingEngine: Sendable {
    private let catalog: Catalog

    package init(_ catalog: Catalog) { self.catalog = catalog }

    /// What is in a cart, when all of it is for sale together.
    package func lines(of cart: Cart) throws(QuoteError) -> [CartLine] {
        let lines = try CartReader(catalog: catalog).lines(of: cart)
        try CartRules(catalog: catalog).check(lines, owned: cart.owned)
        return lines
    }

    /// In which currency lines are paid by a buyer whose country is not known.
    package func currency(
        named code: String?, for lines: [CartLine], on day: CalendarDate
    ) throws(QuoteError) -> Currency {
        try CurrencyChoice(day: day, country: nil).currency(named: code, for: lines)
            ?? catalog.contents.currency ?? lines[0].price.amount.currency
    }

    /// The quote for a cart.
    package func quote(_ cart: Cart) throws(QuoteError) -> Quote {
        let place = try BuyerPlace(cart)
        let lines = try lines(of: cart)
        let currency =
            try CurrencyChoice(day: cart.today, country: place.country).currency(named: cart.currency, for: lines)
            ?? catalog.contents.currency ?? lines[0].price.amount.currency
        let rows = try LinePricing(catalog: catalog, day: cart.today, country: place.country, currency: currency)
            .rows(for: lines)
        let check = try CouponCheck(catalog: catalog, cart: cart, currency: currency, rows: rows).check()
        do {
            let stack = try CouponStack(of: check.eligible) { coupons throws(MoneyError) in
                try QuoteAmounts(rows, coupons: coupons, for: place, in: currency, catalog: catalog)
            }
            let renewal = try RenewalPricing(catalog: catalog, place: place, currency: currency)
                .renewal(of: rows, coupons: stack.chosen)
            return quote(cart, place, stack, renewal, refused: inOrder(check.refused + stack.refused, cart.coupons))
        } catch {
            throw Self.tooLarge()
        }
    }

    static func tooLarge() -> QuoteError {
        QuoteError(.amountTooLarge, "The total is larger than an amount can be.", field: "items")
    }

    private func inOrder(_ refused: [RefusedCoupon], _ typed: [String]) -> [RefusedCoupon] {
        let positions = Dictionary(
            typed.enumerated().map { (CouponCheck.trimmed($1), $0) }, uniquingKeysWith: { first, _ in first })
        return refused.sorted { positions[$0.code] ?? 0 < positions[$1.code] ?? 0 }
    }

    private func quote(
        _ cart: Cart, _ place: BuyerPlace, _ stack: CouponStack, _ renewal: Quote.Renewal?, refused: [RefusedCoupon]
    ) -> Quote {
        let amounts = stack.amounts
        let lines = amounts.lines
        let dueNow = lines.reduce(0) { $0 + $1.dueNow.minorUnits }
        let taken = amounts.reductions.taken.map { taken in
            AppliedCoupon(
                key: taken.coupon.coupon.key, code: taken.coupon.code,
                name: taken.coupon.coupon.name ?? taken.coupon.coupon.key, amount: amounts.money(taken.units),
                trialDays: taken.trialDays)
        }
        return Quote(
            date: cart.today, currency: amounts.currency, country: place.country, region: place.region, lines: lines,
            subtotal: amounts.money(amounts.subtotal), discount: amounts.money(amounts.discount),
            tax: amounts.money(amounts.tax), taxIncluded: amounts.money(amounts.taxIncluded),
            total: amounts.money(amounts.total), dueNow: amounts.money(dueNow), renewal: renewal, coupons: taken,
            refusedCoupons: refused,
            explanation: QuoteExplanation(catalog: catalog, place: place)
                .sentences(amounts, lines, dueNow: amounts.money(dueNow), renewal))
    }
}

import TillModel

/// What providers take at least and at most, as far as it is known without asking them.
///
/// Source: Stripe's published minimum and maximum charge amounts. The provider decides: a least amount depends on the
/// currency an account is settled in, so it is a warning here.
enum ProviderLimits {
    /// The least that Stripe charges, in minor units by currency.
    private static let least: [String: Int64] = [
        "USD": 50, "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1_500, "DKK": 250, "EUR": 50,
        "GBP": 30, "HKD": 400, "HUF": 17_500, "INR": 50, "JPY": 50, "MXN": 1_000, "MYR": 200, "NOK": 300, "NZD": 50,
        "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1_000,
    ]

    /// Eight digits of minor units, but twelve where amounts are large by nature.
    private static func most(_ currency: Currency) -> Int64 {
        ["IDR", "COP", "HUF", "JPY", "KRW", "VND", "CLP", "LBP"].contains(currency.code) ? 999_999_999_999 : 99_999_999
    }

    /// Reports what a provider would refuse.
    static func check(_ price: Price.Traits, _ cost: PriceCost, _ fields: Fields, _ context: inout ReadingContext) {
        guard context.isSoldThroughStripe else { return }
        for (position, amount) in cost.amounts.enumerated() {
            let place = place(of: position, cost.scheme, fields, context.tree)
            guard amount.minorUnits <= most(amount.currency) else {
                let most = Money(minorUnits: most(amount.currency), amount.currency)
                context.log.error(
                    .aboveProviderMaximum, at: place, "stripe takes \(most) at most, not \(amount)",
                    help: "sell it in parts, or in another way")
                continue
            }
            guard isPaidAsIs(cost.scheme), price.meter == nil, price.quantities == nil,
                let least = least[amount.currency.code], amount.minorUnits < least
            else { continue }
            context.log.warning(
                .belowProviderMinimum, at: place,
                "stripe takes \(Money(minorUnits: least, amount.currency)) at least, not \(amount)",
                help: "a checkout of one of it alone would be refused; raise the amount, or give it a `quantity`")
        }
    }

    /// Where an amount is written: the first as the price itself, others beside it.
    private static func place(
        of position: Int, _ scheme: PricingScheme, _ fields: Fields, _ tree: YAMLTree
    ) -> SourceSpan {
        if position > 0, let also = fields[.also], tree.nodes[also.value].kind == .sequence {
            let items = tree.children(also.value)
            if position <= items.count { return tree.span(tree.resolved(items[position - 1])) }
        }
        guard let field = fields.first(PriceReader.costs) else { return fields.place }
        return tree.span(tree.nodes[field.value].kind == .scalar ? field.value : field.key)
    }

    private static func isPaidAsIs(_ scheme: PricingScheme) -> Bool {
        switch scheme {
        case .perUnit, .package, .custom: true
        case .rate, .graduated, .volume, .free: false
        }
    }
}

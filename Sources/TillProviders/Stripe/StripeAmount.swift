import TillModel

/// Our minor units and Stripe's, which differ for a few currencies.
///
/// Stripe keeps two decimals for currencies that have none (`ISK`, `UGX`; the last two digits are 00) and
/// none for one that has two (`MGA`); three-decimal amounts must end in 0. Source: stripe.com/docs/currencies.
enum StripeAmount {
    /// What Stripe is told for an amount of ours.
    static func minorUnits(_ money: Money) throws(ProviderError) -> Int64 {
        switch decimals[money.currency.code] {
        case .some(let theirs) where theirs > money.currency.exponent:
            let (units, overflow) = money.minorUnits.multipliedReportingOverflow(by: 100)
            guard !overflow else { throw unsupported(money, "it is too large") }
            return units
        case .some:
            guard money.minorUnits.isMultiple(of: 100) else { throw unsupported(money, "it takes whole units only") }
            return money.minorUnits / 100
        case nil:
            guard money.currency.exponent != 3 || money.minorUnits.isMultiple(of: 10) else {
                throw unsupported(money, "its last decimal must be 0")
            }
            return money.minorUnits
        }
    }

    /// What we call an amount of Stripe's; nil when it does not fit.
    static func money(_ minorUnits: Int64, _ currency: Currency) -> Money? {
        switch decimals[currency.code] {
        case .some(let theirs) where theirs > currency.exponent:
            return minorUnits.isMultiple(of: 100) ? Money(minorUnits: minorUnits / 100, currency) : nil
        case .some:
            let (units, overflow) = minorUnits.multipliedReportingOverflow(by: 100)
            return overflow ? nil : Money(minorUnits: units, currency)
        case nil:
            return Money(minorUnits: minorUnits, currency)
        }
    }

    /// Whether an amount is the same number at Stripe.
    static func hasOurDecimals(_ currency: Currency) -> Bool { decimals[currency.code] == nil }

    private static let decimals = ["ISK": 2, "UGX": 2, "MGA": 0]

    private static func unsupported(_ money: Money, _ reason: String) -> ProviderError {
        ProviderError(.unsupportedAmount, provider: .stripe, detail: "Stripe cannot take \(money): \(reason)")
    }
}

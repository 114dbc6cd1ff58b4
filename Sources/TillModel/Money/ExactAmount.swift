/// An amount before it is rounded, in millionths of the currency's smallest unit.
struct ExactAmount: Sendable, Hashable {
    let millionths: Int128
    let currency: Currency

    init(millionths: Int128, _ currency: Currency) {
        self.millionths = millionths
        self.currency = currency
    }

    /// An amount of whole smallest units.
    init(_ amount: Money) {
        self.init(millionths: Int128(amount.minorUnits) * Int128(UnitRate.scale), amount.currency)
    }

    /// What one unit costs at a rate.
    init(_ rate: UnitRate) { self.init(millionths: Int128(rate.millionthsOfMinorUnit), rate.currency) }

    /// The sum with another amount of the same currency.
    func adding(_ other: ExactAmount) throws(MoneyError) -> ExactAmount {
        guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
        let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
        guard !overflow else { throw .overflow }
        return ExactAmount(millionths: sum, currency)
    }

    /// This amount taken `count` times.
    func multiplied(by count: Int64) throws(MoneyError) -> ExactAmount {
        let (product, overflow) = millionths.multipliedReportingOverflow(by: Int128(count))
        guard !overflow else { throw .overflow }
        return ExactAmount(millionths: product, currency)
    }

    /// The nearest amount of whole smallest units, halves to the even one.
    func rounded() throws(MoneyError) -> Money {
        guard let units = Rounding.divided(millionths, by: Int128(UnitRate.scale)) else { throw .overflow }
        return Money(minorUnits: units, currency)
    }
}

extension ExactAmount: CustomStringConvertible {
    /// The exact decimal with its currency, with the currency's decimals at least: `0.006 USD`, `5.00 USD`.
    var description: String {
        let decimals = currency.exponent + 6
        var digits = String(millionths.magnitude)
        if digits.utf8.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
        }
        let whole = digits.dropLast(decimals)
        var rest = Substring(digits.suffix(decimals))
        while rest.utf8.count > currency.exponent, rest.hasSuffix("0") { rest = rest.dropLast() }
        return (millionths < 0 ? "-" : "") + whole + (rest.isEmpty ? "" : ".\(rest)") + " \(currency.code)"
    }
}

/// Why an amount could not be made or computed.
public enum MoneyError: Error, Sendable, Hashable {
    /// The result does not fit 64 bits of the currency's smallest unit.
    case overflow
    /// Two amounts of different currencies met.
    case currencyMismatch(Currency, Currency)
    /// The text is not a plain decimal number such as `99.00`.
    case notADecimal(String)
    /// The number has more decimals than the currency's smallest unit.
    case tooPrecise(String, Currency)
}

extension MoneyError: CustomStringConvertible {
    /// One sentence for a log or an answer.
    public var description: String {
        switch self {
        case .overflow: "the amount is too large"
        case .currencyMismatch(let left, let right): "amounts of \(left) and \(right) cannot be combined"
        case .notADecimal(let text): "'\(text)' is not a plain decimal number"
        case .tooPrecise(let text, let currency):
            switch currency.exponent {
            case 0: "\(currency) has no decimals, but '\(text)' has some"
            default: "\(currency) has \(currency.exponent) decimals, but '\(text)' has more"
            }
        }
    }
}

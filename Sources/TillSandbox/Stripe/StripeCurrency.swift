import TillModel

/// A currency as Stripe's API counts it, which differs from ISO 4217 in a few places.
struct StripeCurrency: Sendable {
    /// The lower-case code.
    let code: String
    /// How many decimals the API's amounts have.
    let decimals: Int
    /// What every amount must be a multiple of.
    let step: Int64

    /// A currency from a code in any case; nil when Stripe does not take payments in it.
    init?(_ code: String) {
        guard let currency = Currency(code: code) else { return nil }
        let upper = currency.code
        self.code = upper.lowercased()
        if Self.zeroDecimal.contains(upper) {
            (decimals, step) = (0, 1)
        } else if Self.threeDecimal.contains(upper) {
            (decimals, step) = (3, 10)
        } else if Self.twoDecimalsInNameOnly.contains(upper) {
            (decimals, step) = (2, 100)
        } else if currency.exponent == 2 {
            (decimals, step) = (2, 1)
        } else {
            return nil
        }
    }

    /// The largest amount of one payment.
    var maximum: Int64 { Self.large.contains(code) ? 999_999_999_999 : 99_999_999 }

    /// The smallest amount of one payment.
    var minimum: Int64 { Self.minimums[code] ?? 1 }

    /// Refuses an amount that cannot be paid in this currency.
    func check(_ amount: Int64, parameter: String) throws(StripeError) {
        guard amount <= maximum else {
            throw .parameter(
                parameter, "Amount must be no more than \(formatted(maximum))", code: "amount_too_large")
        }
        guard amount % step == 0 else {
            throw .invalidInteger(
                parameter,
                "Amounts in \(code) must end in \(step == 10 ? "0" : "00"): \(amount) is not a multiple of \(step).")
        }
    }

    /// The amount for a person, such as `19.00 USD`.
    func formatted(_ amount: Int64) -> String {
        var digits = String(amount.magnitude)
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        let point = decimals > 0 ? "." + digits.suffix(decimals) : ""
        return (amount < 0 ? "-" : "") + digits.dropLast(decimals) + point + " " + code.uppercased()
    }

    private static let zeroDecimal: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    private static let threeDecimal: Set<String> = ["BHD", "JOD", "KWD", "OMR", "TND"]
    private static let twoDecimalsInNameOnly: Set<String> = ["ISK", "UGX"]
    private static let large: Set<String> = ["cop", "huf", "idr", "jpy"]
    private static let minimums: [String: Int64] = [
        "usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "huf": 17_500, "chf": 50, "cad": 50, "aud": 50, "nzd": 50,
        "sek": 300, "nok": 300, "dkk": 250,
    ]
}

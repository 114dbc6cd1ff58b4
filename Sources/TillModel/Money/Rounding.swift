/// Exact arithmetic on whole numbers whose result is rounded once.
enum Rounding {
    /// `value × numerator ÷ denominator`, rounded to the nearest whole number, halves to the even one.
    ///
    /// Nil when the result does not fit. Source of the rule: IEEE 754's roundTiesToEven, which favours neither
    /// buyer nor seller over many amounts.
    static func scaled(_ value: Int64, by numerator: Int64, over denominator: Int64) -> Int64? {
        precondition(denominator > 0, "a denominator is positive")
        let product = Int128(value) * Int128(numerator)
        let divisor = Int128(denominator)
        var (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
        let twice = remainder.magnitude * 2
        if twice > divisor.magnitude || (twice == divisor.magnitude && !quotient.isMultiple(of: 2)) {
            quotient += product < 0 ? -1 : 1
        }
        return Int64(exactly: quotient)
    }
}

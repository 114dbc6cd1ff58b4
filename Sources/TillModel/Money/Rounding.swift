/// Exact arithmetic on whole numbers whose result is rounded once.
enum Rounding {
    /// `value × numerator ÷ denominator`, rounded to the nearest whole number, halves to the even one.
    ///
    /// Nil when the result does not fit. Source of the rule: IEEE 754's roundTiesToEven, which favours neither
    /// buyer nor seller over many amounts.
    static func scaled(_ value: Int64, by numerator: Int64, over denominator: Int64) -> Int64? {
        precondition(denominator > 0, "a denominator is positive")
        return divided(Int128(value) * Int128(numerator), by: Int128(denominator))
    }

    /// `value ÷ divisor`, rounded in the same way; nil when the result does not fit.
    static func divided(_ value: Int128, by divisor: Int128) -> Int64? {
        precondition(divisor > 0, "a divisor is positive")
        var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        // Compared with what is missing to the divisor, since twice the remainder may not fit.
        let missing = divisor.magnitude - remainder.magnitude
        if remainder.magnitude > missing || (remainder.magnitude == missing && !quotient.isMultiple(of: 2)) {
            quotient += value < 0 ? -1 : 1
        }
        return Int64(exactly: quotient)
    }
}

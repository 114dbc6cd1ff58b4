/// By how much an amount goes up or down, in percent of what it was.
package struct PercentChange: Sendable, Hashable {
    /// In millionths of what it was, rounded to the nearest: +20 % is 200,000.
    package let millionths: Int64

    private let numerator: Int128
    private let denominator: Int128

    /// The change from one amount to another; nil when what it was is nothing or less, or when it cannot be counted.
    init?(from old: Int128, to new: Int128) {
        guard old > 0 else { return nil }
        let (difference, tooFar) = new.subtractingReportingOverflow(old)
        let (scaled, tooLarge) = difference.multipliedReportingOverflow(by: 1_000_000)
        guard !tooFar, !tooLarge, let whole = Int64(exactly: PercentChange.rounded(scaled, over: old)) else {
            return nil
        }
        millionths = whole
        numerator = scaled
        denominator = old
    }

    /// Whether it is more than some percent, up or down; exactly, before any rounding.
    func exceeds(_ limit: Percentage) -> Bool {
        // Where this product is too large, so is the limit.
        let (most, isHuge) = denominator.multipliedReportingOverflow(by: Int128(limit.millionths))
        return !isHuge && numerator.magnitude > most.magnitude
    }

    /// Halves away from nothing.
    private static func rounded(_ value: Int128, over divisor: Int128) -> Int128 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        guard rest.magnitude >= divisor.magnitude - rest.magnitude else { return quotient }
        return quotient + (value < 0 ? -1 : 1)
    }
}

extension PercentChange: CustomStringConvertible {
    /// With its sign and one decimal, or more where that would say nothing: `+20.7 %`, `-3.4 %`, `+0.01 %`.
    package var description: String {
        let sign = numerator < 0 ? "-" : "+"
        let exact = Percentage(millionths: Int64(clamping: millionths.magnitude))
        guard millionths.magnitude >= 1_000 else {
            return millionths == 0 ? "\(sign)less than 0.0001 %" : "\(sign)\(exact) %"
        }
        let tenths = PercentChange.rounded(Int128(millionths.magnitude), over: 1_000)
        let (whole, decimal) = tenths.quotientAndRemainder(dividingBy: 10)
        return "\(sign)\(whole).\(decimal) %"
    }
}

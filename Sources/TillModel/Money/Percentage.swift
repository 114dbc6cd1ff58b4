/// An exact percentage, such as 20 % or 8.1 %.
public struct Percentage: Sendable, Hashable, Codable {
    /// The part of one, in millionths: 20 % is 200,000.
    public let millionths: Int64

    /// A percentage from millionths of one.
    public init(millionths: Int64) { self.millionths = millionths }

    /// A percentage of whole percents.
    public init(_ percent: Int) { millionths = Int64(percent) * 10_000 }

    /// Nothing at all.
    public static let zero = Percentage(millionths: 0)
    /// Everything.
    public static let hundred = Percentage(100)

    /// This part of an amount, rounded to the nearest smallest unit, halves to the even one.
    public func of(_ amount: Money) throws(MoneyError) -> Money {
        guard let units = Rounding.scaled(amount.minorUnits, by: millionths, over: 1_000_000) else { throw .overflow }
        return Money(minorUnits: units, amount.currency)
    }

    /// The part of an amount that this percentage of the rest makes up: the tax in a price that contains it.
    ///
    /// `Percentage(19).contained(in: 119 EUR)` is 19 EUR. Rounded as ``of(_:)`` does.
    public func contained(in amount: Money) throws(MoneyError) -> Money {
        let (whole, tooLarge) = millionths.addingReportingOverflow(1_000_000)
        guard !tooLarge, whole > 0, let units = Rounding.scaled(amount.minorUnits, by: millionths, over: whole) else {
            throw .overflow
        }
        return Money(minorUnits: units, amount.currency)
    }
}

extension Percentage: CustomStringConvertible {
    /// The number of percents without a sign, as `products.yaml` writes it: `20`, `8.1`.
    public var description: String {
        let whole = millionths.magnitude / 10_000
        var decimals = String(millionths.magnitude % 10_000)
        decimals = String(repeating: "0", count: 4 - decimals.utf8.count) + decimals
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return (millionths < 0 ? "-" : "") + "\(whole)" + (decimals.isEmpty ? "" : "." + decimals)
    }
}

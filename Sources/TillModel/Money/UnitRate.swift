/// What one unit costs where that may be less than the currency's smallest unit: `0.002 USD` for a call.
public struct UnitRate: Sendable, Hashable {
    /// In millionths of the currency's smallest unit: `0.002 USD` is 200,000.
    public let millionthsOfMinorUnit: Int64
    /// What it is a rate in.
    public let currency: Currency

    /// A rate from millionths of the smallest unit.
    public init(millionthsOfMinorUnit: Int64, _ currency: Currency) {
        self.millionthsOfMinorUnit = millionthsOfMinorUnit
        self.currency = currency
    }

    /// A rate of a whole amount for each unit.
    public init(_ amount: Money) throws(MoneyError) {
        let (scaled, overflow) = amount.minorUnits.multipliedReportingOverflow(by: Self.scale)
        guard !overflow else { throw .overflow }
        self.init(millionthsOfMinorUnit: scaled, amount.currency)
    }

    /// How many parts of a smallest unit are counted.
    public static let scale: Int64 = 1_000_000

    /// The amount for one unit; nil when that is not a whole number of the smallest unit.
    public var amount: Money? {
        let (units, rest) = millionthsOfMinorUnit.quotientAndRemainder(dividingBy: Self.scale)
        return rest == 0 ? Money(minorUnits: units, currency) : nil
    }

    /// The amount for `quantity` units, rounded once, halves to the even smallest unit.
    public func times(_ quantity: Int64) throws(MoneyError) -> Money {
        guard let units = Rounding.scaled(millionthsOfMinorUnit, by: quantity, over: Self.scale) else {
            throw .overflow
        }
        return Money(minorUnits: units, currency)
    }
}

extension UnitRate: CustomStringConvertible {
    /// The exact decimal with its currency, with the currency's decimals at least: `0.002 USD`, `5.00 USD`.
    public var description: String { ExactAmount(self).description }
}

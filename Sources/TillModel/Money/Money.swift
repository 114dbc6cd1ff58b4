/// An exact amount in one currency, counted in the currency's smallest unit.
///
/// `Money(minorUnits: 1_900, .usd)` is nineteen dollars; `Money(minorUnits: 1_900, .jpy)` is nineteen
/// hundred yen. There is no floating point anywhere: what does not fit is an error.
public struct Money: Sendable, Hashable {
    /// The amount in the currency's smallest unit: cents, yen, fils.
    public let minorUnits: Int64
    /// What it is an amount of.
    public let currency: Currency

    /// An amount from its smallest units.
    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nothing, in a currency.
    public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency) }

    /// Whether this is nothing.
    public var isZero: Bool { minorUnits == 0 }

    /// An amount from an exact decimal such as `99.00`, `99` or `-0.5`.
    ///
    /// No grouping, no exponent, no sign other than a leading minus. `99` is ninety-nine whole units.
    public init(decimal text: some StringProtocol, _ currency: Currency) throws(MoneyError) {
        let written = String(text)
        var rest = Substring(written)
        let isNegative = rest.first == "-"
        if isNegative { rest = rest.dropFirst() }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count == 1 || !parts[1].isEmpty else {
            throw .notADecimal(written)
        }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard (whole + decimals).utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .notADecimal(written)
        }
        guard decimals.utf8.count <= currency.exponent else { throw .tooPrecise(written, currency) }
        let padding = String(repeating: "0", count: currency.exponent - decimals.utf8.count)
        guard let units = Int64((isNegative ? "-" : "") + whole + decimals + padding) else { throw .overflow }
        self.init(minorUnits: units, currency)
    }

    /// The sum of two amounts of the same currency.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        try combined(with: other) { $0.addingReportingOverflow($1) }
    }

    /// The difference of two amounts of the same currency; may be negative.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try combined(with: other) { $0.subtractingReportingOverflow($1) }
    }

    /// This amount taken `count` times.
    public func multiplied(by count: Int) throws(MoneyError) -> Money {
        let (units, overflow) = minorUnits.multipliedReportingOverflow(by: Int64(count))
        guard !overflow else { throw .overflow }
        return Money(minorUnits: units, currency)
    }

    /// The sum of amounts that all have the given currency; nothing gives zero.
    public static func sum(_ amounts: some Sequence<Money>, _ currency: Currency) throws(MoneyError) -> Money {
        var total = Money.zero(currency)
        for amount in amounts { total = try total.adding(amount) }
        return total
    }

    private func combined(
        with other: Money,
        _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) throws(MoneyError) -> Money {
        guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
        let (units, overflow) = operation(minorUnits, other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: units, currency)
    }
}

extension Money {
    /// The plain decimal, such as `1299.00` or `-0.500`: no grouping, always the currency's decimals.
    public var decimal: String { text(grouping: "") }

    /// The amount for a person: `$1,299.00`, `€9.90`, `¥4,300`, `12.500 KWD`.
    public var formatted: String {
        let number = text(grouping: ",")
        guard let symbol = Money.symbols[currency.code] else { return "\(number) \(currency.code)" }
        guard number.hasPrefix("-") else { return symbol + number }
        return "-" + symbol + number.dropFirst()
    }

    /// The amount with its currency's code, for sums that may be large: `1,640.00 USD`.
    package var grouped: String { "\(text(grouping: ",")) \(currency.code)" }

    /// Symbols that no other listed currency shares.
    private static let symbols = ["USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"]

    private func text(grouping: String) -> String {
        var digits = String(minorUnits.magnitude)
        if digits.count <= currency.exponent {
            digits = String(repeating: "0", count: currency.exponent + 1 - digits.count) + digits
        }
        let whole = digits.dropLast(currency.exponent)
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped += grouping }
            grouped.append(digit)
        }
        let decimals = currency.exponent > 0 ? "." + digits.suffix(currency.exponent) : ""
        return (minorUnits < 0 ? "-" : "") + grouped + decimals
    }
}

extension Money: CustomStringConvertible {
    /// The decimal with its currency, as `products.yaml` writes it: `99.00 USD`.
    public var description: String { "\(decimal) \(currency.code)" }
}

extension Money: Codable {
    private enum Key: String, CodingKey { case amount, currency, formatted }

    /// Reads `{ "amount": 9900, "currency": "USD" }`; `formatted` is not looked at.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            minorUnits: try container.decode(Int64.self, forKey: .amount),
            try container.decode(Currency.self, forKey: .currency))
    }

    /// Writes `{ "amount": 9900, "currency": "USD", "formatted": "$99.00" }`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(minorUnits, forKey: .amount)
        try container.encode(currency, forKey: .currency)
        try container.encode(formatted, forKey: .formatted)
    }
}

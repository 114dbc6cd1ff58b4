/// A day of the calendar, such as 2027-01-01, without a time or a time zone.
public struct CalendarDate: Sendable, Hashable {
    /// Year, month and day in one number that grows from day to day, so that a date takes little room.
    private let packed: Int32

    /// The year, from 1 to 9999.
    public var year: Int { Int(packed >> 9) }
    /// The month, from 1 to 12.
    public var month: Int { Int(packed >> 5 & 15) }
    /// The day of the month, from 1.
    public var day: Int { Int(packed & 31) }

    /// A day; nil when the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            (1...CalendarDate.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        packed = Int32(year << 9 | month << 5 | day)
    }

    /// A day from ISO 8601's `2027-01-01`; nil for every other form.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let numbers = CalendarDate.numbers(parts) else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    private static func numbers(_ parts: [Substring.UTF8View]) -> [Int]? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard parts.allSatisfy({ $0.allSatisfy(digits.contains) }) else { return nil }
        return parts.map { $0.reduce(0) { $0 * 10 + Int($1 - digits.lowerBound) } }
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDate: Comparable {
    /// Whether one day comes before another.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.packed < right.packed
    }
}

extension CalendarDate: CustomStringConvertible {
    /// ISO 8601: `2027-01-01`.
    public var description: String {
        let padded = { (number: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(number).utf8.count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension CalendarDate: Codable {
    /// Reads `2027-01-01`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a day")
        }
        self = date
    }

    /// Writes `2027-01-01`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

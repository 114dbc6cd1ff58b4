/// A length of time as a calendar counts it, such as 30 days; what it means in seconds depends on when it starts.
public struct CalendarDuration: Sendable, Hashable, Codable {
    /// How many units; at least 1.
    public let count: Int
    /// The step of the calendar that is counted.
    public let unit: BillingInterval.Unit

    /// A length of `count` units.
    public init(_ count: Int, _ unit: BillingInterval.Unit) {
        self.count = count
        self.unit = unit
    }
}

extension CalendarDuration: CustomStringConvertible {
    /// For a person: `30 days`, `1 month`.
    public var description: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}

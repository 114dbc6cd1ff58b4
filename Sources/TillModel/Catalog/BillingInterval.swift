/// How often a recurring price is paid: every `count` days, weeks, months or years.
public struct BillingInterval: Sendable, Hashable, Codable {
    /// The step of the calendar that is counted.
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
        /// A calendar day.
        case day
        /// Seven days.
        case week
        /// A calendar month.
        case month
        /// A calendar year.
        case year
    }

    /// The step of the calendar.
    public let unit: Unit
    /// How many steps lie between two payments; at least 1.
    public let count: Int

    /// An interval of `count` units.
    public init(_ unit: Unit, count: Int = 1) {
        self.unit = unit
        self.count = count
    }
}

extension BillingInterval: CustomStringConvertible {
    /// For a person: `month`, `3 months`.
    public var description: String { count == 1 ? unit.rawValue : "\(count) \(unit.rawValue)s" }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How often a price recurs.
struct StripePeriod: Sendable, Hashable {
    /// `day`, `week`, `month` or `year`.
    let interval: String
    /// How many of them make one period.
    let count: Int64

    /// The period of a price's `recurring` part; nil when there is none.
    init?(_ recurring: JSONValue) {
        guard let interval = recurring["interval"].string else { return nil }
        self.interval = interval
        count = recurring["interval_count"].int ?? 1
    }

    /// Whether the period is no longer than Stripe's three years.
    var isAllowed: Bool {
        let most: [String: Int64] = ["day": 1095, "week": 156, "month": 36, "year": 3]
        return count >= 1 && count <= most[interval] ?? 0
    }

    /// The instant so many periods after an anchor, in Unix seconds.
    ///
    /// Counted from the anchor each time, so that a subscription of the 31st comes back to the 31st.
    func instant(after anchor: Int64, periods: Int64) -> Int64 {
        let (amount, overflow) = count.multipliedReportingOverflow(by: periods)
        guard !overflow, amount <= 1_000_000 else { return anchor }
        switch interval {
        case "day": return anchor + amount * 86_400
        case "week": return anchor + amount * 604_800
        default:
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            let start = Date(timeIntervalSince1970: TimeInterval(anchor))
            let component: Calendar.Component = interval == "year" ? .year : .month
            let end = calendar.date(byAdding: component, value: Int(amount), to: start)
            return end.map { Int64($0.timeIntervalSince1970) } ?? anchor
        }
    }
}

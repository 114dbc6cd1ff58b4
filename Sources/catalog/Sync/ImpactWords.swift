import TillModel
import TillSync

extension Affected {
    /// As reports write it.
    var word: String {
        switch self {
        case .nobody: "none"
        case .newBuyers: "new-buyers"
        case .existingAtRenewal: "existing-at-renewal"
        case .existingNow: "existing-now"
        case .existingOnDate(let day): "existing-on-date:\(day)"
        }
    }

    /// As it is said to people, with those who pay already as far as they were counted.
    func sentence(_ impact: PriceImpact?) -> String {
        guard self != .nobody else { return "nobody notices" }
        if case .counted(let count)? = impact, count.subscribers == 0 {
            return self == .existingNow ? "new buyers; nobody subscribes to it" : "\(start); nobody subscribes to it"
        }
        let who = impact?.people ?? "subscribers"
        let revenue = impact?.revenue ?? ""
        switch self {
        case .nobody: return ""
        case .newBuyers:
            guard case .counted(let count)? = impact else {
                return "\(start); who subscribed before keeps what they agreed to\(revenue)"
            }
            return "\(start); \(count.words("subscriber")) \(count.subscribers == 1 ? "keeps" : "keep") it\(revenue)"
        case .existingAtRenewal: return "\(start), and \(who) at their next renewal\(revenue)"
        case .existingNow: return "new buyers and \(who), at once\(revenue)"
        case .existingOnDate(let day):
            return "\(start), and \(who) at their first renewal from \(day) on\(revenue)"
        }
    }

    /// Who notices in any case.
    private var start: String { self == .newBuyers ? "new buyers only" : "new buyers now" }
}

extension PriceImpact {
    /// `41 existing subscribers`.
    fileprivate var people: String? {
        guard case .counted(let count) = self else { return nil }
        return count.words("existing subscriber")
    }

    /// What they bring, to be said after them.
    fileprivate var revenue: String {
        switch self {
        case .unknown: return ", how many is unknown"
        case .counted(let count):
            var parts = count.monthlyRevenue.map(\.grouped)
            if count.unknownAmounts > 0 {
                parts.append("\(count.unknownAmounts) by what they use or how many they have")
            }
            guard !parts.isEmpty else { return "" }
            return ", " + parts.joined(separator: " and ") + (count.monthlyRevenue.isEmpty ? "" : " a month")
        }
    }
}

extension PriceImpact.Count {
    /// `41 subscribers`, or at least so many.
    fileprivate func words(_ noun: String) -> String {
        "\(isPartial ? "at least " : "")\(subscribers) \(noun)\(subscribers == 1 ? "" : "s")"
    }
}

import TillModel
import TillSync

/// Who pays already for what changes, as JSON.
struct ImpactAnswer: Encodable {
    private let impact: PriceImpact

    init(_ impact: PriceImpact) { self.impact = impact }

    private enum Key: String, CodingKey {
        case subscribers
        case atLeast = "at_least"
        case monthlyRevenue = "monthly_revenue"
        case unknownAmounts = "unknown_amounts"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch impact {
        case .unknown: try container.encode("unknown", forKey: .subscribers)
        case .counted(let count):
            try container.encode(count.subscribers, forKey: .subscribers)
            if count.isPartial { try container.encode(true, forKey: .atLeast) }
            try container.encode(
                Dictionary(count.monthlyRevenue.map { ($0.currency.code, $0) }) { $1 }, forKey: .monthlyRevenue)
            if count.unknownAmounts > 0 { try container.encode(count.unknownAmounts, forKey: .unknownAmounts) }
        }
    }
}

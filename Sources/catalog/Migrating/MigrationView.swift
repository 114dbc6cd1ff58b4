import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A migration as people read it.
enum MigrationView {
    // MARK: - Before

    /// Who moves, who stays and why, and what that comes to.
    static func text(of survey: MigrationSurvey, mode: Mode) -> String {
        var text = "Subscriptions to earlier prices, \(mode)\n"
        for part in survey.plan.parts {
            let transition = part.transition
            text += "\n\(transition.provider)  \(transition.reference)  \(words(transition))\n"
            text += "  \(transition.from.id) -> \(transition.to.id)\n"
            text += "  \(words(part.moves.count, "move")) \(words(transition.rule))"
            if !part.stays.isEmpty {
                let reasons = part.reasons.map { "\($0.count) \($0.reason.words)" }.joined(separator: ", ")
                text += "; \(words(part.stays.count, "stay")): \(reasons)"
            }
            text += "\n"
        }
        if !survey.leftAlone.isEmpty { text += "\nLeft alone\n" }
        for alone in survey.leftAlone {
            text += "  \(alone.provider)  \(alone.name.map { $0 + ": " } ?? "")\(alone.reason)\n"
        }
        return text + "\n" + footer(survey.plan)
    }

    private static func footer(_ plan: MigrationPlan) -> String {
        let moves = plan.moves
        var text =
            "\(moves.count) subscription\(moves.count == 1 ? " moves" : "s move"), \(words(plan.stays, "stay")).\n"
        guard !moves.isEmpty else { return text }
        let revenue = MonthlyRevenue(moves, transitions: plan.parts.map(\.transition))
        let amounts = revenue.differences.map(signed)
        if !amounts.isEmpty {
            text += "Each month, before discounts and tax: \(amounts.joined(separator: ", ")).\n"
        }
        if revenue.unknown > 0 { text += "Besides, \(revenue.unknown) whose amount depends on more than a quantity.\n" }
        return text
    }

    /// Some of those that move, spread over all of them, with what they pay and will pay.
    static func sample(_ count: Int, of plan: MigrationPlan) -> [PlannedMove] {
        let moves = plan.moves
        guard count < moves.count, count > 0 else { return moves }
        return (0..<count).map { moves[$0 * moves.count / count] }
    }

    static func table(_ moves: [PlannedMove], of plan: MigrationPlan) -> String {
        TextTable.render(
            ["PROVIDER", "PRICE", "SUBSCRIPTION", "QUANTITY", "PAYS", "WILL PAY", "FROM"],
            moves.map { move in
                let transition = plan.parts[move.transition].transition
                return [
                    transition.provider.rawValue, transition.reference, move.subscription,
                    move.quantity.map(String.init) ?? "metered", move.before?.description ?? "by quantity",
                    move.after?.description ?? "by quantity", renewal(move) ?? "its next renewal",
                ]
            })
    }

    /// When a subscription is paid next, RFC 3339.
    static func renewal(_ move: PlannedMove) -> String? {
        move.renewsAt.map { Date(timeIntervalSince1970: TimeInterval($0)).rfc3339 }
    }

    // MARK: - Afterwards

    /// How a migration stands.
    static func text(of state: MigrationState) -> String {
        let total = state.moves.count
        var text = "The migration \(state.header.job) of \(state.header.startedAt), \(state.header.environment): "
        text += "\(state.moved.count) of \(total) moved"
        let stayed = state.stayed
        if !stayed.isEmpty {
            text += ", \(stayed.reduce(0) { $0 + $1.count }) stayed ("
            text += stayed.map { "\($0.count) \($0.reason.words)" }.joined(separator: ", ") + ")"
        }
        let failures = state.failures
        if !failures.isEmpty { text += ", \(failures.count) not moved" }
        let left = state.pending.count - failures.count
        if left > 0 { text += ", \(left) left" }
        text += ".\n"
        for failure in failures {
            text += "  \(state.moves[failure.move].subscription): \(failure.code): \(failure.message)\n"
        }
        let revenue = MonthlyRevenue(state.moved.map { state.moves[$0] }, transitions: state.transitions)
        let amounts = revenue.differences.map(signed)
        if !amounts.isEmpty {
            text += "Each month, before discounts and tax: \(amounts.joined(separator: ", ")).\n"
        }
        return text
    }

    // MARK: - Words

    static func words(_ rule: PriceTransition.Rule) -> String {
        switch rule {
        case .atRenewal: "at their next renewal"
        case .on(let day, _): "at their first renewal from \(day) on"
        }
    }

    private static func words(_ transition: PriceTransition) -> String {
        let period = transition.to.interval.map { " every \($0)" } ?? ""
        return "\(words(transition.from)) -> \(words(transition.to))\(period)"
    }

    private static func words(_ price: SubscribedPrice) -> String {
        price.amounts.isEmpty ? "by quantity" : price.amounts.map(\.description).joined(separator: " / ")
    }

    /// How many do something: `1 moves`, `2 move`.
    private static func words(_ count: Int, _ verb: String) -> String { "\(count) \(verb)\(count == 1 ? "s" : "")" }

    private static func signed(_ money: Money) -> String { (money.minorUnits > 0 ? "+" : "") + money.description }
}

import TillModel
import TillSync

/// A migration as JSON.
enum MigrationAnswer {
    /// Those who have one earlier price.
    private struct Part: Encodable {
        let provider: String
        let price: String
        let from: String
        let to: String
        let before: [Money]
        let after: [Money]
        let first: String
        let moves: Int
        let stays: [String: Int]
    }

    /// A price whose subscriptions all stay.
    private struct LeftAlone: Encodable {
        let provider: String
        let price: String?
        let reason: String
    }

    /// A subscription that moves.
    struct Move: Encodable {
        let provider: String
        let price: String
        let subscription: String
        let quantity: Int64?
        let before: Money?
        let after: Money?
        let from: String?
    }

    /// What was not done.
    private struct Mistake: Encodable {
        let code: String
        let message: String
        let subscription: String
    }

    static func fields(of survey: MigrationSurvey, mode: Mode) -> [String: any Encodable] {
        let plan = survey.plan
        let revenue = MonthlyRevenue(plan.moves, transitions: plan.parts.map(\.transition))
        return [
            "env": mode.rawValue,
            "parts": plan.parts.map { part in
                Part(
                    provider: part.transition.provider.rawValue, price: part.transition.reference,
                    from: part.transition.from.id, to: part.transition.to.id,
                    before: part.transition.from.amounts, after: part.transition.to.amounts,
                    first: word(part.transition.rule), moves: part.moves.count,
                    stays: Dictionary(uniqueKeysWithValues: part.reasons.map { ($0.reason.rawValue, $0.count) }))
            },
            "left_alone": survey.leftAlone.map {
                LeftAlone(provider: $0.provider.rawValue, price: $0.name, reason: $0.reason)
            },
            "moves": plan.moves.count, "stays": plan.stays, "monthly_revenue": revenue.differences,
            "monthly_revenue_unknown": revenue.unknown,
        ]
    }

    static func sample(_ moves: [PlannedMove], of plan: MigrationPlan) -> [Move] {
        moves.map { move in
            let transition = plan.parts[move.transition].transition
            return Move(
                provider: transition.provider.rawValue, price: transition.reference, subscription: move.subscription,
                quantity: move.quantity, before: move.before, after: move.after, from: MigrationView.renewal(move))
        }
    }

    static func fields(of state: MigrationState) -> [String: any Encodable] {
        let revenue = MonthlyRevenue(state.moved.map { state.moves[$0] }, transitions: state.transitions)
        return [
            "env": state.header.environment, "run_id": state.header.job, "started_at": state.header.startedAt,
            "is_over": state.isOver, "planned": state.moves.count, "moved": state.moved.count,
            "left": state.pending.count,
            "stayed": Dictionary(uniqueKeysWithValues: state.stayed.map { ($0.reason.rawValue, $0.count) }),
            "errors": state.failures.map {
                Mistake(code: $0.code, message: $0.message, subscription: state.moves[$0.move].subscription)
            },
            "monthly_revenue": revenue.differences,
        ]
    }

    private static func word(_ rule: PriceTransition.Rule) -> String {
        switch rule {
        case .atRenewal: "at_renewal"
        case .on(let day, _): "on:\(day)"
        }
    }
}

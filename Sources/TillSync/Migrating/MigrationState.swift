import TillModel

/// How a migration stands, as its journal tells it.
///
/// Pure.
package struct MigrationState: Sendable, Hashable {
    /// What came of one subscription.
    package enum Outcome: Sendable, Hashable {
        case moved
        case stayed(StayReason)
        case failed(code: String, message: String)
    }

    package let header: MigrationHeader
    package private(set) var transitions: [PriceTransition] = []
    package private(set) var moves: [PlannedMove] = []
    /// By the number of the move; what has none was not come to, or was cut off.
    package private(set) var outcomes: [Int: Outcome] = [:]
    package private(set) var isOver = false

    /// nil for records that do not begin with one.
    package init?(_ records: [MigrationRecord]) {
        guard case .began(let header) = records.first else { return nil }
        self.header = header
        for record in records {
            switch record {
            case .began, .intent: continue
            case .transition(let transition): transitions.append(transition)
            case .planned(let move): moves.append(move)
            case .moved(let move, _): outcomes[move] = .moved
            case .stayed(let move, let reason): outcomes[move] = .stayed(reason)
            case .failed(let move, let code, let message): outcomes[move] = .failed(code: code, message: message)
            case .ended: isOver = true
            }
        }
    }

    /// What is to be done yet, or again since it failed.
    package var pending: [Int] {
        moves.indices.filter { move in
            switch outcomes[move] {
            case nil, .failed?: true
            case .moved?, .stayed?: false
            }
        }
    }

    package var moved: [Int] { moves.indices.filter { outcomes[$0] == .moved } }

    /// Those that stayed after all, by reason.
    package var stayed: [(reason: StayReason, count: Int)] {
        var counts: [StayReason: Int] = [:]
        for case .stayed(let reason) in outcomes.values { counts[reason, default: 0] += 1 }
        return StayReason.allCases.compactMap { reason in counts[reason].map { (reason, $0) } }
    }

    /// What was not done, by the number of the move.
    package var failures: [(move: Int, code: String, message: String)] {
        moves.indices.compactMap { move in
            guard case .failed(let code, let message)? = outcomes[move] else { return nil }
            return (move, code, message)
        }
    }
}

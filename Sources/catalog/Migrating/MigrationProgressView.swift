import Synchronization
import TillModel
import TillSync

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a migration shows while it goes on: one line on a terminal, a line for each subscription elsewhere.
final class MigrationProgressView: Sendable {
    private let state: MigrationState
    private let total: Int
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let done: Mutex<Int>

    init(_ state: MigrationState, isQuiet: Bool) {
        self.state = state
        self.isQuiet = isQuiet
        total = state.moves.count
        isTerminal = isatty(STDERR_FILENO) == 1
        done = Mutex(state.moves.count - state.pending.count)
    }

    func tell(_ number: Int, _ outcome: MigrationState.Outcome) {
        guard !isQuiet else { return }
        let move = state.moves[number]
        let transition = state.transitions[move.transition]
        done.withLock { done in
            done += 1
            let line = "\(transition.provider)  \(done)/\(total)  \(transition.reference)  \(move.subscription)"
            switch outcome {
            case .moved: Output.standardError(isTerminal ? "\u{1B}[2K\(line)  moved\r" : "\(line)  moved\n")
            case .stayed(let reason): Output.standardError("\(line)  stays: \(reason.words)\n")
            case .failed(let code, let message): Output.standardError("\(line)  not moved: \(code): \(message)\n")
            }
            if done == total, isTerminal { Output.standardError("\n") }
        }
    }
}

import Synchronization

/// What happened in a simulation, line by line, to read when it went wrong.
final class StepLog: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: @autoclosure () -> String) {
        let line = line()
        lines.withLock { $0.append(line) }
    }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}

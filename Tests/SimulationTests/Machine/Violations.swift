import Synchronization

/// What was seen that must never be.
final class Violations: Sendable {
    private let seen = Mutex<[String]>([])

    func add(_ words: String) { seen.withLock { $0.append(words) } }

    var all: [String] { seen.withLock { $0 } }
}

import Synchronization

/// Which idempotency keys have a request under way.
final class IdempotencyGate: Sendable {
    private let keys = Mutex<Set<String>>([])

    /// Takes a key; false when another request has it.
    func enter(_ key: String) -> Bool { keys.withLock { $0.insert(key).inserted } }

    /// Gives a key back.
    func leave(_ key: String) { keys.withLock { _ = $0.remove(key) } }
}

import Synchronization

/// Whether a load balancer may still send requests here.
final class Readiness: Sendable {
    private let ending = Mutex(false)

    /// Whether the server was told to end.
    var isEnding: Bool { ending.withLock { $0 } }

    func end() { ending.withLock { $0 = true } }
}

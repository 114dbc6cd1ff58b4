import Synchronization

/// How many runs are going on in this process.
final class HookPlaces: Sendable {
    /// How many hooks run at the same time.
    static let atOnce = 16

    private let taken = Mutex(0)

    var free: Int { taken.withLock { Self.atOnce - $0 } }

    func take() { taken.withLock { $0 += 1 } }

    func giveBack() { taken.withLock { $0 -= 1 } }
}

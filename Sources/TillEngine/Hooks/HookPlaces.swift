import Synchronization

/// How many runs are going on in this process.
final class HookPlaces: Sendable {
    /// How many hooks run at the same time.
    ///
    /// Runs that begin or end together share a flush, so this is also how many a slow disk lets through with each. A
    /// hook whose service bears less has a limit of its own.
    static let atOnce = 64

    /// How many must have become free before more are claimed, so that one claim is worth its transaction.
    static let fewestClaimed = 16

    private let taken = Mutex(0)

    var free: Int { taken.withLock { Self.atOnce - $0 } }

    func take() { taken.withLock { $0 += 1 } }

    /// Returns whether there is room for a claim now.
    func giveBack() -> Bool {
        taken.withLock {
            $0 -= 1
            return Self.atOnce - $0 >= Self.fewestClaimed
        }
    }
}

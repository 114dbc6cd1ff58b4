import Synchronization
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Time that passes only when somebody waits: for a run and for the sandbox alike.
final class SyncClock: WallClock {
    private let passed = Mutex(Duration.zero)

    func now() -> Date {
        let passed = passed.withLock { $0 }.components
        let milliseconds = passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
        return Date(millisecondsSince1970: 1_790_000_000_000 + milliseconds)
    }

    func advance(by duration: Duration) { passed.withLock { $0 += duration } }

    /// The same time, as a run is given it.
    var time: SyncTime {
        SyncTime(
            date: { self.now() }, elapsed: { self.passed.withLock { $0 } },
            sleep: { duration in
                self.advance(by: duration)
                await Task.yield()
            },
            random: { 0.5 })
    }
}

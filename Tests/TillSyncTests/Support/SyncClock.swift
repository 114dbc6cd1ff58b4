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
    private let deed = Mutex<(@Sendable () async throws -> Void)?>(nil)

    func now() -> Date {
        let passed = passed.withLock { $0 }.components
        let milliseconds = passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000
        return Date(millisecondsSince1970: 1_790_000_000_000 + milliseconds)
    }

    func advance(by duration: Duration) { passed.withLock { $0 += duration } }

    /// Does something in the middle of the next wait, once.
    func inNextWait(_ body: @escaping @Sendable () async throws -> Void) { deed.withLock { $0 = body } }

    /// The same time, as a run is given it.
    var time: SyncTime {
        SyncTime(
            date: { self.now() }, elapsed: { self.passed.withLock { $0 } },
            sleep: { duration in
                self.advance(by: duration)
                let deed = self.deed.withLock { deed in
                    defer { deed = nil }
                    return deed
                }
                try await deed?()
                await Task.yield()
            },
            random: { 0.5 })
    }
}

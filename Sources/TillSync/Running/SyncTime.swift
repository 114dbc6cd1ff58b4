#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Time and chance as a run is given them.
package struct SyncTime: Sendable {
    /// The time of day, for what is written down.
    package let date: @Sendable () -> Date
    /// A clock that only goes forward, for how long things take.
    package let elapsed: @Sendable () -> Duration
    /// Waits; throws when the run is over.
    package let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1, so that many callers do not come back at once.
    package let random: @Sendable () -> Double

    package init(
        date: @escaping @Sendable () -> Date, elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double
    ) {
        self.date = date
        self.elapsed = elapsed
        self.sleep = sleep
        self.random = random
    }
}

extension SyncTime {
    /// The same time, in which no wait goes on once somebody asked to stop: it ends with ``Interrupted``.
    package func heeding(_ interruption: Interruption) -> SyncTime {
        let sleep = sleep
        return SyncTime(
            date: date, elapsed: elapsed,
            sleep: { duration in try await interruption.orStop { try await sleep(duration) } }, random: random)
    }
}

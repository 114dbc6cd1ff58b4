import Synchronization
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A clock that a test moves.
public final class ManualClock: WallClock {
    private let instant: Mutex<Date>

    /// A clock that stands at an instant; by default in September 2026.
    public init(_ instant: Date = Date(timeIntervalSince1970: 1_790_000_000)) { self.instant = Mutex(instant) }

    /// Where it stands.
    public func now() -> Date { instant.withLock { $0 } }

    /// Moves it on, or back.
    public func advance(by seconds: TimeInterval) { instant.withLock { $0 += seconds } }
}

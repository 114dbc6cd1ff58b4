import Foundation
import Synchronization
import TillModel

/// A clock that stands still until a test moves it.
final class MovableClock: WallClock {
    private let instant: Mutex<Date>

    init(_ seconds: TimeInterval = 1_790_000_000) { instant = Mutex(Date(timeIntervalSince1970: seconds)) }

    func now() -> Date { instant.withLock { $0 } }

    func advance(by seconds: TimeInterval) { instant.withLock { $0 += seconds } }

    var seconds: Int { Int(now().timeIntervalSince1970) }
}

/// Identifiers that count up, so that a run can be repeated.
final class CountingIdentifiers: IdentifierSource {
    private let next: Mutex<UInt64>

    init(startingAt first: UInt64 = 1) { next = Mutex(first) }

    func bits() -> (UInt64, UInt64) {
        next.withLock { next in
            next += 1
            return (0x9E37_79B9_7F4A_7C15 &* next, next)
        }
    }
}

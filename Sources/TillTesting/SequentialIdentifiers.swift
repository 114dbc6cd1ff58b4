import Synchronization
import TillModel

/// Identifiers that count up, so that a test knows which ones it gets.
package final class SequentialIdentifiers: IdentifierSource {
    private let next = Mutex<UInt64>(1)

    package init() {}

    package func bits() -> (UInt64, UInt64) {
        next.withLock { next in
            defer { next += 1 }
            return (0, next)
        }
    }
}

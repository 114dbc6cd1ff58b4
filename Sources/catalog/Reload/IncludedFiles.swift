import Synchronization

/// The files that a catalog is made of besides its own, as the last reading found them.
final class IncludedFiles: Sendable {
    private let known = Mutex<[String]>([])

    /// Their paths, as diagnostics name them.
    var paths: [String] {
        get { known.withLock(\.self) }
        set { known.withLock { $0 = newValue } }
    }
}

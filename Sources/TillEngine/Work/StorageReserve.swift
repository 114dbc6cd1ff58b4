import Synchronization
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The room on the disk that is kept for work that was taken on already.
///
/// A disk that is full stops what was acknowledged too. So new orders and webhooks are refused while less than this is
/// free, and what is there already is still finished.
struct StorageReserve: Sendable {
    private let store: any Store
    private let bytes: Int64
    private let clock: any WallClock
    private let last = LastLook()

    /// - `bytes`: How much stays free; none for 0.
    init(store: any Store, bytes: Int64, clock: any WallClock) {
        self.store = store
        self.bytes = bytes
        self.clock = clock
    }

    /// What was seen last, so that the disk is not asked for each message.
    private final class LastLook: Sendable {
        private let seen = Mutex<(at: Date, isShort: Bool)?>(nil)

        func isShort(at now: Date, _ look: () -> Bool) -> Bool {
            seen.withLock { seen in
                if let seen, abs(now.timeIntervalSince(seen.at)) < 1 { return seen.isShort }
                let isShort = look()
                seen = (now, isShort)
                return isShort
            }
        }
    }

    /// Whether less is free than is kept; as it was within the last second.
    var isShort: Bool {
        guard bytes > 0 else { return false }
        return last.isShort(at: clock.now()) { store.freeBytes.map { $0 < bytes } ?? false }
    }

    /// Refuses new work while there is no room for it.
    ///
    /// - Throws: ``StoreError/Code/unavailable``.
    func require() throws(StoreError) {
        guard isShort else { return }
        throw StoreError(
            .unavailable,
            "less than \(bytes / 1_048_576) MiB are free on the database's disk, which are kept for what was taken on "
                + "already; make room there")
    }
}

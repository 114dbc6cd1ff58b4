#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps a second server off the same SQLite file.
///
/// The operating system lets go of it however the process ends.
package final class ServerLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``StoreError/Code/locked`` when another server has it.
    package init(databasePath: String) throws(StoreError) {
        let path = databasePath + ".lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError(.unusable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(
                .locked, "another `catalog serve` or `catalog dev` uses \(databasePath); stop it, or use PostgreSQL")
        }
    }

    deinit { close(descriptor) }
}

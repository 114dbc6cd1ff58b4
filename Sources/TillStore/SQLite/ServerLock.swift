#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
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
        // The path without symbolic links, so that one file has one lock whatever it is called.
        let folder = URL(filePath: databasePath).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.unusable, "\(databasePath) cannot be made: \(error)")
        }
        let path = URL(filePath: databasePath).resolvingSymlinksInPath().path(percentEncoded: false) + ".lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError(.unusable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StoreError(
                .locked,
                "another `catalog serve` or `catalog dev` uses \(databasePath); stop it first, or give this one a database of its own"
            )
        }
    }

    deinit { close(descriptor) }
}

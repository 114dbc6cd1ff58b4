import Crypto
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Lockfile {
    /// Why a lock was not written; the file is as it was.
    package enum WriteFailure: Error {
        /// Somebody else wrote the file since it was read; `serial` is that of theirs, nil where it cannot be read.
        case moved(serial: Int?)
        /// The lock could not be read back: it holds a secret, or something that no file may hold.
        case unreadable([Diagnostic])
        /// The disk or its permissions are in the way, in words.
        case system(String)
    }

    /// Writes the lock in place of the one that was read; returns the digest of what is written now.
    ///
    /// `digest` is that of the ``Reading``; nil where there was no file. Nobody ever sees half of it, nobody else's is
    /// overwritten, and what was written survives the machine's sudden end.
    package func write(to path: String, replacing digest: String?) throws(WriteFailure) -> String {
        let bytes = Array(json.utf8)
        let reading = Lockfile.read(bytes, file: path)
        guard let digestAfter = reading.digest, reading.lockfile?.json == json else {
            throw .unreadable(reading.diagnostics)
        }
        let folder = try LockedFolder(of: path)
        let found = access(path, F_OK) == 0 ? Lockfile.read(contentsOf: path) : nil
        guard found?.digest == digest, found == nil || digest != nil else {
            throw .moved(serial: found?.lockfile?.serial)
        }
        do {
            try FileReplacement.write(bytes, to: path)
        } catch {
            throw .system(error.description)
        }
        try folder.synchronize()
        return digestAfter
    }
}

/// A folder in which nobody else of us writes a lock meanwhile, until this goes away.
private struct LockedFolder: ~Copyable {
    private let descriptor: Int32

    init(of path: String) throws(Lockfile.WriteFailure) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .system(errno == ENOENT ? "there is no such folder" : "the system reports error \(errno)")
        }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let number = errno
                close(descriptor)
                throw .system("the system reports error \(number)")
            }
        }
    }

    deinit { close(descriptor) }

    /// Makes sure that the names in the folder are on the disk.
    func synchronize() throws(Lockfile.WriteFailure) {
        guard fsync(descriptor) == 0 else { throw .system("the system reports error \(errno)") }
    }
}

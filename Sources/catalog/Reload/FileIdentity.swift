#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells whether the file at a path is still the one that was looked at before, without reading it.
///
/// Editors write in place or put another file in the old one's place; both make it another.
struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64
    private let size: Int64
    private let seconds: Int64
    private let nanoseconds: Int64
    /// Whether it can be read again: a pipe has nothing more to say.
    let isRegular: Bool

    /// Its size and age in words, to be kept.
    var words: String { "\(size) \(seconds)" }

    /// Looks at the file, where symbolic links lead to; nil when there is none, or none that may be looked at.
    init?(of path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: found.st_dev)
        number = UInt64(truncatingIfNeeded: found.st_ino)
        size = Int64(found.st_size)
        #if canImport(Darwin)
            let changed = found.st_mtimespec
        #else
            let changed = found.st_mtim
        #endif
        seconds = Int64(changed.tv_sec)
        nanoseconds = Int64(changed.tv_nsec)
        isRegular = found.st_mode & S_IFMT == S_IFREG
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe that takes hardly anything more: who writes into it soon waits there until it is emptied.
struct FullPipe: ~Copyable {
    private let descriptor: Int32

    struct NotMade: Error {}

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// - `path`: Where it lies, for a program to open.
    /// - `room`: How many bytes it still takes.
    static func make(at path: String, room: Int) throws -> FullPipe {
        guard mkfifo(path, 0o600) == 0 else { throw NotMade() }
        // It is read here too, so that a writer is never told that nobody listens.
        let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw NotMade() }
        // A system keeps whole pages, so the last one is begun anew.
        var page = [UInt8](repeating: 0x2E, count: 4_096)
        guard room < page.count else { throw NotMade() }
        while write(descriptor, page, page.count) > 0 {}
        guard read(descriptor, &page, page.count) == page.count,
            write(descriptor, page, page.count - room) == page.count - room
        else { throw NotMade() }
        return FullPipe(descriptor: descriptor)
    }

    /// Lets writers go on.
    func empty() {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }

    deinit { close(descriptor) }
}

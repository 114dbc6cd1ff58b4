import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ports for servers that tests start: below the range from which the system takes ports for connections, so that
/// no connection of another test has one of them.
package enum TestPorts {
    private static let next = Mutex(Int(getpid()) * 64 % 20_000)

    /// A port that nobody listens on, given to nobody else in this process.
    package static func next() async throws -> Int {
        while true {
            let port = next.withLock { next in
                next = (next + 1) % 20_000
                return 10_000 + next
            }
            if isFree(port) { return port }
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        // A program that another test starts meanwhile would inherit it, and keep the port.
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
        }
    }
}

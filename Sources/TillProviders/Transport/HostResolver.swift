import NIOCore
import NIOPosix
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the addresses of a name.
struct HostResolver: Sendable {
    /// An address with its usual spelling.
    struct Address: Sendable {
        let address: IPAddress
        let text: String
    }

    /// Why a name has no address.
    struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    let resolve: @Sendable (_ host: String) async throws -> [Address]

    /// Asks the system, on a thread that may wait.
    static let system = HostResolver { host in
        try await NIOThreadPool.singleton.runIfActive { try Self.ask(host) }
    }

    private static func ask(_ host: String) throws -> [Address] {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else { throw Unknown(description: String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var found: [Address] = []
        var next = list
        while let entry = next {
            if let address = try address(of: entry.pointee) { found.append(address) }
            next = entry.pointee.ai_next
        }
        return found
    }

    private static func address(of entry: addrinfo) throws -> Address? {
        guard let pointer = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return try pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                try address(withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            return try pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                try address(withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) })
            }
        default:
            return nil
        }
    }

    private static func address(_ bytes: [UInt8]) throws -> Address? {
        guard let address = IPAddress(bytes: bytes) else { return nil }
        let socket = try SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0)
        return socket.ipAddress.map { Address(address: address, text: $0) }
    }
}

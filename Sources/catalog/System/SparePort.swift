import NIOCore
import NIOPosix

/// Ports of this machine that nobody listens on.
enum SparePort {
    /// A port that is free at this moment, below the range from which the system takes ports for connections: one of
    /// those could be taken before the server that it is meant for has begun.
    static func find() async throws -> Int {
        while true {
            let port = Int.random(in: 10_000..<30_000)
            if try await isFree(port) { return port }
        }
    }

    /// Whether nobody listens on a port.
    static func isFree(_ port: Int) async throws -> Bool {
        do {
            try await bind(port).close()
            return true
        } catch is IOError {
            return false
        }
    }

    private static func bind(_ port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the sandbox accepts as an address.
enum SandboxURL {
    /// Whether the text is an absolute http or https address with a host.
    static func isWebAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 5000, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host() else {
            return false
        }
        return ["http", "https"].contains(scheme) && !host.isEmpty
    }

    /// Whether an authority, such as `localhost:8080` or `[::1]:8080`, names this machine alone.
    static func isLoopback(authority: String) -> Bool {
        let host: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return false }
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != ":" }
        }
        return ["127.0.0.1", "localhost", "[::1]"].contains(host.lowercased())
    }
}

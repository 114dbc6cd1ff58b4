import HTTPTypes

/// The keys that requests to Paddle's API may carry, and what each permits.
struct PaddleKeys: Sendable {
    /// What a key may be used for.
    enum Permission: Sendable {
        case reading
        case readingAndWriting
    }

    /// The key that may do everything.
    let full: String
    /// A key that may only read.
    let readOnly: String?

    /// Whether text looks like a key that moves real money.
    static func isLiveShaped(_ key: String) -> Bool { key.hasPrefix("pdl_live_") }

    /// Whether text looks like a key of Paddle's sandbox.
    static func isSandboxShaped(_ key: String) -> Bool {
        key.hasPrefix("pdl_sdbx_apikey_") && key.utf8.count > "pdl_sdbx_apikey_".utf8.count
    }

    /// What the key in the header permits.
    func permission(of header: String?) throws(PaddleError) -> Permission {
        guard let header, !header.isEmpty else {
            throw Self.refusal("authentication_missing", "Authentication header missing.")
        }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Self.refusal(
                "authentication_malformed", "Authentication header included, but incorrectly formatted.")
        }
        guard !Self.isLiveShaped(parts[1]) else {
            throw Self.refusal(
                "invalid_token",
                """
                This is a sandbox on your own machine and never takes a live key. Remove the live key from this \
                environment and use the key that the sandbox drew when it started.
                """)
        }
        if parts[1] == full { return .readingAndWriting }
        if parts[1] == readOnly { return .reading }
        throw Self.refusal(
            "invalid_token",
            "Invalid or revoked API key. The sandbox draws a new key each time it starts; use the present one.")
    }

    private static func refusal(_ code: String, _ detail: String) -> PaddleError {
        PaddleError(status: .forbidden, code: code, detail: detail)
    }
}

import TillModel

/// What the Paddle adapter needs to know, checked against the mode.
package struct PaddleConfiguration: Sendable {
    package let apiKey: String
    /// Scheme and host, and a path where a stand-in has one, without a slash at the end.
    package let baseURL: String
    package let mode: Mode

    /// Where Paddle is for a mode: its sandbox is another account at another address.
    package static func officialBaseURL(_ mode: Mode) -> String {
        mode == .live ? "https://api.paddle.com" : "https://sandbox-api.paddle.com"
    }

    /// - `baseURL`: Another address for Paddle's API; nil for Paddle's own.
    /// - Throws: When the key is of another mode than the one asked for, or live money would go to another address.
    package init(apiKey: String, baseURL: String? = nil, mode: Mode) throws(ConfigurationMistake) {
        try Self.check(apiKey, mode)
        self.apiKey = apiKey
        self.baseURL =
            try baseURL.map { url throws(ConfigurationMistake) in try Self.checked(url, mode) }
            ?? Self.officialBaseURL(mode)
        self.mode = mode
    }

    /// A key's beginning tells which account it is for; the oldest keys have none.
    private static func check(_ key: String, _ mode: Mode) throws(ConfigurationMistake) {
        guard !key.isEmpty, key.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw ConfigurationMistake("PADDLE_API_KEY must be one word without spaces or line breaks")
        }
        guard !key.hasPrefix("pdl_ntfset_") else {
            throw ConfigurationMistake(
                "PADDLE_API_KEY holds a webhook secret (pdl_ntfset_…); use an API key of Developer tools > Authentication"
            )
        }
        guard !key.hasPrefix("live_"), !key.hasPrefix("test_") else {
            throw ConfigurationMistake(
                "PADDLE_API_KEY holds a client-side token (live_… or test_…); use an API key, which begins with pdl_")
        }
        let kind = mode == .live ? "pdl_live_" : "pdl_sdbx_"
        guard !key.hasPrefix("pdl_") || key.hasPrefix(kind) else {
            throw ConfigurationMistake(
                "PADDLE_API_KEY does not fit TILL_ENV=\(mode.rawValue): it must begin with \(kind)")
        }
    }

    private static func checked(_ url: String, _ mode: Mode) throws(ConfigurationMistake) -> String {
        guard mode != .live else {
            throw ConfigurationMistake("PADDLE_BASE_URL cannot be set with TILL_ENV=live")
        }
        guard let address = HTTPAddress(url), !url.contains("?"), !url.contains("#") else {
            throw ConfigurationMistake("PADDLE_BASE_URL is no address such as https://sandbox-api.paddle.com")
        }
        guard url.hasPrefix("https://") || ["127.0.0.1", "localhost", "::1"].contains(address.host) else {
            throw ConfigurationMistake("PADDLE_BASE_URL must begin with https:// unless it is on this machine")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}

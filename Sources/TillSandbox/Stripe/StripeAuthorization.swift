import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Checks the key that a request carries.
enum StripeAuthorization {
    /// Whether text looks like a key that moves real money.
    static func isLiveShaped(_ key: String) -> Bool {
        key.hasPrefix("sk_live_") || key.hasPrefix("rk_live_") || key.hasPrefix("pk_live_")
    }

    /// The keys that a sandbox takes.
    struct Keys: Sendable {
        /// What may do everything.
        let secret: String
        /// What may only read, when there is one.
        let readOnly: String?
    }

    /// Accepts one of the sandbox's own keys, as a bearer token or as the user name of Basic authorization, and says
    /// whether it may write.
    static func check(_ header: String?, _ keys: Keys) throws(StripeError) -> Bool {
        guard let key = key(in: header), !key.isEmpty else {
            throw refusal(
                """
                You did not provide an API key. You need to provide your API key in the Authorization header, \
                using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').
                """)
        }
        guard !isLiveShaped(key) else {
            throw refusal(
                """
                This is a sandbox on your own machine and never takes a live key. Remove the live key from this \
                environment and use the test key that the sandbox drew when it started.
                """)
        }
        guard !key.hasPrefix("pk_") else {
            throw refusal("This API call cannot be made with a publishable API key. Please use a secret API key.")
        }
        if key == keys.secret { return true }
        if key == keys.readOnly { return false }
        throw refusal(
            "Invalid API Key provided. The sandbox draws a new key each time it starts; use the present one.")
    }

    /// What a restricted key is told where it may not write.
    static func lacksPermission(_ header: String?, noun: String, account: String) -> StripeError {
        let key = key(in: header) ?? ""
        let hidden = "rk_test_" + String(repeating: "*", count: 24) + key.suffix(4)
        return StripeError(
            status: .forbidden,
            message: """
                The provided key '\(hidden)' does not have the required permissions for this endpoint on account \
                '\(account)'. Having the 'rak_\(noun)_write' permission would allow this request to continue.
                """, isValidation: true)
    }

    private static func key(in header: String?) -> String? {
        guard let header else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return parts[1]
        case "basic":
            guard let data = Data(base64Encoded: parts[1]), let text = String(validating: data, as: UTF8.self) else {
                return nil
            }
            return text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        default: return nil
        }
    }

    private static func refusal(_ message: String) -> StripeError {
        StripeError(status: .unauthorized, message: message, isValidation: true)
    }
}

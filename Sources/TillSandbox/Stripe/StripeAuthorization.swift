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

    /// Accepts the sandbox's own secret key, as a bearer token or as the user name of Basic authorization.
    static func check(_ header: String?, secretKey: String) throws(StripeError) {
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
        guard key == secretKey else {
            throw refusal(
                "Invalid API Key provided. The sandbox draws a new key each time it starts; use the present one.")
        }
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

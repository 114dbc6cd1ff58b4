import TillModel

/// What the Stripe adapter needs to know, checked against the mode.
package struct StripeConfiguration: Sendable {
    package let secretKey: String
    /// Every secret a webhook may be signed with; several while one is being replaced.
    ///
    /// Empty turns the endpoint off.
    package let webhookSecrets: [String]
    /// Scheme and host, without a slash at the end.
    package let baseURL: String
    package let mode: Mode

    /// Where Stripe is.
    package static let officialBaseURL = "https://api.stripe.com"

    /// - `takesWebhooks`: Whether something is sold with it, so that in live mode webhooks must be verified.
    /// - Throws: When a key is of another mode than the one asked for, or live money would go to another address.
    package init(
        secretKey: String, webhookSecrets: [String], baseURL: String = officialBaseURL, mode: Mode,
        takesWebhooks: Bool = true
    ) throws(ConfigurationMistake) {
        guard !secretKey.hasPrefix("pk_") else {
            throw ConfigurationMistake(
                "STRIPE_SECRET_KEY holds a publishable key (pk_…); use a secret or restricted one")
        }
        let kinds = mode == .live ? ["sk_live_", "rk_live_"] : ["sk_test_", "rk_test_"]
        guard kinds.contains(where: secretKey.hasPrefix) else {
            throw ConfigurationMistake(
                "STRIPE_SECRET_KEY does not fit TILL_ENV=\(mode.rawValue): it must begin with "
                    + kinds.joined(separator: " or "))
        }
        guard mode != .live || baseURL == Self.officialBaseURL else {
            throw ConfigurationMistake("STRIPE_BASE_URL cannot be set with TILL_ENV=live")
        }
        guard webhookSecrets.allSatisfy({ $0.hasPrefix("whsec_") && $0.utf8.count >= 16 }) else {
            throw ConfigurationMistake(
                "STRIPE_WEBHOOK_SECRET must be the endpoint's signing secret, which begins with whsec_")
        }
        guard mode != .live || !takesWebhooks || !webhookSecrets.isEmpty else {
            throw ConfigurationMistake(
                "STRIPE_WEBHOOK_SECRET is not set: with TILL_ENV=live orders would be sold and never become paid")
        }
        guard baseURL.hasPrefix("https://") || Self.isLoopback(baseURL) else {
            throw ConfigurationMistake("STRIPE_BASE_URL must begin with https:// unless it is on this machine")
        }
        self.secretKey = secretKey
        self.webhookSecrets = webhookSecrets
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.mode = mode
    }

    /// Whether an address is on this machine, whatever stands where a host could hide.
    package static func isLoopback(_ url: String) -> Bool {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), !url.contains("@"), !url.contains("\\") else {
            return false
        }
        let authority = url.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(String(host))
    }
}

/// Why a configuration cannot be used, and how to mend it.
///
/// Never quotes a secret.
package struct ConfigurationMistake: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

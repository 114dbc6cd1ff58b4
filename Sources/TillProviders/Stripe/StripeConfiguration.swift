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

    /// - Throws: When a key is of another mode than the one asked for, or live money would go to another address.
    package init(
        secretKey: String, webhookSecrets: [String], baseURL: String = officialBaseURL, mode: Mode
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
        self.secretKey = secretKey
        self.webhookSecrets = webhookSecrets
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.mode = mode
    }
}

/// Why a configuration cannot be used, and how to mend it.
///
/// Never quotes a secret.
package struct ConfigurationMistake: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

import TillModel

/// The secrets of one run of the sandbox, drawn anew at each start.
package struct SandboxSecrets: Sendable {
    /// The key for Stripe's API.
    package let stripeSecretKey: String
    /// The key for Stripe's API that may only read.
    package let stripeReadOnlyKey: String
    /// What Stripe's webhooks are signed with.
    package let stripeWebhookSecret: String
    /// The key for Paddle's API.
    package let paddleAPIKey: String
    /// The key for Paddle's API that may only read.
    package let paddleReadOnlyKey: String

    /// New secrets of at least 128 random bits each, shaped like test secrets and never like live ones.
    package static func draw(_ identifiers: any IdentifierSource) -> SandboxSecrets {
        SandboxSecrets(
            stripeSecretKey: "sk_test_" + identifiers.token(), stripeReadOnlyKey: "rk_test_" + identifiers.token(),
            stripeWebhookSecret: "whsec_" + identifiers.token(),
            paddleAPIKey: paddleKey(identifiers), paddleReadOnlyKey: paddleKey(identifiers))
    }

    /// A key in the three parts that Paddle's have: which one it is, its secret, and a few characters more.
    private static func paddleKey(_ identifiers: any IdentifierSource) -> String {
        let (name, rest) = (identifiers.token(), identifiers.token())
        return "pdl_sdbx_apikey_\(name)_\(rest.suffix(22))_\(rest.prefix(3))"
    }
}

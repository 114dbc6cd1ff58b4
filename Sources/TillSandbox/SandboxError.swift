/// Why a sandbox could not be made.
package enum SandboxError: Error, Sendable, Hashable {
    /// The host is not this machine alone.
    case notLoopback(host: String)
    /// The port is not between 0 and 65535.
    case invalidPort(Int)
    /// The key is a live one. It is not repeated here.
    case liveKey
    /// The key is not a test key. It is not repeated here.
    case malformedKey
    /// The key that may only read is not a restricted test key. It is not repeated here.
    case malformedReadOnlyKey
    /// A key for Paddle's API is a live one. It is not repeated here.
    case livePaddleKey
    /// A key for Paddle's API is not one of its sandbox's. It is not repeated here.
    case malformedPaddleKey
    /// The key that may only read Paddle's API has no other key beside it.
    case lonePaddleReadOnlyKey
    /// The endpoint's address is no absolute http or https URL.
    case invalidWebhookURL(String)
    /// The endpoint's secret does not begin with `whsec_`. It is not repeated here.
    case malformedWebhookSecret(url: String)
}

extension SandboxError: CustomStringConvertible {
    /// One sentence with the remedy.
    package var description: String {
        switch self {
        case .notLoopback(let host):
            "the sandbox listens on this machine only: use 127.0.0.1, ::1 or localhost instead of '\(host)'"
        case .invalidPort(let port):
            "\(port) is not a port: use a number from 1 to 65535, or 0 to let the system choose"
        case .liveKey:
            "a live Stripe key was given to the sandbox: remove it from this environment and draw a new test key"
        case .malformedKey:
            "the sandbox's Stripe key must begin with sk_test_: draw one with SandboxSecrets"
        case .malformedReadOnlyKey:
            "the sandbox's Stripe key that may only read must begin with rk_test_: draw one with SandboxSecrets"
        case .livePaddleKey:
            "a live Paddle key was given to the sandbox: remove it from this environment and draw a new sandbox key"
        case .malformedPaddleKey:
            "the sandbox's Paddle keys must begin with pdl_sdbx_apikey_: draw one with SandboxSecrets"
        case .lonePaddleReadOnlyKey:
            "a Paddle key that may only read needs another key beside it that may write: give both"
        case .invalidWebhookURL(let url):
            "'\(url)' is not an address for webhooks: give an absolute http or https URL"
        case .malformedWebhookSecret(let url):
            "the webhook secret for '\(url)' must begin with whsec_: draw one with SandboxSecrets"
        }
    }
}

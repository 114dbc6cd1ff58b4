/// What a sandbox is started with.
package struct SandboxConfiguration: Sendable {
    /// A place that webhooks are delivered to from the start.
    package struct WebhookEndpoint: Sendable, Hashable {
        /// Where deliveries are posted.
        package var url: String
        /// What they are signed with, beginning with `whsec_`.
        package var secret: String

        /// An endpoint that receives every event.
        package init(url: String, secret: String) {
            self.url = url
            self.secret = secret
        }
    }

    /// The loopback address to listen on: `127.0.0.1`, `::1` or `localhost`.
    package var host: String
    /// The port to listen on; 0 lets the system choose one.
    package var port: Int
    /// The file that keeps the state between starts; nil keeps it in memory.
    package var databasePath: String?
    /// The key that requests to Stripe's API must carry, beginning with `sk_test_`.
    package var stripeSecretKey: String
    /// A key for Stripe's API that may only read, beginning with `rk_test_`; nil when there is none.
    package var stripeReadOnlyKey: String?
    /// The endpoints that Stripe's events go to without being created through the API.
    package var stripeWebhookEndpoints: [WebhookEndpoint]
    /// The key for Paddle's API, beginning with `pdl_sdbx_apikey_`; nil leaves that API out.
    package var paddleAPIKey: String?
    /// A key for Paddle's API that may only read, shaped like the other.
    package var paddleReadOnlyKey: String?

    /// A configuration; nothing is checked before the sandbox is made from it.
    package init(
        host: String = "127.0.0.1",
        port: Int,
        databasePath: String? = nil,
        stripeSecretKey: String,
        stripeReadOnlyKey: String? = nil,
        stripeWebhookEndpoints: [WebhookEndpoint] = [],
        paddleAPIKey: String? = nil,
        paddleReadOnlyKey: String? = nil
    ) {
        self.host = host
        self.port = port
        self.databasePath = databasePath
        self.stripeSecretKey = stripeSecretKey
        self.stripeReadOnlyKey = stripeReadOnlyKey
        self.stripeWebhookEndpoints = stripeWebhookEndpoints
        self.paddleAPIKey = paddleAPIKey
        self.paddleReadOnlyKey = paddleReadOnlyKey
    }

    /// Refuses what a sandbox must never be started with.
    func check() throws(SandboxError) {
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else { throw .notLoopback(host: host) }
        guard (0...65535).contains(port) else { throw .invalidPort(port) }
        guard !StripeAuthorization.isLiveShaped(stripeSecretKey) else { throw .liveKey }
        guard stripeSecretKey.hasPrefix("sk_test_"), stripeSecretKey.utf8.count > 8 else { throw .malformedKey }
        if let key = stripeReadOnlyKey {
            guard !StripeAuthorization.isLiveShaped(key) else { throw .liveKey }
            guard key.hasPrefix("rk_test_"), key.utf8.count > 8 else { throw .malformedReadOnlyKey }
        }
        for key in [paddleAPIKey, paddleReadOnlyKey].compactMap(\.self) {
            guard !PaddleKeys.isLiveShaped(key) else { throw .livePaddleKey }
            guard PaddleKeys.isSandboxShaped(key) else { throw .malformedPaddleKey }
        }
        if let paddleReadOnlyKey {
            guard let paddleAPIKey, paddleAPIKey != paddleReadOnlyKey else { throw .lonePaddleReadOnlyKey }
        }
        for endpoint in stripeWebhookEndpoints {
            guard SandboxURL.isWebAddress(endpoint.url) else { throw .invalidWebhookURL(endpoint.url) }
            guard endpoint.secret.hasPrefix("whsec_"), endpoint.secret.utf8.count > 6 else {
                throw .malformedWebhookSecret(url: endpoint.url)
            }
        }
    }
}

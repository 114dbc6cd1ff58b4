import TillModel

/// What may be set of the server; where the values come from is the program's business.
package struct ServerSettings: Sendable {
    package let host: String
    package let port: Int
    /// Scheme, host and port as buyers see them, without a slash at the end.
    package let publicURL: String
    package let tenant: String
    package let mode: Mode
    /// The operator's key; nil for none.
    package let apiKey: String?
    /// How many checkouts one address may begin in a minute.
    package let checkoutsPerMinute: Int
    /// Whether a proxy of our own writes `X-Forwarded-For`.
    package let trustsForwardedFor: Bool
    /// For how long requests are still taken after the server was told to end.
    package let drain: Duration
    package let version: String

    package init(
        host: String, port: Int, publicURL: String, tenant: String = ProviderAccount.defaultName, mode: Mode,
        apiKey: String? = nil, checkoutsPerMinute: Int = 60, trustsForwardedFor: Bool = false,
        drain: Duration = .zero, version: String
    ) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
        self.tenant = tenant
        self.mode = mode
        self.apiKey = apiKey
        self.checkoutsPerMinute = checkoutsPerMinute
        self.trustsForwardedFor = trustsForwardedFor
        self.drain = drain
        self.version = version
    }
}

/// One request to a provider, exactly as it is sent.
///
/// It is written down before it is sent, so that the same key always goes with the same bytes.
package struct ProviderCall: Sendable, Hashable, Codable {
    /// The HTTP method.
    package let method: String
    /// What stands after the provider's host, beginning with a slash.
    package let path: String
    /// The body; empty for none.
    package let body: String

    package init(method: String, path: String, body: String = "") {
        self.method = method
        self.path = path
        self.body = body
    }
}

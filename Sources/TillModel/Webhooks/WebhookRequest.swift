/// A request that claims to be from a provider, as it arrived.
package struct WebhookRequest: Sendable {
    /// Header fields by lower-case name; a field that was sent twice is joined with a comma.
    package let headers: [String: String]
    /// The raw body, before anything was made of it.
    package let body: [UInt8]

    package init(headers: [String: String], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }
}

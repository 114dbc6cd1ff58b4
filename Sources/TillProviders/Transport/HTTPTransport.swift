/// Sends one request and brings the answer back.
///
/// An adapter knows nothing else of the network.
package protocol HTTPTransport: Sendable {
    /// - Throws: When there is no complete answer; what the other side did is then unknown.
    func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer
}

/// One request to a provider.
package struct OutboundRequest: Sendable {
    package let method: String
    package let url: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// How long the whole exchange may take.
    package let timeout: Duration

    package init(
        method: String, url: String, headers: [(name: String, value: String)], body: [UInt8] = [],
        timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// A provider's answer.
package struct InboundAnswer: Sendable {
    package let status: Int
    /// Header fields by lower-case name.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// There was no complete answer.
package struct TransportError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

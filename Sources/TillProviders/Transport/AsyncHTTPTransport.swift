import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TillModel

/// ``HTTPTransport`` over AsyncHTTPClient.
package struct AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient

    /// More than any provider's answer that is read here.
    private static let largestAnswer = 4 * 1024 * 1024

    /// - Parameter client: Shut down by whoever made it.
    package init(client: HTTPClient) { self.client = client }

    package func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
        var outbound = HTTPClientRequest(url: request.url)
        outbound.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { outbound.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outbound.body = .bytes(request.body) }
        do {
            let answer = try await client.execute(outbound, timeout: TimeAmount(request.timeout))
            let body = try await answer.body.collect(upTo: Self.largestAnswer)
            var headers: [String: String] = [:]
            for header in answer.headers { headers[header.name.lowercased()] = header.value }
            return InboundAnswer(status: Int(answer.status.code), headers: headers, body: Array(body.readableBytesView))
        } catch {
            throw TransportError("\(error)")
        }
    }
}

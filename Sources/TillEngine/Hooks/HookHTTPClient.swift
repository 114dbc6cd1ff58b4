import Till
import TillModel
import TillProviders

/// ``HookHTTP`` over a transport that keeps out of one's own network.
package struct HookHTTPClient: HookHTTP {
    private let transport: GuardedTransport
    /// How long one exchange may take.
    private let timeout: Duration

    package init(transport: GuardedTransport, timeout: Duration = .seconds(10)) {
        self.transport = transport
        self.timeout = timeout
    }

    package func send(_ request: HookRequest) async throws -> HookResponse {
        do {
            let answer = try await transport.send(
                OutboundRequest(
                    method: request.method, url: request.url,
                    headers: request.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
                    body: request.body, timeout: timeout))
            return HookResponse(status: answer.status, headers: answer.headers, body: answer.body)
        } catch let refusal as GuardedTransport.Refusal {
            let code: HookHTTPError.Code =
                switch refusal.kind {
                case .invalid: .invalidRequest
                case .refused: .addressRefused
                case .noAnswer: .noAnswer
                }
            throw HookHTTPError(code, refusal.description)
        }
    }
}

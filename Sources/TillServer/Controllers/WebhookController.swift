import HTTPTypes
import Hummingbird
import NIOCore
import TillEngine
import TillModel

/// `POST /api/webhooks/{provider}[/{account}]`, also under `/api/webhook/`.
///
/// The path fixes tenant, provider, account and mode, and therefore the secrets that are tried.
struct WebhookController: Sendable {
    let receiver: WebhookReceiver
    let tenant: String
    let mode: Mode

    /// No provider sends more.
    private static let largestBody = 1024 * 1024

    func register(on router: Router<ServerContext>) {
        for root in ["/api/webhooks", "/api/webhook"] {
            router.post("\(root)/:provider", use: receive)
            router.post("\(root)/:provider/:account", use: receive)
        }
    }

    /// The one answer that there is to what was taken.
    private static let received = Response(
        status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"received":true}"#)))

    private func receive(_ request: Request, _ context: ServerContext) async throws -> Response {
        let account = ProviderAccount(
            tenant: tenant, provider: ProviderName(rawValue: context.parameters.get("provider") ?? ""),
            account: context.parameters.get("account") ?? ProviderAccount.defaultName, mode: mode)
        guard receiver.isOpen(for: account) else { throw Refusal.notFound }
        var headers = [String: String](minimumCapacity: request.headers.count)
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { "\($0),\(field.value)" } ?? field.value
        }
        let body = try await Requests.body(of: request, upTo: Self.largestBody)
        switch try await receiver.receive(WebhookRequest(headers: headers, body: body), for: account) {
        case .accepted: return Self.received
        case .refused(let refusal):
            throw Refusal(.webhookRefused, "\(refusal)", details: ["reason": refusal.reason.rawValue])
        case .unknownAccount: throw Refusal.notFound
        }
    }
}

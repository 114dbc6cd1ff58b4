import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1

/// Posts one signed event to one endpoint.
struct WebhookSender: Sendable {
    let client: HTTPClient

    /// What is sent, where, and how it is signed.
    struct Letter: Sendable {
        let url: String
        let secret: String
        let body: String
    }

    /// How a client for webhooks is set up: redirections are answers, and nothing waits for long.
    static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        return configuration
    }

    /// Sends a letter, signed for this moment; ten seconds are enough or it failed.
    func send(_ letter: Letter, now: Int64, corruptSignature: Bool) async -> WebhookOutcome {
        var request = HTTPClientRequest(url: letter.url)
        request.method = .POST
        let secret = corruptSignature ? letter.secret + "x" : letter.secret
        request.headers = [
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)", "Accept": "*/*",
            "Cache-Control": "no-cache",
            "Stripe-Signature": Self.signature(body: letter.body, secret: secret, now: now),
        ]
        request.body = .bytes(ByteBuffer(string: letter.body))
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            return .answered(Int(response.status.code))
        } catch {
            return .unreachable("\(error)")
        }
    }

    /// Stripe's signature header: the time, and the keyed digest of the time and the body.
    static func signature(body: String, secret: String, now: Int64) -> String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let digest = HMAC<SHA256>.authenticationCode(for: Array("\(now).\(body)".utf8), using: key)
        return "t=\(now),v1=" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

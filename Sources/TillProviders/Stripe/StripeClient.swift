import Logging
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Every address of Stripe's that is called, with its headers, and when to call again.
struct StripeClient: Sendable {
    /// The version whose shapes ``StripeSession`` and its siblings have; sent with every request.
    static let apiVersion = "2026-10-28.endive"

    private let configuration: StripeConfiguration
    private let transport: any HTTPTransport
    private let backoff: Backoff
    private let logger: Logger

    init(configuration: StripeConfiguration, transport: any HTTPTransport, backoff: Backoff, logger: Logger) {
        self.configuration = configuration
        self.transport = transport
        self.backoff = backoff
        self.logger = logger
    }

    func createCheckoutSession(
        _ form: StripeForm, idempotencyKey: IdempotencyKey
    ) async throws(ProviderError) -> StripeSession {
        try await call("POST", "/v1/checkout/sessions", form: form, idempotencyKey: idempotencyKey)
    }

    func fetchCheckoutSession(_ id: String) async throws(ProviderError) -> StripeSession {
        guard id.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }) else {
            throw ProviderError(.notFound, provider: .stripe, detail: "not a session id")
        }
        return try await call("GET", "/v1/checkout/sessions/\(id)")
    }

    /// An object as it is sent; nil when there is none at that address.
    func fetch(_ path: String) async throws(ProviderError) -> InboundAnswer? {
        do {
            return try await send("GET", path)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private func call<Answer: Decodable>(
        _ method: String, _ path: String, form: StripeForm? = nil, idempotencyKey: IdempotencyKey? = nil
    ) async throws(ProviderError) -> Answer {
        try decode(try await send(method, path, form: form, idempotencyKey: idempotencyKey))
    }

    /// One logical call: the same bytes and the same key on every try.
    private func send(
        _ method: String, _ path: String, form: StripeForm? = nil, idempotencyKey: IdempotencyKey? = nil
    ) async throws(ProviderError) -> InboundAnswer {
        var headers: [(name: String, value: String)] = [
            ("Authorization", "Bearer \(configuration.secretKey)"),
            ("Stripe-Version", Self.apiVersion),
        ]
        if form != nil { headers.append(("Content-Type", "application/x-www-form-urlencoded")) }
        if let idempotencyKey { headers.append(("Idempotency-Key", idempotencyKey.rawValue)) }
        let request = OutboundRequest(
            method: method, url: configuration.baseURL + path, headers: headers, body: Array((form?.encoded ?? "").utf8)
        )
        var attempt = 1
        while true {
            let (answer, error) = await outcome(of: request)
            if let answer, error == nil { return answer }
            guard let error else { continue }
            guard attempt < backoff.attempts, StripeErrors.shouldRetry(error, answer: answer) else { throw error }
            logger.warning(
                "Stripe call will be tried again",
                metadata: ["error": "\(error)", "path": "\(path)", "attempt": "\(attempt)"])
            guard await backoff.wait(after: attempt, atLeast: error.retryAfter) else { throw error }
            attempt += 1
        }
    }

    private func outcome(of request: OutboundRequest) async -> (InboundAnswer?, ProviderError?) {
        do throws(TransportError) {
            let answer = try await transport.send(request)
            return (200..<300).contains(answer.status) ? (answer, nil) : (answer, StripeErrors.error(for: answer))
        } catch {
            return (nil, ProviderError(.unreachable, provider: .stripe, detail: error.description))
        }
    }

    private func decode<Answer: Decodable>(_ answer: InboundAnswer) throws(ProviderError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(answer.body))
        } catch {
            throw ProviderError(
                .unreadableAnswer, provider: .stripe, requestID: answer.headers["request-id"], detail: "\(error)")
        }
    }
}

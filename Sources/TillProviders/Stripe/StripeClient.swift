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

    // MARK: - Addresses

    static func checkoutSession(_ form: StripeForm) -> ProviderCall {
        ProviderCall(method: "POST", path: "/v1/checkout/sessions", body: form.encoded)
    }

    static func refund(_ form: StripeForm) -> ProviderCall {
        ProviderCall(method: "POST", path: "/v1/refunds", body: form.encoded)
    }

    static func cancelAtPeriodEnd(_ subscription: String) throws(ProviderError) -> ProviderCall {
        var form = StripeForm()
        form.set("cancel_at_period_end", "true")
        return ProviderCall(
            method: "POST", path: "/v1/subscriptions/\(try identifier(subscription))", body: form.encoded)
    }

    static func cancelNow(_ subscription: String) throws(ProviderError) -> ProviderCall {
        ProviderCall(method: "DELETE", path: "/v1/subscriptions/\(try identifier(subscription))")
    }

    func fetchCheckoutSession(_ id: String) async throws(ProviderError) -> StripeSession {
        try await send(ProviderCall(method: "GET", path: "/v1/checkout/sessions/\(try Self.identifier(id))"))
    }

    func fetchSubscription(_ id: String) async throws(ProviderError) -> StripeSubscription {
        try await send(ProviderCall(method: "GET", path: "/v1/subscriptions/\(try Self.identifier(id))"))
    }

    /// One page of a payment's refunds, newest first.
    func listRefunds(of payment: StripePaymentName, after refund: String?) async throws(ProviderError)
        -> StripeList<StripeRefund>
    {
        var query = StripeForm()
        query.set(payment.field, payment.id)
        query.set("limit", 100)
        query.set("starting_after", refund)
        return try await send(ProviderCall(method: "GET", path: "/v1/refunds?\(query.encoded)"))
    }

    /// The payments that an invoice was paid with.
    func listInvoicePayments(of invoice: String) async throws(ProviderError) -> StripeList<StripeInvoicePayment> {
        var query = StripeForm()
        query.set("invoice", invoice)
        query.set("status", "paid")
        return try await send(ProviderCall(method: "GET", path: "/v1/invoice_payments?\(query.encoded)"))
    }

    /// An identifier that is surely one part of a path.
    static func identifier(_ id: String) throws(ProviderError) -> String {
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, !id.isEmpty else {
            throw ProviderError(.notFound, provider: .stripe, detail: "not an identifier of Stripe's")
        }
        return id
    }

    // MARK: - Calls

    /// An object as it is sent; nil when there is none at that address.
    func fetch(_ path: String) async throws(ProviderError) -> InboundAnswer? {
        do {
            return try await answer(to: ProviderCall(method: "GET", path: path), nil)
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// What is answered to a call.
    func send<Answer: Decodable>(
        _ call: ProviderCall, idempotencyKey: IdempotencyKey? = nil
    ) async throws(ProviderError) -> Answer {
        try decode(try await answer(to: call, idempotencyKey))
    }

    /// One logical call: the same bytes and the same key on every try.
    func answer(
        to call: ProviderCall, _ idempotencyKey: IdempotencyKey?
    ) async throws(ProviderError) -> InboundAnswer {
        // A call may come out of the database: the key goes to Stripe's own addresses and nowhere else.
        guard call.path.hasPrefix("/v1/") else {
            throw ProviderError(.notFound, provider: .stripe, detail: "not an address of Stripe's")
        }
        var headers: [(name: String, value: String)] = [
            ("Authorization", "Bearer \(configuration.secretKey)"),
            ("Stripe-Version", Self.apiVersion),
        ]
        if !call.body.isEmpty { headers.append(("Content-Type", "application/x-www-form-urlencoded")) }
        // Stripe takes a key with POST only; ending what has ended is told as such.
        if let idempotencyKey, call.method == "POST" {
            headers.append(("Idempotency-Key", idempotencyKey.rawValue))
        }
        let request = OutboundRequest(
            method: call.method, url: configuration.baseURL + call.path, headers: headers, body: Array(call.body.utf8))
        var attempt = 1
        var unknown: ProviderError?
        while true {
            let (answer, error) = await outcome(of: request)
            if let answer, error == nil { return answer }
            guard let error else { continue }
            // What is refused before it is looked at says nothing of an earlier try that may have been done.
            if error.code == .unauthorized, let unknown { throw unknown }
            if error.leavesOutcomeUnknown { unknown = error }
            guard attempt < backoff.attempts, StripeErrors.shouldRetry(error, answer: answer) else { throw error }
            let path = call.path.prefix { $0 != "?" }
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

    func decode<Answer: Decodable>(_ answer: InboundAnswer) throws(ProviderError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(answer.body))
        } catch {
            throw ProviderError(
                .unreadableAnswer, provider: .stripe, requestID: answer.headers["request-id"], detail: "\(error)")
        }
    }
}

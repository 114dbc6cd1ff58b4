import Logging
import Synchronization
import Testing
import TillModel
import TillTesting

@testable import TillProviders

/// What the adapter sends, and when it sends it again.
///
/// The answers are told; the sandbox's tests have real ones.
@Suite struct StripeClientTests {
    /// Answers in turn, and remembers what was asked.
    final class Line: HTTPTransport {
        private let answers: Mutex<[Result<InboundAnswer, TransportError>]>
        private let asked = Mutex<[OutboundRequest]>([])

        init(_ answers: [Result<InboundAnswer, TransportError>]) { self.answers = Mutex(answers) }

        var requests: [OutboundRequest] { asked.withLock { $0 } }

        func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
            asked.withLock { $0.append(request) }
            let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let answer else { throw TransportError("nothing more was told") }
            return try answer.get()
        }
    }

    static let session = Result<InboundAnswer, TransportError>.success(
        InboundAnswer(
            status: 200, headers: ["request-id": "req_1"],
            body: Array(
                #"{"id":"cs_test_1","url":"https://pay","status":"open","amount_total":9900,"currency":"usd"}"#.utf8)))

    static func error(_ status: Int, headers: [String: String] = [:]) -> Result<InboundAnswer, TransportError> {
        .success(
            InboundAnswer(
                status: status, headers: headers,
                body: Array(#"{"error":{"type":"api_error","code":"c","message":"words"}}"#.utf8)))
    }

    static let lost = Result<InboundAnswer, TransportError>.failure(TransportError("connection reset"))

    private func open(_ line: Line) async throws -> CheckoutSession {
        let provider = StripeProvider(
            configuration: try StripeConfiguration(secretKey: "sk_test_k", webhookSecrets: [], mode: .test),
            sold: {
                (Catalog(products: [], defaultProvider: .stripe, providers: [.stripe], contentHash: ""), RemoteIDs())
            },
            transport: line, backoff: Backoff(random: { 1 }, sleep: { _ in }),
            clock: ManualClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let order = try StripeMappingTests.order(StripeMappingTests.once)
        return try await provider.createCheckoutSession(
            for: order, pages: StripeMappingTests.pages, idempotencyKey: IdempotencyKey(checkoutOf: order.id))
    }

    @Test func `a request carries the key, the version and the order's idempotency key`() async throws {
        let line = Line([Self.session])
        let session = try await open(line)
        #expect(session.remoteID == "cs_test_1")
        let request = try #require(line.requests.first)
        #expect(request.url == "https://api.stripe.com/v1/checkout/sessions")
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(
            headers == [
                "Authorization": "Bearer sk_test_k", "Stripe-Version": "2026-10-28.endive",
                "Content-Type": "application/x-www-form-urlencoded",
                "Idempotency-Key": "till-checkout-ord_00000000000000000000000007",
            ])
    }

    @Test(arguments: [[lost, session], [error(500), session], [error(409), error(429), session]])
    func `trouble that passes is tried again with the same bytes and key`(
        _ answers: [Result<InboundAnswer, TransportError>]
    ) async throws {
        let line = Line(answers)
        _ = try await open(line)
        #expect(line.requests.count == answers.count)
        #expect(Set(line.requests.map(\.body)).count == 1)
        #expect(Set(line.requests.map { $0.headers.first { $0.name == "Idempotency-Key" }?.value }).count == 1)
    }

    @Test(arguments: [
        (400, ProviderError.Code.refused), (401, .unauthorized), (402, .refused), (403, .unauthorized),
        (404, .notFound),
    ])
    func `a decided refusal is not tried again`(_ status: Int, _ code: ProviderError.Code) async throws {
        let line = Line([Self.error(status), Self.session])
        let error = await #expect(throws: ProviderError.self) { try await open(line) }
        #expect(error?.code == code)
        #expect(error?.isRetryable == false)
        #expect(line.requests.count == 1)
    }

    @Test func `Stripe's own word on retrying goes before the rules`() async throws {
        let told = Line([Self.error(500, headers: ["stripe-should-retry": "false"]), Self.session])
        await #expect(throws: ProviderError.self) { try await open(told) }
        #expect(told.requests.count == 1)
        let asked = Line([Self.error(400, headers: ["stripe-should-retry": "true"]), Self.session])
        _ = try await open(asked)
        #expect(asked.requests.count == 2)
    }

    @Test func `after three tries the outcome is unknown, and may be asked for again`() async throws {
        let line = Line([Self.lost, Self.lost, Self.lost, Self.session])
        let error = await #expect(throws: ProviderError.self) { try await open(line) }
        #expect(error?.code == .unreachable)
        #expect(error?.isRetryable == true)
        #expect(line.requests.count == 3)
    }

    @Test func `what the provider said stays out of what any log may have`() async throws {
        let error = await #expect(throws: ProviderError.self) { try await open(Line([Self.error(400)])) }
        #expect(error.map { !"\($0)".contains("words") } == true)
        #expect(error.map { $0.debugDescription.contains("words") } == true)
    }

    @Test(arguments: ["", "not json", "{}", #"{"id":"cs_1"}"#])
    func `an answer that is not one is told as such`(_ body: String) async throws {
        let answer = Result<InboundAnswer, TransportError>.success(
            InboundAnswer(status: 200, headers: [:], body: Array(body.utf8)))
        let error = await #expect(throws: ProviderError.self) { try await open(Line([answer])) }
        #expect(error?.code == .unreadableAnswer)
    }

    @Test func `waits grow, stay bounded, and respect what was asked for`() {
        let backoff = Backoff(random: { 0 }, sleep: { _ in })
        #expect(backoff.delay(after: 1, atLeast: nil) == .milliseconds(250))
        #expect(backoff.delay(after: 2, atLeast: nil) == .milliseconds(500))
        #expect(backoff.delay(after: 60, atLeast: nil) == .milliseconds(2_500))
        #expect(backoff.delay(after: 1, atLeast: .seconds(3)) == .seconds(3))
        #expect(backoff.delay(after: 1, atLeast: .seconds(3_600)) == .seconds(5))
    }
}

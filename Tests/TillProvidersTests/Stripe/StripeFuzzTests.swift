import Logging
import Testing
import TillModel
import TillTesting

@testable import TillProviders

/// Whatever bytes come, Stripe's side answers with a value or with its own typed errors, and never ends the process.
@Suite struct StripeFuzzTests {
    static let secret = "whsec_ofTheFuzz000000"
    static let now = 1_790_000_000

    /// Nobody is called.
    private struct NoTransport: HTTPTransport {
        func send(_ request: OutboundRequest) async throws(TransportError) -> InboundAnswer {
            throw TransportError("nobody is called")
        }
    }

    private static func provider() throws -> StripeProvider {
        StripeProvider(
            configuration: try StripeConfiguration(
                secretKey: "sk_test_k", webhookSecrets: ["whsec_ofTheOldFuzz00", secret], mode: .test),
            sold: {
                (Catalog(products: [], defaultProvider: .stripe, providers: [.stripe], contentHash: ""), RemoteIDs())
            },
            transport: NoTransport(), backoff: Backoff(random: { 1 }, sleep: { _ in }), clock: ManualClock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func verify(_ body: [UInt8], header: [UInt8], _ provider: StripeProvider) -> Result<
        WebhookEvent, WebhookRefusal
    > {
        Result { () throws(WebhookRefusal) in
            try provider.verify(
                WebhookRequest(headers: ["stripe-signature": String(decoding: header, as: UTF8.self)], body: body))
        }
    }

    @Test(arguments: StripeFuzzing.seeds(inputs: 500_000))
    func `a damaged signature header opens nothing`(_ seed: StripeFuzzing.Seed) throws {
        let provider = try Self.provider()
        var random = SeededRandom(seed: seed.value)
        let body = Array(#"{"id":"evt_1","type":"a","data":{"object":{}}}"#.utf8)
        let genuine = StripeSigner.header(body, secret: Self.secret, at: Self.now)
        let code = try #require(genuine.split(separator: "v1=").last)
        for _ in 0..<seed.inputs {
            let header = StripeFuzzing.mutation(of: Array(genuine.utf8), &random)
            // What is left of it may still be genuine, as with a part or a space put in that means nothing.
            if case .success = Self.verify(body, header: header, provider),
                !String(decoding: header, as: UTF8.self).replacing(" ", with: "").contains("v1=\(code)")
            {
                Issue.record("seed \(TestSeed.value): \(String(decoding: header, as: UTF8.self))")
                return
            }
        }
    }

    @Test(arguments: StripeFuzzing.seeds(inputs: 500_000))
    func `a genuine body of any bytes is filed, and read or told to be unreadable`(
        _ seed: StripeFuzzing.Seed
    ) throws {
        let provider = try Self.provider()
        var random = SeededRandom(seed: seed.value)
        for _ in 0..<seed.inputs {
            let body = StripeFuzzing.mutation(
                of: StripeFuzzing.events.randomElement(using: &random)?.bytes ?? [], &random)
            let header = StripeSigner.header(body, secret: Self.secret, at: Self.now)
            let problem: String? =
                switch Self.verify(body, header: Array(header.utf8), provider) {
                case .success(let event): Self.problem(with: event, of: body, provider)
                case .failure(let refusal):
                    refusal.reason == .unsupportedEvent ? nil : "a genuine event is refused: \(refusal)"
                }
            if let problem {
                Issue.record("seed \(TestSeed.value): \(problem): \(String(decoding: body, as: UTF8.self))")
                return
            }
        }
    }

    /// What is wrong with what was made of a body; nil when nothing is.
    private static func problem(
        with event: WebhookEvent, of body: [UInt8], _ provider: StripeProvider
    ) -> String? {
        guard event.body == body else { return "the body was changed" }
        guard !event.dedupKey.isEmpty, event.digest.utf8.count == 64 else { return "nothing tells it from others" }
        // Nothing that is kept of it is larger than itself, apart from a digest and our own words.
        let kept = event.dedupKey.utf8.count + event.type.utf8.count + event.objectID.utf8.count
        guard kept <= body.count + 256 else { return "more is kept of it than came" }
        do throws(UnreadableEvent) {
            return try provider.facts(in: body).count <= 1 ? nil : "one event says one thing"
        } catch {
            return "\(error)".utf8.count <= 4_096 + body.count ? nil : "its error has no end"
        }
    }

    @Test(arguments: [0, 1, 8_192, 8_193, 1_000_000])
    func `a header of any length is answered`(_ length: Int) throws {
        let provider = try Self.provider()
        for filling in ["v1=00,", "t=1,", ",", "=", "v1=" + String(repeating: "0", count: 64) + ","] {
            let header = Array(String(repeating: filling, count: length / filling.utf8.count + 1).utf8).prefix(length)
            #expect(throws: WebhookRefusal.self) { try Self.verify([], header: Array(header), provider).get() }
        }
    }
}

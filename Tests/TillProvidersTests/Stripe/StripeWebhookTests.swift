import Testing
import TillModel
import TillTesting

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct StripeWebhookTests {
    struct Vectors: Decodable {
        struct Case: Decodable, Sendable, CustomTestStringConvertible {
            let name: String
            let valid: Bool
            let now: Int
            let secrets: [String]
            let header: String
            let body: String
            let reason: String?
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    static let vectors: [Vectors.Case] = {
        let file = Result {
            try JSONDecoder().decode(Vectors.self, from: Data(try Fixtures.bytes("stripe/webhook-vectors.json")))
        }
        guard case .success(let vectors) = file else { preconditionFailure("the vectors cannot be read: \(file)") }
        return vectors.cases
    }()

    static func verify(_ body: String, header: String?, secrets: [String], now: Int) throws(WebhookRefusal)
        -> WebhookEvent
    {
        var headers: [String: String] = [:]
        headers["stripe-signature"] = header
        return try StripeWebhook(secrets: secrets).verify(
            WebhookRequest(headers: headers, body: Array(body.utf8)),
            now: Date(timeIntervalSince1970: TimeInterval(now)))
    }

    @Test func `there are vectors`() {
        #expect(Self.vectors.count == 8)
    }

    @Test(arguments: vectors)
    func `a published vector agrees`(_ vector: Vectors.Case) throws {
        let verified = Result { () throws(WebhookRefusal) in
            try Self.verify(vector.body, header: vector.header, secrets: vector.secrets, now: vector.now)
        }
        switch verified {
        case .success(let event):
            #expect(vector.valid)
            #expect(event.body == Array(vector.body.utf8))
            #expect(event.problem == nil)
        case .failure(let refusal):
            #expect(!vector.valid, "\(refusal)")
            let expected: [String: WebhookRefusal.Reason] = [
                "mismatch": .invalidSignature, "too_old": .staleTimestamp, "no_v1": .malformedSignature,
                "malformed": .malformedSignature,
                "mismatch: the whole string incl. whsec_ is the key": .invalidSignature,
            ]
            #expect(refusal.reason == vector.reason.flatMap { expected[$0] })
        }
    }

    static let genuine = vectors[0]

    @Test func `a header that is missing is refused`() {
        #expect(throws: WebhookRefusal(.missingSignature)) {
            try Self.verify(Self.genuine.body, header: nil, secrets: Self.genuine.secrets, now: Self.genuine.now)
        }
    }

    @Test func `every single byte of the body counts`() {
        var refused = 0
        let bytes = Array(Self.genuine.body.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            let request = WebhookRequest(headers: ["stripe-signature": Self.genuine.header], body: changed)
            do throws(WebhookRefusal) {
                _ = try StripeWebhook(secrets: Self.genuine.secrets).verify(
                    request, now: Date(timeIntervalSince1970: TimeInterval(Self.genuine.now)))
            } catch {
                if error.reason == .invalidSignature { refused += 1 }
            }
        }
        #expect(refused == bytes.count)
    }

    @Test(arguments: [
        (300, nil), (301, WebhookRefusal.Reason.staleTimestamp), (-300, nil),
        (-301, WebhookRefusal.Reason.futureTimestamp),
    ])
    func `a signature holds for five minutes before and after`(_ offset: Int, _ expected: WebhookRefusal.Reason?) {
        var reason: WebhookRefusal.Reason?
        do throws(WebhookRefusal) {
            _ = try Self.verify(
                Self.genuine.body, header: Self.genuine.header, secrets: Self.genuine.secrets,
                now: 1_790_000_000 + offset)
        } catch {
            reason = error.reason
        }
        #expect(reason == expected)
    }

    @Test func `any of several secrets may have signed`() throws {
        let event = try Self.verify(
            Self.genuine.body, header: Self.genuine.header, secrets: ["whsec_new", Self.genuine.secrets[0]],
            now: Self.genuine.now)
        #expect(event.dedupKey == "evt_1TestAAA")
        #expect(event.signature?.secret == 2, "counted from 1, so that it is known when the old one may go")
        #expect(event.type == "payment_intent.succeeded")
        #expect(event.objectID == "pi_1TestAAA")
    }

    @Test(arguments: [
        "", ",", "=", "t", "t=", "t=1790000000", "v1=", "t=1790000000,t=1790000000,v1=00", "t=-1,v1=00",
        "t=99999999999999999999,v1=00", "t=1790000000,v1=zz", "t=1790000000,v1=\u{0}", "💥", "t=1790000000,,v1=00",
        String(repeating: "v1=00,", count: 10_000),
    ])
    func `a malformed header is a refusal, never a crash`(_ header: String) {
        #expect(throws: WebhookRefusal.self) {
            try Self.verify(Self.genuine.body, header: header, secrets: Self.genuine.secrets, now: Self.genuine.now)
        }
    }

    @Test func `random headers are refused, never a crash`() {
        var random = SeededRandom(seed: TestSeed.value)
        for _ in 0..<TestSeed.count(20_000) {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                "t=v10123456789abcdef,; \u{0}é".utf8.randomElement(using: &random) ?? 0
            }
            let header = String(decoding: bytes, as: UTF8.self)
            #expect(throws: WebhookRefusal.self) {
                try Self.verify(Self.genuine.body, header: header, secrets: Self.genuine.secrets, now: Self.genuine.now)
            }
        }
    }

    @Test(arguments: ["", "[]", "{}", "null", "{\"id\":1}", "{\"id\":\"evt_1\",\"type\":\"x\"}", "\u{FFFD}"])
    func `a genuine body that is no event is kept with its problem`(_ body: String) throws {
        let now = 1_790_000_000
        let event = try Self.verify(
            body, header: StripeSigner.header(body, secret: "whsec_x", at: now), secrets: ["whsec_x"], now: now)
        #expect(event.problem != nil)
        #expect(event.dedupKey.hasPrefix("sha256:"))
    }

    @Test func `a thin event is refused with a word on what to change`() {
        let body = #"{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.error"}"#
        #expect(throws: WebhookRefusal(.unsupportedEvent)) {
            try Self.verify(
                body, header: StripeSigner.header(body, secret: "whsec_x", at: 5), secrets: ["whsec_x"], now: 5)
        }
    }
}

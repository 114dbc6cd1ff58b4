import Testing
import TillTesting

@testable import TillProviders

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct StripeWebhookScannerTests {
    static let events = StripeFuzzing.events

    /// What the decoder makes of the bytes; nil when it refuses them.
    static func decoded(_ bytes: [UInt8]) -> StripeEventEnvelope? {
        try? JSONDecoder().decode(StripeEventEnvelope.self, from: Data(bytes))
    }

    static func isEqual(_ one: StripeEventEnvelope, _ other: StripeEventEnvelope?) -> Bool {
        guard let other else { return false }
        return one.id == other.id && one.object == other.object && one.type == other.type
            && one.created == other.created && one.livemode == other.livemode && one.account == other.account
            && one.data.object.id == other.data.object.id
    }

    @Test(arguments: events)
    func `a recorded event is read without the decoder, and alike`(_ event: StripeFuzzing.Recorded) throws {
        let envelope = try #require(StripeWebhookScanner.envelope(of: event.bytes))
        #expect(Self.isEqual(envelope, Self.decoded(event.bytes)))
    }

    static let plain =
        #"{"id":"evt_1","type":"a.b","created":5,"livemode":false,"account":null,"data":{"object":{"id":"x"}}}"#

    @Test(arguments: [
        plain, plain + " \n\t\r", plain.replacing("null", with: #""acct_1""#), plain.replacing("5", with: "null"),
        plain.replacing("false", with: "true"), plain.replacing("false", with: "null"),
        plain.replacing(#"{"id":"x"}"#, with: "{}"), plain.replacing(#""x""#, with: "null"),
        plain.replacing(#""x"}"#, with: #""x","more":[1,-2.5e+3,"é\u00e9\"",{}, [] ,true,false,null]}"#),
        plain.replacing(#""account":null,"#, with: ""),
    ])
    func `every form of a plain envelope is read`(_ text: String) throws {
        let envelope = try #require(StripeWebhookScanner.envelope(of: Array(text.utf8)))
        #expect(Self.isEqual(envelope, Self.decoded(Array(text.utf8))))
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\u{FEFF}" + plain, plain + "x", plain.replacing("5", with: "05"),
        plain.replacing("5", with: "5.0"), plain.replacing("5", with: "-5"), plain.replacing("5", with: "\"5\""),
        plain.replacing("5", with: "1234567890123456789"), plain.replacing("5", with: ""),
        plain.replacing("5", with: "+5"), plain.replacing("5", with: "5e"),
        plain.replacing("evt_1", with: #"evt_\u0031"#),
        plain.replacing("evt_1", with: "évt"), plain.replacing(#""type":"a.b""#, with: #""type":null"#),
        plain.replacing(#""id":"evt_1","#, with: ""), plain.replacing(#""id":"evt_1""#, with: #""id":"a","id":"b""#),
        plain.replacing(#"{"id":"x"}"#, with: "[]"), plain.replacing(#"{"object":{"id":"x"}}"#, with: "{}"),
        plain.replacing("5,", with: "5,,"), plain.replacing("}}}", with: "}},}"), plain.replacing("a.b", with: "a\nb"),
        plain.replacing(#""x"}"#, with: #""x","y":"\x"}"#), plain.replacing(#""x"}"#, with: #""x","y":"\u12"}"#),
        plain.replacing(#""x"}"#, with: #""x","y":01}"#), plain.replacing(#""x"}"#, with: #""x","y":1.}"#),
        plain.replacing(#""x"}"#, with: #""x","y":"# + String(repeating: "[", count: 100_000)),
        plain.replacing(#""x"}"#, with: #""x","y":tru}"#),
    ])
    func `what is unusual is left to the decoder`(_ text: String) {
        #expect(StripeWebhookScanner.envelope(of: Array(text.utf8)) == nil)
    }

    @Test func `what is no text is left to the decoder`() {
        let bytes = Array(Self.plain.replacing(#""x"}"#, with: #""x","y":"?"}"#).utf8)
        #expect(StripeWebhookScanner.envelope(of: bytes) != nil)
        #expect(StripeWebhookScanner.envelope(of: bytes.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }) == nil)
    }

    @Test(arguments: StripeFuzzing.seeds(inputs: 200_000))
    func `whatever bytes it reads, the decoder reads alike`(_ seed: StripeFuzzing.Seed) {
        var random = SeededRandom(seed: seed.value)
        for _ in 0..<seed.inputs {
            let bytes = StripeFuzzing.mutation(of: Self.events.randomElement(using: &random)?.bytes ?? [], &random)
            guard let envelope = StripeWebhookScanner.envelope(of: bytes) else { continue }
            if !Self.isEqual(envelope, Self.decoded(bytes)) {
                Issue.record("seed \(TestSeed.value): \(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
    }

    /// What the decoder makes of an event's object, as words in order; nil when it refuses it.
    ///
    /// A dictionary prints its pairs in no order, so the words are sorted.
    static func object<Object: Decodable & Sendable>(_ type: Object.Type, _ bytes: [UInt8]) -> [String]? {
        (try? JSONDecoder().decode(StripeEvent<Object>.self, from: Data(bytes))).map { event in
            "\(event.data.object)".split { ",[]()".contains($0) }.map { String($0.drop { $0 == " " }) }.sorted()
        }
    }

    static func areObjectsAlike(_ bytes: [UInt8], _ alone: [UInt8]) -> Bool {
        object(StripeSession.self, bytes) == object(StripeSession.self, alone)
            && object(StripeSubscription.self, bytes) == object(StripeSubscription.self, alone)
    }

    @Test(arguments: events)
    func `an object without its nulls says the same`(_ event: StripeFuzzing.Recorded) throws {
        let alone = try #require(StripeWebhookScanner.objectAlone(of: event.bytes))
        #expect(alone.count < event.bytes.count)
        #expect(Self.areObjectsAlike(event.bytes, alone))
        #expect(Self.object(StripeInvoice.self, event.bytes) == Self.object(StripeInvoice.self, alone))
        #expect(Self.object(StripePaymentIntent.self, event.bytes) == Self.object(StripePaymentIntent.self, alone))
    }

    @Test(arguments: [
        plain.replacing(#"{"id":"x"}"#, with: #"{"id":"a"},"object":{"id":"b"}"#),
        plain.replacing(#""data":{"#, with: #""data":{"object":{}},"data":{"#),
        plain.replacing(#"{"id":"x"}"#, with: #"{"id":null,"id":"x"}"#),
        plain.replacing(#"{"id":"x"}"#, with: #"{"id":nul}"#), plain.replacing(#"{"id":"x"}"#, with: "null"),
    ])
    func `an unusual object is left to the decoder`(_ text: String) {
        #expect(StripeWebhookScanner.objectAlone(of: Array(text.utf8)) == nil)
    }

    @Test(arguments: StripeFuzzing.seeds(inputs: 200_000))
    func `whatever bytes an object has, it says the same without its nulls`(_ seed: StripeFuzzing.Seed) {
        var random = SeededRandom(seed: seed.value)
        for _ in 0..<seed.inputs {
            let bytes = StripeFuzzing.mutation(of: Self.events.randomElement(using: &random)?.bytes ?? [], &random)
            guard let alone = StripeWebhookScanner.objectAlone(of: bytes) else { continue }
            if !Self.areObjectsAlike(bytes, alone) {
                Issue.record("seed \(TestSeed.value): \(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
    }
}

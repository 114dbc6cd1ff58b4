import Crypto
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Verifies Stripe's webhooks and files them.
///
/// Pure: bytes, secrets and the time decide.
struct StripeWebhook: Sendable {
    let secrets: [String]

    func verify(_ request: WebhookRequest, now: Date) throws(WebhookRefusal) -> WebhookEvent {
        guard let header = request.headers["stripe-signature"], !header.isEmpty else {
            throw WebhookRefusal(.missingSignature)
        }
        let parts = try StripeSignature(header: header)
        let signature = try parts.check(
            body: request.body, secrets: secrets, now: Int64(now.timeIntervalSince1970.rounded(.down)))
        return try file(request.body, signature, signedAt: parts.signedAt)
    }

    /// Takes out what is needed to store an event once.
    ///
    /// What is genuine is never refused for being strange.
    private func file(
        _ body: [UInt8], _ signature: WebhookSignature, signedAt: Int64
    ) throws(WebhookRefusal) -> WebhookEvent {
        let envelope: StripeEventEnvelope
        do {
            envelope =
                try StripeWebhookScanner.envelope(of: body)
                ?? JSONDecoder().decode(StripeEventEnvelope.self, from: Data(body))
        } catch {
            let kind = try? JSONDecoder().decode(Kind.self, from: Data(body))
            if kind?.object == "v2.core.event" { throw WebhookRefusal(.unsupportedEvent) }
            let digest = Self.hexadecimal(SHA256.hash(data: body))
            return WebhookEvent(
                dedupKey: "sha256:\(digest)", type: "unknown", objectID: "",
                occurredAt: Date(secondsSince1970: signedAt), digest: digest, isLive: false, body: body,
                problem: "the body is not a Stripe event", signature: signature)
        }
        let created = envelope.created ?? signedAt
        let object = envelope.data.object.id ?? ""
        return WebhookEvent(
            dedupKey: envelope.id, type: envelope.type, objectID: object,
            occurredAt: Date(secondsSince1970: created),
            digest: Self.hexadecimal(SHA256.hash(data: Array("\(envelope.type)\n\(object)\n\(created)".utf8))),
            isLive: envelope.livemode ?? false, body: body,
            problem: envelope.account.map { "it is of the connected account \($0), not of this one" },
            signature: signature)
    }

    private struct Kind: Decodable { let object: String? }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { buffer in
            for (index, byte) in digest.enumerated() {
                buffer[2 * index] = digit(byte >> 4)
                buffer[2 * index + 1] = digit(byte & 15)
            }
            return buffer.count
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

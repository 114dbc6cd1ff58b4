import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `Stripe-Signature` header, read totally: any bytes give a value or a refusal.
///
/// `t=1790000000,v1=<64 hexadecimal>,v1=…`. Only `v1` counts: `v0` appears on test events and proves nothing.
struct StripeSignature: Sendable, Hashable {
    /// Unix seconds of the signing.
    let signedAt: Int64
    /// Every `v1` digest; several while a secret is being replaced.
    let digests: [[UInt8]]
    /// The time exactly as the header spells it, since that is what was signed.
    let timestampText: String

    /// No honest header comes near this many parts.
    private static let mostParts = 32

    init(header: String) throws(WebhookRefusal) {
        var timestamp: ArraySlice<UInt8>?
        var digests: [[UInt8]] = []
        let bytes = header.utf8.count <= 8_192 ? Array(header.utf8) : []
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count <= Self.mostParts else { throw WebhookRefusal(.malformedSignature) }
        for part in parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { throw WebhookRefusal(.malformedSignature) }
            let name = part[..<equals].drop { $0 == UInt8(ascii: " ") }
            let value = part[(equals + 1)...].drop { $0 == UInt8(ascii: " ") }
            if name.elementsEqual("t".utf8) {
                guard timestamp == nil else { throw WebhookRefusal(.malformedSignature) }
                timestamp = value
            } else if name.elementsEqual("v1".utf8), let digest = HMACSignature.digest(hexadecimal: value) {
                digests.append(digest)
            }
        }
        guard let digits = timestamp, (1...12).contains(digits.count),
            digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), !digests.isEmpty
        else { throw WebhookRefusal(.malformedSignature) }
        let text = String(decoding: digits, as: UTF8.self)
        guard let signedAt = Int64(text) else { throw WebhookRefusal(.malformedSignature) }
        self.signedAt = signedAt
        self.digests = digests
        timestampText = text
    }

    /// How long a signed webhook stays acceptable, before and after.
    ///
    /// Five minutes, as Stripe's own libraries allow: long enough for clock skew and a slow proxy, short enough
    /// that a captured request is soon worthless.
    static let tolerance: Int64 = 300

    /// Checks the digest over the raw body, then the time.
    func check(body: [UInt8], secrets: [String], now: Int64) throws(WebhookRefusal) -> WebhookSignature {
        let signed = Array((timestampText + ".").utf8)
        guard let secret = HMACSignature.secret(giving: digests, of: signed, body, among: secrets) else {
            throw WebhookRefusal(.invalidSignature)
        }
        let signature = WebhookSignature(signedAt: Date(secondsSince1970: signedAt), secret: secret)
        guard now - signedAt <= Self.tolerance else { throw WebhookRefusal(.staleTimestamp, signature: signature) }
        guard signedAt - now <= Self.tolerance else { throw WebhookRefusal(.futureTimestamp, signature: signature) }
        return signature
    }
}

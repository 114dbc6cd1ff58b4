import TillModel

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
        var timestamp: String?
        var digests: [[UInt8]] = []
        let parts = header.utf8.count <= 8_192 ? header.split(separator: ",", omittingEmptySubsequences: false) : []
        guard (1...Self.mostParts).contains(parts.count) else { throw WebhookRefusal(.malformedSignature) }
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw WebhookRefusal(.malformedSignature) }
            let value = pair[1].drop { $0 == " " }
            switch pair[0].drop(while: { $0 == " " }) {
            case "t":
                guard timestamp == nil else { throw WebhookRefusal(.malformedSignature) }
                timestamp = String(value)
            case "v1":
                if let digest = HMACSignature.digest(hexadecimal: value) { digests.append(digest) }
            default:
                continue
            }
        }
        guard let text = timestamp, (1...12).contains(text.utf8.count),
            text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let signedAt = Int64(text),
            !digests.isEmpty
        else { throw WebhookRefusal(.malformedSignature) }
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
    func check(body: [UInt8], secrets: [String], now: Int64) throws(WebhookRefusal) {
        guard HMACSignature.isAnyValid(digests, of: Array((timestampText + ".").utf8), body, secrets: secrets) else {
            throw WebhookRefusal(.invalidSignature)
        }
        guard now - signedAt <= Self.tolerance else { throw WebhookRefusal(.staleTimestamp) }
        guard signedAt - now <= Self.tolerance else { throw WebhookRefusal(.futureTimestamp) }
    }
}

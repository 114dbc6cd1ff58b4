#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One verified message from a provider, raw, with the little that is needed to file it.
package struct WebhookEvent: Sendable, Hashable {
    /// The provider's name for the event; the same on every delivery of it.
    package let dedupKey: String
    /// The event's type as the provider names it, such as `checkout.session.completed`.
    package let type: String
    /// The object it is about.
    package let objectID: String
    /// The provider's time of it.
    package let occurredAt: Date
    /// SHA-256 over type, object and provider time: the same event with another digest is alarming.
    package let digest: String
    /// Whether the provider says that money is real.
    package let isLive: Bool
    /// The raw body.
    package let body: [UInt8]
    /// Why nothing can be made of it although it is genuine; nil when something can.
    package let problem: String?
    /// What its signature told; nil for one that is told of in another way.
    package let signature: WebhookSignature?

    package init(
        dedupKey: String, type: String, objectID: String, occurredAt: Date, digest: String, isLive: Bool,
        body: [UInt8], problem: String? = nil, signature: WebhookSignature? = nil
    ) {
        self.dedupKey = dedupKey
        self.type = type
        self.objectID = objectID
        self.occurredAt = occurredAt
        self.digest = digest
        self.isLive = isLive
        self.body = body
        self.problem = problem
        self.signature = signature
    }
}

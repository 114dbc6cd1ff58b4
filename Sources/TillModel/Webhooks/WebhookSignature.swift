#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a signature that holds tells beside that it does.
package struct WebhookSignature: Sendable, Hashable {
    /// When it was made, by the provider's clock; nil where its signatures have no time.
    package let signedAt: Date?
    /// Which of the configured secrets gave it, counted from 1.
    package let secret: Int

    package init(signedAt: Date?, secret: Int) {
        self.signedAt = signedAt
        self.secret = secret
    }
}

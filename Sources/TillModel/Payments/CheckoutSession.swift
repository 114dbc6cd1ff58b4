#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One visit to a provider's payment page.
package struct CheckoutSession: Sendable, Hashable {
    /// Where a session is.
    package enum Status: String, Sendable, Hashable {
        case open, complete, expired
    }

    /// The provider's name for it.
    package let remoteID: String
    /// Where to send the buyer; nil unless the session is open.
    package let url: String?
    package let status: Status
    /// What the page will ask for.
    package let amounts: ReportedAmounts
    package let expiresAt: Date

    package init(remoteID: String, url: String?, status: Status, amounts: ReportedAmounts, expiresAt: Date) {
        self.remoteID = remoteID
        self.url = url
        self.status = status
        self.amounts = amounts
        self.expiresAt = expiresAt
    }
}

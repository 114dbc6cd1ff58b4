#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One movement of money back to the buyer.
public struct Refund: Sendable, Hashable, Codable, Identified {
    /// Prefix `ref`.
    public static let identifierPrefix = "ref"
    /// A refund's identifier.
    public typealias ID = Identifier<Refund>

    /// Where a refund is.
    ///
    ///     pending ──▶ succeeded ──returned by the bank──▶ failed
    ///        └──▶ failed (also one that the provider refused to make)
    ///        └──▶ canceled
    public enum Status: String, Sendable, Hashable, Codable {
        /// Begun, not settled.
        case pending
        /// The money has moved back.
        case succeeded
        /// It could not be given back.
        case failed
        /// Withdrawn before it was settled.
        case canceled

        /// Whether the state machine leads from here to there.
        package func leads(to next: Status) -> Bool {
            switch (self, next) {
            case (.pending, .succeeded), (.pending, .failed), (.pending, .canceled), (.succeeded, .failed): true
            default: false
            }
        }
    }

    /// The refund's identifier.
    public let id: ID
    /// The order whose payment is given back.
    public let order: Order.ID
    /// The payment that is given back.
    public let payment: Payment.ID
    /// Where it is.
    public package(set) var status: Status
    /// How much.
    public let total: Money
    /// The provider's name for it; nil until the provider has answered, and for one it never made.
    public package(set) var remoteID: String?
    /// Why, in the words of whoever asked for it; nil for one that was made at the provider.
    public let reason: String?
    /// The provider's time of the newest thing known of it.
    public package(set) var updatedAt: Date

    /// A refund as it is known.
    package init(
        id: ID, order: Order.ID, payment: Payment.ID, status: Status, total: Money, remoteID: String?,
        reason: String? = nil,
        updatedAt: Date
    ) {
        self.id = id
        self.order = order
        self.payment = payment
        self.status = status
        self.total = total
        self.remoteID = remoteID
        self.reason = reason
        self.updatedAt = updatedAt
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One movement of money in.
public struct Payment: Sendable, Hashable, Codable, Identified {
    /// Prefix `pay`.
    public static let identifierPrefix = "pay"
    /// A payment's identifier.
    public typealias ID = Identifier<Payment>

    /// Where a payment is.
    ///
    ///     processing ──▶ succeeded
    ///         └──▶ failed ──tried again──▶ succeeded
    public enum Status: String, Sendable, Hashable, Codable {
        /// Begun with a method that takes time, such as a bank debit.
        case processing
        /// The money has moved.
        case succeeded
        /// It was refused; the buyer may try again.
        case failed
    }

    /// The payment's identifier.
    public let id: ID
    /// The order it was made for.
    public let order: Order.ID
    /// Where it is.
    public package(set) var status: Status
    /// How much.
    public package(set) var total: Money
    /// How much of it was given back.
    public package(set) var refunded: Money
    /// The provider's name for it, to look up in the provider's dashboard.
    public let remoteID: String
    /// Another of the provider's names for it; nil when it has only one.
    ///
    /// A subscription's payment is known by its invoice, and its refunds name the payment intent.
    public package(set) var aliasID: String?
    /// Why it was refused, in the provider's word, such as `card_declined`; nil when it was not.
    public package(set) var failureReason: String?
    /// Whether the order did not need it: recorded, shown, offered for refund.
    public package(set) var isDuplicate: Bool
    /// The provider's time of the newest thing known of it.
    public package(set) var updatedAt: Date

    /// A payment as it is known.
    package init(
        id: ID, order: Order.ID, status: Status, total: Money, refunded: Money? = nil, remoteID: String,
        aliasID: String? = nil, failureReason: String? = nil, isDuplicate: Bool = false, updatedAt: Date
    ) {
        self.id = id
        self.order = order
        self.status = status
        self.total = total
        self.refunded = refunded ?? .zero(total.currency)
        self.remoteID = remoteID
        self.aliasID = aliasID
        self.failureReason = failureReason
        self.isDuplicate = isDuplicate
        self.updatedAt = updatedAt
    }
}

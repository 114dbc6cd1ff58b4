#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An agreement that renews, as its provider last described it.
public struct Subscription: Sendable, Hashable, Codable, Identified {
    /// Prefix `sub`.
    public static let identifierPrefix = "sub"
    /// A subscription's identifier.
    public typealias ID = Identifier<Subscription>

    /// Where a subscription is.
    ///
    ///     incomplete ──▶ trialing ──▶ active ◀──▶ pastDue
    ///         │             └──────────▶ ▲ ◀──▶ paused
    ///         └────────────── any of them ──────▶ canceled
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        /// The first payment was not made yet.
        case incomplete
        /// In its trial: nothing was paid yet.
        case trialing
        /// Paid up.
        case active
        /// A renewal was not paid.
        case pastDue
        /// Stopped for a while.
        case paused
        /// Ended. Nothing follows.
        case canceled
    }

    /// The subscription's identifier.
    public let id: ID
    /// The order that began it.
    public let order: Order.ID
    /// Where it is.
    public package(set) var status: Status
    /// Whether it ends with the period that is paid.
    public package(set) var cancelsAtPeriodEnd: Bool
    /// When the period that is paid ends; nil when the provider did not say.
    public package(set) var currentPeriodEndsAt: Date?
    /// The provider's name for it.
    public let remoteID: String
    /// The provider's time of the newest thing known of it.
    public package(set) var updatedAt: Date

    /// A subscription as it is known.
    package init(
        id: ID, order: Order.ID, status: Status, cancelsAtPeriodEnd: Bool, currentPeriodEndsAt: Date?,
        remoteID: String, updatedAt: Date
    ) {
        self.id = id
        self.order = order
        self.status = status
        self.cancelsAtPeriodEnd = cancelsAtPeriodEnd
        self.currentPeriodEndsAt = currentPeriodEndsAt
        self.remoteID = remoteID
        self.updatedAt = updatedAt
    }
}

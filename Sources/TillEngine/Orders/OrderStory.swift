import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An order with everything that happened to it: what a person at night wants to see first.
package struct OrderStory: Sendable {
    package let order: Order
    package let sessionID: String?
    /// When the payment page was opened, and until when it can be paid on; nil where that is not known.
    package let page: (openedAt: Date, expiresAt: Date?)?
    package let payments: [Payment]
    package let refunds: [Refund]
    package let subscriptions: [Subscription]
    /// What its provider was asked to do for it.
    package let operations: [OperationTable.Stored]
    package let webhooks: [InboxTable.Stored]
    package let events: [Event]
    /// Where each event came from, and what changed with it.
    package let causes: [Event.ID: EventTable.Cause]
    package let hookRuns: [HookRunTable.Stored]
    package let hookAttempts: [HookAttemptTable.Stored]
    /// The lanes in which messages about the order are unfinished.
    package let lanes: [LaneOverview.Shown]
    /// When the order's provider last sent anything at all; nil when it never did.
    package let lastWebhookAt: Date?

    /// The story of an order; nil when the tenant has none of that id in that mode.
    package static func read(_ id: Order.ID, tenant: String, mode: Mode, from store: any Store) async throws
        -> OrderStory?
    {
        try await store.read { connection in
            guard let stored = try OrderTable(connection).find(id, tenant: tenant), stored.order.account.mode == mode
            else { return nil }
            let webhooks = try InboxTable(connection).list(order: id, tenant: tenant)
            let runs = try HookRunTable(connection).list(order: id, tenant: tenant)
            let lanes = Set(webhooks.filter { $0.nextAt != nil }.map(\.lane)).sorted()
            let overview = LaneOverview(connection, tenant: tenant, mode: mode)
            let search = OrderSearchTable(connection, tenant: tenant, mode: mode)
            return OrderStory(
                order: stored.order, sessionID: stored.sessionID,
                page: stored.sessionOpenedAt.map { ($0, stored.sessionExpiresAt) },
                payments: try PaymentTable(connection).list(order: id, tenant: tenant),
                refunds: try RefundTable(connection).list(order: id, tenant: tenant),
                subscriptions: try SubscriptionTable(connection).list(order: id, tenant: tenant),
                operations: try OperationTable(connection).list(order: id, tenant: tenant),
                webhooks: webhooks,
                events: try EventTable(connection).list(order: id, tenant: tenant),
                causes: try EventTable(connection).causes(order: id, tenant: tenant),
                hookRuns: runs,
                hookAttempts: try runs.flatMap {
                    try HookAttemptTable(connection).list(event: $0.event, hook: $0.hook, tenant: tenant)
                },
                lanes: try lanes.compactMap(overview.find),
                lastWebhookAt: try search.lastMessageAt(from: stored.order.account.provider))
        }
    }

    /// What changed with an event, as far as it was kept.
    package func changes(of event: Event) -> [RecordChange] {
        RecordChanges(stored: causes[event.id]?.changes).changes
    }
}

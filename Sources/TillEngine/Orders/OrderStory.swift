import TillModel
import TillStore

/// An order with everything that happened to it: what a person at night wants to see first.
package struct OrderStory: Sendable {
    package let order: Order
    package let sessionID: String?
    package let payments: [Payment]
    package let refunds: [Refund]
    package let subscriptions: [Subscription]
    package let webhooks: [InboxTable.Stored]
    package let events: [Event]
    package let hookRuns: [HookRunTable.Stored]

    /// The story of an order; nil when the tenant has none of that id in that mode.
    package static func read(_ id: Order.ID, tenant: String, mode: Mode, from store: any Store) async throws
        -> OrderStory?
    {
        try await store.read { connection in
            guard let stored = try OrderTable(connection).find(id, tenant: tenant), stored.order.account.mode == mode
            else { return nil }
            return OrderStory(
                order: stored.order, sessionID: stored.sessionID,
                payments: try PaymentTable(connection).list(order: id, tenant: tenant),
                refunds: try RefundTable(connection).list(order: id, tenant: tenant),
                subscriptions: try SubscriptionTable(connection).list(order: id, tenant: tenant),
                webhooks: try InboxTable(connection).list(order: id, tenant: tenant),
                events: try EventTable(connection).list(order: id, tenant: tenant),
                hookRuns: try HookRunTable(connection).list(order: id, tenant: tenant))
        }
    }
}

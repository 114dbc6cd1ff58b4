import TillModel
import TillStore

/// Shows orders of one tenant and mode, and knows who holds an order's signed link.
package struct OrderReader: Sendable {
    private let store: any Store
    private let tenant: String
    private let mode: Mode
    private let links: OrderLinks

    package init(store: any Store, tenant: String, mode: Mode, links: OrderLinks) {
        self.store = store
        self.tenant = tenant
        self.mode = mode
        self.links = links
    }

    /// Whether a signature opens an order.
    package func isValid(_ signature: String, for order: Order.ID) -> Bool {
        links.isValid(signature, of: order, tenant: tenant)
    }

    /// An order; nil when there is none of that id in this mode.
    package func find(_ id: Order.ID) async throws -> Order? {
        let stored = try await store.read { [tenant] in try OrderTable($0).find(id, tenant: tenant) }
        return stored.map(\.order).flatMap { $0.account.mode == mode ? $0 : nil }
    }

    /// An order with its payments; nil when there is none of that id in this mode.
    package func findWithPayments(_ id: Order.ID) async throws -> (order: Order, payments: [Payment])? {
        try await store.read { [tenant, mode] connection in
            guard let order = try OrderTable(connection).find(id, tenant: tenant)?.order, order.account.mode == mode
            else { return nil }
            return (order, try PaymentTable(connection).list(order: id, tenant: tenant))
        }
    }

    /// The newest orders, newest first.
    package func list(status: OrderStatus?, limit: Int) async throws -> [Order] {
        try await store.read { [tenant, mode] in
            try OrderTable($0).list(tenant: tenant, mode: mode, status: status, limit: limit).map(\.order)
        }
    }
}

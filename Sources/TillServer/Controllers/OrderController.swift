import Crypto
import HTTPTypes
import Hummingbird
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `GET /api/orders` and `GET /api/orders/{id}`, for an API key, or for the order's own signed link.
///
/// What shows no right to see an order gets the same 404 as an order that is not there.
struct OrderController: Sendable {
    let orders: OrderReader
    /// The operator's key; nil when none is configured, and then only signed links open anything.
    let apiKey: String?

    func register(on router: Router<ServerContext>) {
        router.get("/api/orders", use: list)
        router.get("/api/orders/:id", use: show)
    }

    /// Whether the request shows that it may see an order.
    func mayRead(_ order: Order.ID, _ request: Request) -> Bool {
        if hasKey(request) { return true }
        guard let signature = request.uri.queryParameters.get("key") else { return false }
        return orders.isValid(signature, for: order)
    }

    /// Whether the request carries the operator's key.
    func hasKey(_ request: Request) -> Bool {
        guard let apiKey, let header = request.headers[.authorization], header.hasPrefix("Bearer ") else {
            return false
        }
        // Equal digests are compared, so that the time tells nothing of where two keys differ.
        return SHA256.hash(data: Array(header.dropFirst("Bearer ".count).utf8)) == SHA256.hash(data: Array(apiKey.utf8))
    }

    private struct List: Encodable {
        let orders: [OrderAnswer]
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard hasKey(request) else { throw Refusal.notFound }
        let status = request.uri.queryParameters.get("status")
        guard status == nil || status.flatMap(OrderStatus.init(rawValue:)) != nil else {
            throw Refusal(.invalidRequest, "There is no such order status.", details: ["field": "status"])
        }
        let limit = request.uri.queryParameters.get("limit").map { Int($0) ?? 0 } ?? 50
        guard (1...200).contains(limit) else {
            throw Refusal(.invalidRequest, "limit is from 1 to 200.", details: ["field": "limit"])
        }
        let found = try await orders.list(status: status.flatMap(OrderStatus.init(rawValue:)), limit: limit)
        return try .json(List(orders: found.map(OrderAnswer.init)), headers: [.cacheControl: "no-store"])
    }

    private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap(Order.ID.init(rawValue:)), mayRead(id, request),
            let (order, payments) = try await orders.findWithPayments(id)
        else { throw Refusal.notFound }
        return try .json(OrderAnswer(order, payments: payments), headers: [.cacheControl: "no-store"])
    }
}

/// An order on the wire.
package struct OrderAnswer: Encodable, Sendable {
    /// A payment on the wire.
    struct PaymentAnswer: Encodable, Sendable {
        let id: Payment.ID
        let status: Payment.Status
        let total: Money
        let refunded: Money
        let isDuplicate: Bool
        let failureReason: String?
        let remoteId: String
        let updatedAt: Date
    }

    let id: Order.ID
    let kind: Order.Kind
    let status: OrderStatus
    let provider: ProviderName
    let mode: Mode
    let subtotal: Money
    let total: Money
    let items: [LineItem]
    let customer: Order.Customer
    let metadata: [String: String]
    let createdAt: Date
    let paidAt: Date?
    let payments: [PaymentAnswer]?

    package init(_ order: Order) { self.init(order, payments: nil) }

    /// An order with its payments; nil leaves them out.
    package init(_ order: Order, payments: [Payment]?) {
        id = order.id
        kind = order.kind
        status = order.status
        provider = order.account.provider
        mode = order.account.mode
        subtotal = order.subtotal
        total = order.total
        items = order.items
        customer = order.customer
        metadata = order.metadata
        createdAt = order.createdAt
        paidAt = order.paidAt
        self.payments = payments?.map {
            PaymentAnswer(
                id: $0.id, status: $0.status, total: $0.total, refunded: $0.refunded, isDuplicate: $0.isDuplicate,
                failureReason: $0.failureReason, remoteId: $0.remoteID, updatedAt: $0.updatedAt)
        }
    }
}

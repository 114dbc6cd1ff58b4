import HTTPTypes
import Hummingbird
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `POST /api/subscriptions/{id}/cancel`, for the operator's key.
///
/// Anybody else gets the same 404 as for an address that is not there.
struct SubscriptionController: Sendable {
    let cancels: CancelService
    let orders: OrderController
    let mode: Mode

    private static let largestBody = 16 * 1024

    func register(on router: Router<ServerContext>) {
        router.post("/api/subscriptions/:id/cancel", use: cancel)
        router.post("/api/subscription/:id/cancel", use: cancel)
    }

    private struct Body: Decodable {
        let atPeriodEnd: Bool?

        private enum CodingKeys: String, CodingKey { case atPeriodEnd }

        init(from decoder: any Decoder) throws {
            try decoder.refuseFields(notIn: [CodingKeys.atPeriodEnd.rawValue])
            let container = try decoder.container(keyedBy: CodingKeys.self)
            atPeriodEnd = try container.decodeIfPresent(Bool.self, forKey: .atPeriodEnd)
        }
    }

    private func cancel(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard orders.hasKey(request), let id = context.parameters.get("id") else { throw Refusal.notFound }
        let bytes = try await Requests.body(of: request, upTo: Self.largestBody)
        let body: Body? = bytes.isEmpty ? nil : try Requests.json(bytes)
        let atPeriodEnd = body?.atPeriodEnd ?? true
        let keyed = try KeyedRequest(
            scope: "operator \(mode) POST /api/subscriptions/cancel",
            key: try Requests.idempotencyKey(of: request), parts: [id, String(atPeriodEnd)])
        let (result, isReplay) = try await cancels.cancel(id, atPeriodEnd: atPeriodEnd, for: keyed)
        guard !result.isRefused else {
            throw Refusal(.cancelRefused, "The payment provider refused to end this subscription; it goes on.")
        }
        return try .json(
            SubscriptionAnswer(result), status: result.isDone ? .ok : .accepted,
            headers: isReplay ? [.idempotencyReplayed: "true"] : [:])
    }
}

/// A subscription on the wire.
struct SubscriptionAnswer: Encodable, Sendable {
    let id: Subscription.ID
    let order: Order.ID
    let status: Subscription.Status
    let cancelsAtPeriodEnd: Bool
    let currentPeriodEndsAt: Date?
    let remoteId: String
    /// What became of asking the provider: `done`, or `planned`, `unknown` or `dead` while it is not known.
    let operation: String
    let updatedAt: Date

    init(_ result: CancelService.Result) {
        id = result.subscription.id
        order = result.subscription.order
        status = result.subscription.status
        cancelsAtPeriodEnd = result.subscription.cancelsAtPeriodEnd
        currentPeriodEndsAt = result.subscription.currentPeriodEndsAt
        remoteId = result.subscription.remoteID
        operation = result.standing
        updatedAt = result.subscription.updatedAt
    }
}

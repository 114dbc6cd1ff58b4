import HTTPTypes
import Hummingbird
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `POST /api/refunds`, for the operator's key.
///
/// Anybody else gets the same 404 as for an address that is not there.
struct RefundController: Sendable {
    let refunds: RefundService
    let orders: OrderController
    let mode: Mode

    private static let largestBody = 16 * 1024

    func register(on router: Router<ServerContext>) {
        router.post("/api/refunds", use: refund)
        router.post("/api/refund", use: refund)
    }

    private struct Body: Decodable {
        let order: Order.ID
        let payment: String?
        let amount: Int64?
        let currency: String?
        let reason: String

        private enum CodingKeys: String, CodingKey, CaseIterable { case order, payment, amount, currency, reason }

        init(from decoder: any Decoder) throws {
            try decoder.refuseFields(notIn: CodingKeys.allCases.map(\.rawValue))
            let container = try decoder.container(keyedBy: CodingKeys.self)
            order = try container.decode(Order.ID.self, forKey: .order)
            payment = try container.decodeIfPresent(String.self, forKey: .payment)
            amount = try container.decodeIfPresent(Int64.self, forKey: .amount)
            currency = try container.decodeIfPresent(String.self, forKey: .currency)
            reason = try container.decode(String.self, forKey: .reason)
        }

        /// What the body asks for; an amount stands with its currency, or neither is there.
        func demand() throws(Refusal) -> RefundDemand {
            let wanted: RefundDemand.Amount
            switch (amount, currency) {
            case (let amount?, let currency?): wanted = .minorUnits(amount, currency: currency)
            case (nil, nil): wanted = .all
            default:
                throw Refusal(
                    .invalidRequest, "Give `amount` and `currency` together, or neither for all that is left.",
                    details: ["field": amount == nil ? "amount" : "currency"])
            }
            return RefundDemand(order: order, payment: payment, amount: wanted, reason: reason)
        }
    }

    private func refund(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard orders.hasKey(request) else { throw Refusal.notFound }
        let bytes = try await Requests.body(of: request, upTo: Self.largestBody)
        let body: Body = try Requests.json(bytes)
        let keyed = try KeyedRequest(
            scope: "operator \(mode) POST /api/refunds", key: try Requests.idempotencyKey(of: request),
            parts: [
                body.order.rawValue, body.payment ?? "", body.amount.map(String.init) ?? "", body.currency ?? "",
                body.reason,
            ])
        let (result, isReplay) = try await refunds.refund(try body.demand(), for: keyed)
        guard !result.isRefused else {
            throw Refusal(.refundRefused, "The payment provider refused this refund; nothing was given back.")
        }
        return try .json(
            RefundAnswer(result), status: result.isDone ? .created : .accepted,
            headers: isReplay ? [.idempotencyReplayed: "true"] : [:])
    }
}

/// A refund on the wire.
struct RefundAnswer: Encodable, Sendable {
    let id: Refund.ID
    let order: Order.ID
    let payment: Payment.ID
    let status: Refund.Status
    let total: Money
    let reason: String?
    let remoteId: String?
    /// What became of asking the provider: `done`, or `planned`, `unknown` or `dead` while it is not known.
    let operation: String
    let updatedAt: Date

    init(_ result: RefundService.Result) {
        id = result.refund.id
        order = result.refund.order
        payment = result.refund.payment
        status = result.refund.status
        total = result.refund.total
        reason = result.refund.reason
        remoteId = result.refund.remoteID
        operation = result.standing
        updatedAt = result.refund.updatedAt
    }
}

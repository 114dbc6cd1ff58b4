import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Takes the money that an order was quarantined for, because a person decided that it is fine.
///
/// The order is then paid with what was paid, as if it had fitted, and its events carry the person's reason.
package struct OrderAcceptance: Sendable {
    private let order: Order.ID
    private let reason: String
    private let tenant: String
    private let mode: Mode
    private let setup: Setup
    private let now: Date

    package init(_ order: Order.ID, reason: String, tenant: String, mode: Mode, setup: Setup, at now: Date) {
        self.order = order
        self.reason = reason
        self.tenant = tenant
        self.mode = mode
        self.setup = setup
        self.now = now
    }

    /// Decides inside one transaction; returns the order as it is then.
    package func write(on connection: any SQLConnection) throws -> Order {
        try RefundRules.check(reason: reason)
        let writer = ProjectionWriter(connection, setup: setup, now: now)
        guard let before = try writer.load(order, tenant: tenant), before.record.order.account.mode == mode else {
            throw OperationRefusal(.notFound, "There is no order \(order) in mode \(mode).")
        }
        let (record, payment) = try Self.accept(before.record)
        try writer.save(record, before: (before.record, before.stored.rowVersion))
        _ = try writer.publish(
            [
                draft(
                    .paymentSucceeded, .payment(PaymentEvent(order: record.order, payment: payment, reason: reason)),
                    by: payment.remoteID + "/"),
                draft(.orderPaid, .order(OrderEvent(order: record.order, reason: reason)), by: ""),
            ], changes: RecordChanges(before: before.record, after: record), account: record.order.account,
            inboxID: nil)
        return record.order
    }

    private func draft(_ kind: EventKind, _ payload: Projection.Payload, by discriminator: String) -> Projection.Draft {
        Projection.Draft(kind: kind, order: order, discriminator: discriminator, occurredAt: now, payload: payload)
    }

    /// The order paid with the payment that it was quarantined for.
    static func accept(_ record: OrderRecord) throws(OperationRefusal) -> (record: OrderRecord, payment: Payment) {
        var record = record
        guard record.order.status == .quarantined else {
            throw OperationRefusal(
                .notQuarantined,
                "Order \(record.order.id) is \(record.order.status.rawValue); only a quarantined one waits for a decision."
            )
        }
        let paid = record.payments.filter { $0.status == .succeeded && !$0.isDuplicate }
        guard let payment = paid.first(where: { $0.refunded != $0.total || $0.total.isZero }) else {
            throw OperationRefusal(
                .notQuarantined, "The money that did not fit was given back; there is none to accept.")
        }
        guard record.order.accept(payment.total, paidAt: payment.updatedAt) else {
            throw OperationRefusal(
                .notQuarantined,
                "\(payment.total) was paid for an order in \(record.order.subtotal.currency), which cannot become its "
                    + "total; give it back with: catalog orders refund \(record.order.id) --reason …")
        }
        do {
            _ = record.order.refunded(try record.refundedTotal())
        } catch {
            throw OperationRefusal(.notQuarantined, "What was given back cannot be added up: \(error).")
        }
        return (record, payment)
    }
}

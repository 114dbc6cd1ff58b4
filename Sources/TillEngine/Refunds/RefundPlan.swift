import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes that money is to be given back, and keeps it back until it is, inside one transaction.
///
/// Nothing is asked of a provider here: whoever performs the operation does, and any server can.
package struct RefundPlan: Sendable {
    private let demand: RefundDemand
    private let tenant: String
    private let mode: Mode
    private let setup: Setup
    private let now: Date
    /// The refund's id to be.
    package let refund: Refund.ID

    package init(
        _ demand: RefundDemand, tenant: String, mode: Mode, setup: Setup, refund: Refund.ID, at now: Date
    ) {
        self.demand = demand
        self.tenant = tenant
        self.mode = mode
        self.setup = setup
        self.refund = refund
        self.now = now
    }

    /// The operation's key, by which it is performed and looked up.
    package var key: IdempotencyKey { IdempotencyKey(refund: refund) }

    /// Checks the demand against what is there now, and writes it.
    @discardableResult
    package func write(on connection: any SQLConnection) throws -> Refund {
        let writer = ProjectionWriter(connection, setup: setup, now: now)
        guard let (record, stored) = try writer.load(demand.order, tenant: tenant), stored.order.account.mode == mode
        else { throw OperationRefusal(.notFound, "There is no order \(demand.order) in mode \(mode).", field: "order") }
        let refund = try RefundRules.refund(for: demand, of: record, id: refund, at: now)
        let account = stored.order.account
        try PaymentTable(connection).reserve(refund.total.minorUnits, of: refund.payment, tenant: tenant)
        try RefundTable(connection).save(refund, of: account)
        try OperationTable(connection).insert(.refund(refund, reason: demand.reason, in: account), at: now)
        _ = try writer.publish(
            [RefundRules.draft(.refundRequested, refund, of: record.order, at: now)], account: account, inboxID: nil)
        return refund
    }
}

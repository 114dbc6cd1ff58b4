import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes that a subscription is to be ended, inside one transaction.
///
/// Nothing is asked of a provider here: whoever performs the operation does, and any server can.
package struct CancelPlan: Sendable {
    private let name: String
    private let atPeriodEnd: Bool
    private let tenant: String
    private let mode: Mode
    private let token: String
    private let now: Date

    /// - `name`: The subscription, by our id or by its provider's.
    /// - `atPeriodEnd`: Whether it goes on until the end of what is paid.
    /// - `token`: Tells this end apart from earlier tries to end it.
    package init(_ name: String, atPeriodEnd: Bool, tenant: String, mode: Mode, token: String, at now: Date) {
        self.name = name
        self.atPeriodEnd = atPeriodEnd
        self.tenant = tenant
        self.mode = mode
        self.token = token
        self.now = now
    }

    /// Checks the subscription as it is now, writes the operation and returns its key; one that is under way already is
    /// not written twice.
    package func write(on connection: any SQLConnection) throws -> IdempotencyKey {
        let table = SubscriptionTable(connection)
        guard let (found, account) = try table.find(name, tenant: tenant, mode: mode) else {
            throw OperationRefusal(.notFound, "There is no subscription \(name) in mode \(mode).")
        }
        _ = try OrderTable(connection).lock(found.order, tenant: tenant)
        let subscription = try table.find(name, tenant: tenant, mode: mode)?.subscription ?? found
        guard subscription.status != .canceled else {
            throw OperationRefusal(.notCancelable, "Subscription \(subscription.id) has ended already.")
        }
        guard !atPeriodEnd || !subscription.cancelsAtPeriodEnd else {
            let end = subscription.currentPeriodEndsAt.map { ", on \($0.rfc3339)" } ?? ""
            throw OperationRefusal(
                .notCancelable, "Subscription \(subscription.id) ends with its period already\(end).")
        }
        let operations = OperationTable(connection)
        let unfinished = try operations.unfinishedCancel(
            of: subscription.id, atPeriodEnd: atPeriodEnd, tenant: tenant)
        if let unfinished { return unfinished.key }
        let plan = OperationTable.Plan.cancel(subscription, atPeriodEnd: atPeriodEnd, token: token, in: account)
        try operations.insert(plan, at: now)
        return plan.key
    }
}

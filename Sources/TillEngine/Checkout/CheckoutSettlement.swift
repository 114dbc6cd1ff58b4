import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes what became of asking for a payment page, inside one transaction.
struct CheckoutSettlement {
    private let connection: any SQLConnection
    private let now: Date

    init(_ connection: any SQLConnection, now: Date) {
        self.connection = connection
        self.now = now
    }

    /// The page is there, and what is heard of it is this order's.
    func open(_ session: CheckoutSession, of operation: OperationTable.Stored) throws {
        try OrderTable(connection).remember(
            sessionID: session.remoteID, url: session.url, openedAt: now, expiresAt: session.expiresAt,
            of: operation.order, tenant: operation.account.tenant)
        try RemoteObjectTable(connection).record(session.remoteID, for: operation.order, in: operation.account)
        try OperationTable(connection).settle(operation, as: .open, result: session.remoteID, at: now)
    }

    /// The page asks for another amount than the order.
    ///
    /// It is remembered although nobody is sent there, so that what is heard of it later is known to be ours.
    func refuse(_ session: CheckoutSession, of operation: OperationTable.Stored, reason: String) throws {
        try RemoteObjectTable(connection).record(session.remoteID, for: operation.order, in: operation.account)
        try cancel(operation, result: session.remoteID, error: reason)
    }

    /// There is no page, and there will be none.
    func cancel(_ operation: OperationTable.Stored, result: String? = nil, error: String) throws {
        let tenant = operation.account.tenant
        let stored = try OrderTable(connection).lock(operation.order, tenant: tenant)
        let operations = OperationTable(connection)
        if try !operations.settle(operation, as: .failed, result: result, error: error, at: now) {
            try operations.closeCheckout(order: operation.order, tenant: tenant, at: now)
        }
        guard var stored, stored.order.status == .pending else { return }
        stored.order.status = .canceled
        try OrderTable(connection).update(stored.order, rowVersion: stored.rowVersion)
    }

    /// The answer never came: there may be a page, and the provider is asked again.
    func forget(_ operation: OperationTable.Stored, error: String) throws {
        let next = RetryPolicy.nextOperationTry(after: operation.attempts, at: now)
        try OperationTable(connection).settle(
            operation, as: next == nil ? .dead : .unknown, error: error, nextAt: next, at: now)
    }
}

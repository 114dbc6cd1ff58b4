import Till
import TillModel
import TillStore

/// Gives money back, never more than was taken.
package struct RefundService: Sendable {
    private let store: any Store
    private let performer: OperationPerformer
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let identifiers: any IdentifierSource

    package init(
        store: any Store, performer: OperationPerformer, setup: Setup, tenant: String, mode: Mode,
        clock: any WallClock, identifiers: any IdentifierSource
    ) {
        self.store = store
        self.performer = performer
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.identifiers = identifiers
    }

    /// A refund with the operation that makes it.
    package struct Result: Sendable {
        package let refund: Refund
        package let operation: OperationTable.Stored
    }

    /// What a demand comes to, to be written in a transaction.
    package func plan(_ demand: RefundDemand) -> RefundPlan {
        RefundPlan(demand, tenant: tenant, mode: mode, setup: setup, refund: identifiers.make(), at: clock.now())
    }

    /// Writes a refund and asks the provider for it; when the provider's answer does not come, it stays on its way.
    package func refund(_ demand: RefundDemand) async throws -> Result {
        let plan = plan(demand)
        try await store.write { _ = try plan.write(on: $0) }
        return try await perform(plan.refund, of: demand.order)
    }

    /// Asks the provider for a refund that was planned, unless somebody else is at it.
    package func perform(_ refund: Refund.ID, of order: Order.ID) async throws -> Result {
        let key = IdempotencyKey(refund: refund)
        try await performer.perform(key, tenant: tenant)
        return try await store.read { [tenant] connection in
            let refunds = try RefundTable(connection).list(order: order, tenant: tenant)
            guard let refund = refunds.first(where: { $0.id == refund }),
                let operation = try OperationTable(connection).find(key, tenant: tenant)
            else { throw OperationRefusal(.notFound, "There is no refund \(refund).") }
            return Result(refund: refund, operation: operation)
        }
    }
}

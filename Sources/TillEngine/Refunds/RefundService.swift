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

        /// What became of asking the provider, in one word.
        package var standing: String { operation.status.rawValue }
        /// Whether the provider did it.
        package var isDone: Bool { operation.status == .done }
        /// Whether the provider decided against it.
        package var isRefused: Bool { operation.status == .failed }
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

    /// Gives money back for a request that carries a key: once for each key, however often it is sent.
    package func refund(
        _ demand: RefundDemand, for request: KeyedRequest
    ) async throws -> (result: Result, isReplay: Bool) {
        let now = clock.now()
        let plan = RefundPlan(
            demand, tenant: tenant, mode: mode, setup: setup,
            refund: DerivedIdentifiers.make(tenant, request.scope, request.key), at: now)
        let isReplay = try await store.write { [tenant] connection in
            try request.begin(tenant: tenant, at: now, on: connection) {
                (plan.key, try plan.write(on: connection).order)
            }.isReplay
        }
        let result = try await perform(plan.refund, of: demand.order)
        let end = clock.now()
        try await store.write { [tenant] in try request.end(tenant: tenant, at: end, on: $0) }
        return (result, isReplay)
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

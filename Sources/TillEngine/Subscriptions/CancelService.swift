import TillModel
import TillStore

/// Ends subscriptions, now or with the period that is paid.
package struct CancelService: Sendable {
    private let store: any Store
    private let performer: OperationPerformer
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let identifiers: any IdentifierSource

    package init(
        store: any Store, performer: OperationPerformer, tenant: String, mode: Mode, clock: any WallClock,
        identifiers: any IdentifierSource
    ) {
        self.store = store
        self.performer = performer
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.identifiers = identifiers
    }

    /// A subscription with the operation that ends it.
    package struct Result: Sendable {
        package let subscription: Subscription
        package let operation: OperationTable.Stored

        /// What became of asking the provider, in one word.
        package var standing: String { operation.status.rawValue }
        /// Whether the provider did it.
        package var isDone: Bool { operation.status == .done }
        /// Whether the provider decided against it.
        package var isRefused: Bool { operation.status == .failed }
    }

    /// What an end comes to, to be written in a transaction.
    ///
    /// - `name`: The subscription, by our id or by its provider's.
    package func plan(_ name: String, atPeriodEnd: Bool) -> CancelPlan {
        CancelPlan(
            name, atPeriodEnd: atPeriodEnd, tenant: tenant, mode: mode, token: identifiers.token(), at: clock.now())
    }

    /// Writes that a subscription is to end and asks its provider; when the answer does not come, it stays on its way.
    package func cancel(_ name: String, atPeriodEnd: Bool) async throws -> Result {
        let plan = plan(name, atPeriodEnd: atPeriodEnd)
        return try await perform(try await store.write { try plan.write(on: $0) })
    }

    /// Ends a subscription for a request that carries a key: once for each key, however often it is sent.
    package func cancel(
        _ name: String, atPeriodEnd: Bool, for request: KeyedRequest
    ) async throws -> (result: Result, isReplay: Bool) {
        let now = clock.now()
        let plan = plan(name, atPeriodEnd: atPeriodEnd)
        let (key, isReplay) = try await store.write { [tenant] connection in
            try request.begin(tenant: tenant, at: now, on: connection) {
                let key = try plan.write(on: connection)
                guard let operation = try OperationTable(connection).find(key, tenant: tenant) else {
                    throw OperationRefusal(.notFound, "There is no operation \(key).")
                }
                return (key, operation.order)
            }
        }
        let result = try await perform(key)
        let end = clock.now()
        try await store.write { [tenant] in try request.end(tenant: tenant, at: end, on: $0) }
        return (result, isReplay)
    }

    /// Asks the provider for an end that was planned, unless somebody else is at it.
    package func perform(_ key: IdempotencyKey) async throws -> Result {
        try await performer.perform(key, tenant: tenant)
        return try await store.read { [tenant, mode] connection in
            guard let operation = try OperationTable(connection).find(key, tenant: tenant),
                let name = operation.subscription?.rawValue,
                let found = try SubscriptionTable(connection).find(name, tenant: tenant, mode: mode)
            else { throw OperationRefusal(.notFound, "There is no operation \(key).") }
            return Result(subscription: found.subscription, operation: operation)
        }
    }
}

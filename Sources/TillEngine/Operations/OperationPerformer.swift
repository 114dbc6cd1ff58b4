import Logging
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Does one planned operation: takes its row, asks the provider with the row's id as key, writes what became of it.
///
/// A timeout is unknown, never failure: what was kept back for a refund stays so until the provider's answer is known.
package struct OperationPerformer: Sendable {
    private let store: any Store
    private let providers: ProviderRegistry
    private let setup: Setup
    private let clock: any WallClock
    private let identifiers: any IdentifierSource
    private let hooksDoorbell: Doorbell
    private let logger: Logger
    private let failpoints: Failpoints

    /// How long whoever took an operation is believed to be at it: longer than a call with all of its tries.
    static let lease: TimeInterval = 150

    package init(
        store: any Store, providers: ProviderRegistry, setup: Setup, clock: any WallClock,
        identifiers: any IdentifierSource, hooksDoorbell: Doorbell, logger: Logger,
        failpoints: Failpoints = .none
    ) {
        self.store = store
        self.providers = providers
        self.setup = setup
        self.clock = clock
        self.identifiers = identifiers
        self.hooksDoorbell = hooksDoorbell
        self.logger = logger
        self.failpoints = failpoints
    }

    /// Performs an operation unless somebody else is at it, or it is over.
    package func perform(_ key: IdempotencyKey, tenant: String) async throws {
        let now = clock.now()
        let token = identifiers.token()
        let claimed = try await store.write {
            try OperationTable($0).claim(
                key, tenant: tenant, token: token, leaseUntil: now.addingTimeInterval(Self.lease), at: now)
        }
        guard let claimed else { return }
        await failpoints.reached(.operationClaimed)
        let outcome = try await outcome(of: claimed)
        await failpoints.reached(.operationAnswered)
        try await settle(claimed, outcome)
    }

    private func outcome(of operation: OperationTable.Stored) async throws -> OperationOutcome {
        guard let provider = providers.provider(for: operation.account) else {
            return .postponed("no account of \(operation.account.provider) is configured")
        }
        return switch operation.kind {
        case .checkout: await CheckoutCall(provider: provider, clock: clock).outcome(of: operation)
        case .refund: try await RefundCall(store: store, provider: provider, clock: clock).outcome(of: operation)
        case .cancel: try await CancelCall(store: store, provider: provider, clock: clock).outcome(of: operation)
        }
    }

    // MARK: - After the call

    private func settle(_ operation: OperationTable.Stored, _ outcome: OperationOutcome) async throws {
        let now = clock.now()
        let events = try await store.write { connection -> [Event]? in
            // The order first, as everybody who changes one does.
            _ = try OrderTable(connection).lock(operation.order, tenant: operation.account.tenant)
            guard try OperationTable(connection).isHeld(operation) else { return nil }
            return try write(outcome, of: operation, at: now, on: connection)
        }
        announce(outcome, of: operation, events: events)
    }

    private func write(
        _ outcome: OperationOutcome, of operation: OperationTable.Stored, at now: Date,
        on connection: any SQLConnection
    ) throws -> [Event] {
        let table = OperationTable(connection)
        let writer = ProjectionWriter(connection, setup: setup, now: now)
        switch outcome {
        case .done(let facts, let result):
            let (events, made) = try apply(facts, of: operation, writer)
            // The facts themselves may have ended it.
            try table.settle(operation, as: .done, result: result ?? made, at: now)
            return events
        case .opened(let session):
            return try open(session, of: operation, CheckoutSettlement(connection, now: now), connection)
        case .refused(let reason):
            guard operation.kind != .checkout else {
                try CheckoutSettlement(connection, now: now).cancel(operation, error: reason)
                return []
            }
            try table.settle(operation, as: .failed, error: reason, at: now)
            return try refuse(operation, writer, at: now)
        case .unknown(let reason), .postponed(let reason):
            let next = RetryPolicy.nextOperationTry(after: operation.attempts, at: now)
            let wasAsked = if case .unknown = outcome { true } else { operation.status == .unknown }
            try table.settle(
                operation, as: next == nil ? .dead : wasAsked ? .unknown : .planned, error: reason, nextAt: next,
                at: now)
            return []
        case .taken:
            return []
        }
    }

    /// What became true at the provider becomes true here in the way in which its webhook would make it true, so that
    /// whichever comes second finds nothing left to do.
    private func apply(
        _ facts: [ProviderFact], of operation: OperationTable.Stored, _ writer: ProjectionWriter
    ) throws -> (events: [Event], made: String?) {
        var events: [Event] = []
        var made: String?
        for fact in facts {
            if case .refund(let remoteID, _, _, _, _) = fact.change { made = remoteID }
            guard let before = try writer.load(operation.order, tenant: operation.account.tenant) else { continue }
            let projection = try Projector.project(fact, cause: operation.key.rawValue, onto: before.record)
            guard projection.waitsFor == nil, projection.refusal == nil else { continue }
            try writer.save(projection.record, before: (before.record, before.stored.rowVersion))
            events += try writer.publish(projection.events, account: operation.account, inboxID: nil)
        }
        return (events, made)
    }

    private func open(
        _ session: CheckoutSession, of operation: OperationTable.Stored, _ settlement: CheckoutSettlement,
        _ connection: any SQLConnection
    ) throws -> [Event] {
        let order = try OrderTable(connection).find(operation.order, tenant: operation.account.tenant)?.order
        if let order, case .mismatch(let reason) = PaymentFit(session.amounts, to: order) {
            try settlement.refuse(session, of: operation, reason: reason)
        } else {
            try settlement.open(session, of: operation)
        }
        return []
    }

    /// A refund that the provider decided against is failed, and what was kept back for it is free again.
    private func refuse(_ operation: OperationTable.Stored, _ writer: ProjectionWriter, at now: Date) throws -> [Event]
    {
        guard let refund = operation.refund,
            let before = try writer.load(operation.order, tenant: operation.account.tenant),
            let (record, draft) = RefundRules.refuse(refund, in: before.record, at: now)
        else { return [] }
        try writer.save(record, before: (before.record, before.stored.rowVersion))
        return try writer.publish([draft], account: operation.account, inboxID: nil)
    }

    private func announce(_ outcome: OperationOutcome, of operation: OperationTable.Stored, events: [Event]?) {
        var logger = logger
        logger[metadataKey: "operation"] = "\(operation.key)"
        logger[metadataKey: "order"] = "\(operation.order)"
        guard let events else { return logger.info("An operation was ended by somebody else") }
        for event in events { logger.notice("\(event.kind)", metadata: ["id": "\(event.id)"]) }
        if !events.isEmpty { hooksDoorbell.ringEverywhere() }
        switch outcome {
        case .done(_, let result):
            logger.info("The provider did it", metadata: ["kind": "\(operation.kind)", "result": "\(result ?? "")"])
        case .opened(let session):
            logger.info("Checkout opened after all", metadata: ["session": "\(session.remoteID)"])
        case .refused(let reason):
            logger.error("The provider refused it", metadata: ["kind": "\(operation.kind)", "error": "\(reason)"])
        case .unknown(let reason), .postponed(let reason):
            logger.error(
                "The provider's answer is not known; it is asked again",
                metadata: ["kind": "\(operation.kind)", "error": "\(reason)", "attempt": "\(operation.attempts)"])
        case .taken:
            return
        }
    }
}

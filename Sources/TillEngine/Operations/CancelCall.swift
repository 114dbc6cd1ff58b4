import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks a provider to end a subscription, or what became of asking it before.
///
/// How the subscription stands there is what counts: one that has ended meanwhile, by whomever, is ended.
struct CancelCall: Sendable {
    let store: any Store
    let provider: any PaymentProvider
    let clock: any WallClock

    func outcome(of operation: OperationTable.Stored) async throws -> OperationOutcome {
        guard let provider = provider as? any SubscriptionCanceling else {
            return .refused("this provider ends subscriptions in its own dashboard only")
        }
        let atPeriodEnd = operation.request.atPeriodEnd ?? true
        let subscription = try await store.read { connection in
            try SubscriptionTable(connection).list(order: operation.order, tenant: operation.account.tenant)
                .first { $0.id == operation.subscription }
        }
        guard let remoteID = subscription?.remoteID else { return .refused("it is not there any more") }
        let wanted = Wanted(remoteID: remoteID, atPeriodEnd: atPeriodEnd)
        guard operation.isKeyKnown(to: provider, at: clock.now()) else {
            return await look(wanted, at: provider, otherwise: .unknown("it goes on there"))
        }
        let call: ProviderCall
        do throws(ProviderError) {
            let planned = try provider.cancelCall(remoteID, atPeriodEnd: atPeriodEnd)
            call = operation.call ?? planned
        } catch {
            return .refused("\(error)")
        }
        let now = clock.now()
        let isOurs = try await store.write { try OperationTable($0).issue(operation, call: call, at: now) }
        guard isOurs else { return .taken }
        do throws(ProviderError) {
            return .done([try await provider.cancelSubscription(call, idempotencyKey: operation.key)], result: remoteID)
        } catch {
            let isUnknown = operation.leavesOutcomeUnknown(error)
            if isUnknown, !operation.wasAskedBefore { return .unknown("\(error)") }
            return await look(wanted, at: provider, otherwise: isUnknown ? .unknown("\(error)") : .refused("\(error)"))
        }
    }

    /// The subscription and what was asked for it.
    private struct Wanted: Sendable {
        let remoteID: String
        let atPeriodEnd: Bool
    }

    /// How the subscription stands at the provider: as was asked, or not.
    private func look(
        _ wanted: Wanted, at provider: any SubscriptionCanceling, otherwise outcome: OperationOutcome
    ) async -> OperationOutcome {
        do throws(ProviderError) {
            let fact = try await provider.fetchSubscription(wanted.remoteID)
            guard case .subscription(let state, _) = fact.change,
                state.status == .canceled || wanted.atPeriodEnd && state.cancelsAtPeriodEnd
            else { return outcome }
            return .done([fact], result: wanted.remoteID)
        } catch {
            return error.leavesOutcomeUnknown ? .unknown("\(error)") : outcome
        }
    }
}

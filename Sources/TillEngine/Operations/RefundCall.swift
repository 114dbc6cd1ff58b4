import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks a provider to give money back, or what became of asking it before.
struct RefundCall: Sendable {
    let store: any Store
    let provider: any PaymentProvider
    let clock: any WallClock

    func outcome(of operation: OperationTable.Stored) async throws -> OperationOutcome {
        guard let provider = provider as? any Refunding else {
            return .refused("this provider is asked for refunds in its own dashboard only")
        }
        guard let (payment, refund) = try await subject(of: operation), let amount = operation.request.amount else {
            return .refused("its payment is not there any more")
        }
        // The provider's own message came first.
        if let remoteID = refund.remoteID { return .done([], result: remoteID) }
        let request = RefundRequest(
            id: refund.id, payment: payment, amount: amount, reason: operation.request.reason ?? "",
            claim: OwnershipClaim(tenant: operation.account.tenant, order: operation.order))
        let isKeyKnown = operation.isKeyKnown(to: provider, at: clock.now())
        if operation.call != nil, !isKeyKnown || operation.issuedAt == nil {
            if let found = try await look(for: request, at: provider) { return found }
            guard isKeyKnown else { return .unknown("it is not among the payment's refunds there") }
        }
        return try await ask(request, operation, provider)
    }

    private func ask(
        _ request: RefundRequest, _ operation: OperationTable.Stored, _ provider: any Refunding
    ) async throws -> OperationOutcome {
        let call: ProviderCall
        if let stored = operation.call {
            call = stored
        } else {
            do throws(ProviderError) {
                call = try await provider.refundCall(request)
            } catch {
                return error.leavesOutcomeUnknown ? .postponed("\(error)") : .refused("\(error)")
            }
        }
        let now = clock.now()
        let isOurs = try await store.write { try OperationTable($0).issue(operation, call: call, at: now) }
        guard isOurs else { return .taken }
        do throws(ProviderError) {
            let fact = try await provider.refund(call, idempotencyKey: operation.key)
            return .done([fact], result: nil)
        } catch {
            guard operation.leavesOutcomeUnknown(error) else { return .refused("\(error)") }
            // The first time it may still be at it; later it has had its time, and what it made can be seen.
            if operation.wasAskedBefore, let found = try await look(for: request, at: provider) { return found }
            return .unknown("\(error)")
        }
    }

    /// What the provider has made; nil when it has not.
    private func look(
        for request: RefundRequest, at provider: any Refunding
    ) async throws -> OperationOutcome? {
        do throws(ProviderError) {
            return try await provider.findRefund(request).map { .done([$0], result: nil) }
        } catch {
            return .unknown("\(error)")
        }
    }

    private func subject(of operation: OperationTable.Stored) async throws -> (Payment, Refund)? {
        try await store.read { connection in
            let tenant = operation.account.tenant
            let payments = try PaymentTable(connection).list(order: operation.order, tenant: tenant)
            let refunds = try RefundTable(connection).list(order: operation.order, tenant: tenant)
            guard let payment = payments.first(where: { $0.id == operation.payment }),
                let refund = refunds.first(where: { $0.id == operation.refund })
            else { return nil }
            return (payment, refund)
        }
    }
}

import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks a provider again for a payment page whose answer never came, in the same words.
///
/// Nobody waits for the page any more, but what is heard of it must be known to be ours.
struct CheckoutCall: Sendable {
    let provider: any PaymentProvider
    let clock: any WallClock

    func outcome(of operation: OperationTable.Stored) async -> OperationOutcome {
        guard let call = operation.call, operation.isKeyKnown(to: provider, at: clock.now()) else {
            return .refused("the provider never answered, and its page, if there was one, has closed")
        }
        do throws(ProviderError) {
            return .opened(try await provider.createCheckoutSession(call, idempotencyKey: operation.key))
        } catch {
            return operation.leavesOutcomeUnknown(error) ? .unknown("\(error)") : .refused("\(error)")
        }
    }
}

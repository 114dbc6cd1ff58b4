import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OperationTable.Stored {
    /// Whether asking again with the same key does nothing twice.
    func isKeyKnown(to provider: any PaymentProvider, at now: Date) -> Bool {
        guard let issuedAt else { return true }
        // An hour less than it is known for, so that a call that takes its time, or a clock that is off, is safe.
        let life = TimeInterval(type(of: provider).keyLife.components.seconds) - 3_600
        return now < issuedAt.addingTimeInterval(life)
    }

    /// Whether an error leaves open what became of this operation.
    ///
    /// A key of ours that is refused now says nothing of an earlier call that it was good for.
    func leavesOutcomeUnknown(_ error: ProviderError) -> Bool {
        error.leavesOutcomeUnknown || error.code == .unauthorized && wasAskedBefore
    }

    /// Whether the provider may have been asked by an earlier attempt than this one.
    var wasAskedBefore: Bool { attempts > 1 && issuedAt != nil }
}

import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets a bounded number of reads through to a provider, and none for a while after several failed in a row.
///
/// What is not let through is put off, never lost: the way in from the provider does not pass here.
final class ProviderGate: Sendable {
    /// How many reads may be on their way.
    static let mostAtOnce = 8
    /// How many in a row may fail before nothing is asked for a while.
    static let mostFailures = 5
    /// For how long nothing is asked then, in seconds.
    static let pause: TimeInterval = 30

    private struct State {
        var running = 0
        var failures = 0
        var closedUntil: Date?
    }

    private let state = Mutex(State())

    /// Whether a read may begin now; one that may is ended with ``leave(succeeded:at:)``.
    func enter(at now: Date) -> Bool {
        state.withLock { state in
            if let end = state.closedUntil {
                // A clock that was put back does not keep it closed for longer than the pause.
                guard now >= end || end.timeIntervalSince(now) > Self.pause else { return false }
                state.closedUntil = nil
            }
            guard state.running < Self.mostAtOnce else { return false }
            state.running += 1
            return true
        }
    }

    func leave(succeeded: Bool, at now: Date) {
        state.withLock { state in
            state.running -= 1
            state.failures = succeeded ? 0 : state.failures + 1
            // One try after the pause is enough to close it again.
            guard state.failures >= Self.mostFailures else { return }
            state.closedUntil = now.addingTimeInterval(Self.pause)
        }
    }
}

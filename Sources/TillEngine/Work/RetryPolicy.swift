#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How long each kind of work waits between its tries, and when it is given up.
package enum RetryPolicy {
    /// Before each try of a hook after the first, in seconds; then the run is dead.
    package static let hookDelays: [Int] = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400]

    /// Before each look for what a message is about, in seconds; then it is dead.
    static let missingParentDelays: [Int] = [1, 5, 30, 120, 600, 3_600]

    /// For how long a message waits for what it is about before the provider is asked, in seconds.
    static let missingParentPatience: TimeInterval = 30

    /// For how long a message is tried again after trouble that passes, in seconds; then it is dead.
    static let transientBudget: TimeInterval = 86_400

    /// Before a provider is asked again what became of a call whose answer never came, in seconds; then a person is.
    package static let operationDelays: [Int] = [60, 300, 3_600] + Array(repeating: 86_400, count: 7)

    /// How often a message is tried that fails in the same way each time, because time does not help it.
    static let deterministicTries = 3

    /// When a hook runs again after a number of attempts; nil when it does not.
    package static func nextHookTry(after attempts: Int, at now: Date) -> Date? {
        guard (1...hookDelays.count).contains(attempts) else { return nil }
        return now.addingTimeInterval(TimeInterval(hookDelays[attempts - 1]))
    }

    /// When a provider is asked again after a number of times that it was asked; nil when it is not.
    package static func nextOperationTry(after attempts: Int, at now: Date) -> Date? {
        guard operationDelays.indices.contains(attempts - 1) else { return nil }
        return now.addingTimeInterval(TimeInterval(operationDelays[attempts - 1]))
    }

    /// When a message looks again for what it is about; nil when it does not.
    ///
    /// Counted from its arrival, since it is also woken in between when something new is recorded.
    static func nextMissingParentLook(receivedAt: Date, now: Date) -> Date? {
        var next = receivedAt
        for delay in missingParentDelays {
            next = next.addingTimeInterval(TimeInterval(delay))
            if next > now { return next }
        }
        return nil
    }

    /// When a message is tried again after trouble that passes: 1 s, doubling, at most 10 min.
    static func nextTransientTry(after attempts: Int, at now: Date) -> Date {
        now.addingTimeInterval(TimeInterval(min(1 << min(attempts, 10), 600)))
    }
}

/// How long a call waits between its tries while somebody waits for its result.
package struct Backoff: Sendable {
    /// How many tries there are in all.
    package let attempts: Int
    /// The wait before the second try; it doubles from there.
    package let base: Duration
    /// The longest wait.
    package let cap: Duration
    private let random: @Sendable () -> Double
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - `random`: A number from 0 to 1, so that many callers do not come back at once.
    /// - `sleep`: Waits; throws when the caller has gone away.
    package init(
        attempts: Int = 3, base: Duration = .milliseconds(500), cap: Duration = .seconds(5),
        random: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.attempts = attempts
        self.base = base
        self.cap = cap
        self.random = random
        self.sleep = sleep
    }

    /// The wait after a failed try, half of it at random.
    package func delay(after attempt: Int, atLeast minimum: Duration?) -> Duration {
        let doubled = min(base * (1 << min(attempt - 1, 16)), cap)
        return max(doubled * (0.5 + random() / 2), min(minimum ?? .zero, cap))
    }

    /// Waits after a failed try; false when the caller has gone away and no other try is wanted.
    func wait(after attempt: Int, atLeast minimum: Duration?) async -> Bool {
        do {
            try await sleep(delay(after: attempt, atLeast: minimum))
            return true
        } catch {
            return false
        }
    }
}

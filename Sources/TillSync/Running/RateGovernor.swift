/// How fast one provider is written to.
///
/// It begins with what the provider's manifest says, halves when the provider says that it is too much, waits as long
/// as the provider asks, and grows again by and by.
package actor RateGovernor {
    private let most: Double
    private let least = 0.2
    /// How much of the time that nothing was sent is made up for: enough that a slow answer does not slow the whole.
    private static let arrears = Duration.milliseconds(250)
    private let time: SyncTime
    private var rate: Double
    /// When the next write may go out.
    private var next: Duration = .zero
    /// Until when nothing goes out, reads included.
    private var paused: Duration = .zero
    /// Since when the provider has not complained.
    private var calmSince: Duration

    /// - `most`: Writes a second, to begin with and at most.
    package init(most: Double, time: SyncTime) {
        self.most = max(most, least)
        self.time = time
        rate = max(most, least)
        calmSince = time.elapsed()
    }

    /// Writes a second at this moment.
    package var writesPerSecond: Double { rate }

    /// For how long nothing may go out yet; nil when it may.
    package var wait: Duration? {
        let now = time.elapsed()
        return paused > now ? paused - now : nil
    }

    /// Waits for the turn of a call that counts.
    package func awaitTurn() async throws {
        let now = time.elapsed()
        recover(now)
        // Turns are given out before anybody waits, so that the pace is kept however long an answer takes.
        let turn = max(next, now - Self.arrears, paused)
        next = turn + .seconds(1 / rate)
        try await rest(until: turn)
    }

    /// Waits until the provider may be asked at all.
    package func awaitCalm() async throws { try await rest(until: paused) }

    private func rest(until turn: Duration) async throws {
        var turn = turn
        while case let left = turn - time.elapsed(), left > .zero {
            try await time.sleep(left)
            // The provider may have complained meanwhile.
            turn = max(turn, paused)
        }
    }

    /// The provider said that it was too much.
    package func slowDown(retryAfter: Duration?) {
        let now = time.elapsed()
        // Several calls in flight are refused at once, for the same reason.
        if now >= paused { rate = max(rate / 2, least) }
        paused = max(paused, now + (retryAfter ?? .seconds(1 / rate)))
        next = max(next, paused)
        calmSince = paused
    }

    private func recover(_ now: Duration) {
        guard rate < most, now > calmSince else { return }
        let calm = now - calmSince
        let seconds = Double(calm.components.seconds) + Double(calm.components.attoseconds) / 1e18
        // In ten calm seconds it is as fast again as the manifest says.
        rate = min(most, rate + most * seconds / 10)
        calmSince = now
    }
}

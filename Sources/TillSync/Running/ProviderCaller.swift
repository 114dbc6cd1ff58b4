import TillModel

/// Calls one provider as fast as it takes it, and again when it had trouble.
package struct ProviderCaller: Sendable {
    /// How often the same call is made at most.
    static let tries = 6
    private static let base = Duration.milliseconds(500)
    private static let longest = Duration.seconds(30)

    package let publisher: any CatalogPublishing
    package let governor: RateGovernor
    package let count: CallCount
    private let interruption: Interruption
    private let time: SyncTime

    /// - `governor`: Gives out the turns; by a time that heeds the same interruption, so that waiting for one ends too.
    package init(
        publisher: any CatalogPublishing, governor: RateGovernor, count: CallCount, interruption: Interruption,
        time: SyncTime
    ) {
        self.publisher = publisher
        self.governor = governor
        self.count = count
        self.interruption = interruption
        self.time = time.heeding(interruption)
    }

    /// Reads.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    func read<Answer: Sendable>(
        _ body: (any CatalogPublishing) async throws(ProviderError) -> Answer
    ) async throws -> Answer {
        try await call(isWrite: false) { publisher throws(ProviderError) in
            count.read()
            return try await body(publisher)
        }
    }

    /// Writes: the same call with the same key on every try.
    ///
    /// - `repeatsUnknown`: Whether a call whose outcome is unknown may simply be made again.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    @discardableResult
    func write(_ call: ProviderCall, _ key: IdempotencyKey, repeatsUnknown: Bool) async throws -> CatalogReceipt {
        try await self.call(isWrite: true, repeatsUnknown: repeatsUnknown) { publisher throws(ProviderError) in
            count.write()
            return try await publisher.perform(call, idempotencyKey: key)
        }
    }

    /// Writes if what is written to is still as it should be once the write's turn has come.
    ///
    /// Between a look and a write may lie a long wait, in which somebody may change what was looked at. So the look
    /// comes after the wait: before the first try, and before each try after one that was refused for being too much. A
    /// try whose outcome is unknown may have changed it itself; after that nothing is looked at.
    ///
    /// - `isStillRight`: Looks, right before the call goes out; false when it is not to go out.
    /// - Returns: What the provider answered; nil when the call did not go out.
    /// - Throws: ``ProviderError``, ``Interrupted``, or what the look throws.
    func write(
        _ call: ProviderCall, _ key: IdempotencyKey, repeatsUnknown: Bool, if isStillRight: () async throws -> Bool
    ) async throws -> CatalogReceipt? {
        do {
            return try await self.call(isWrite: true, repeatsUnknown: repeatsUnknown, if: isStillRight) {
                publisher throws(ProviderError) in
                count.write()
                return try await publisher.perform(call, idempotencyKey: key)
            }
        } catch is NotSent {
            return nil
        }
    }

    /// A call that was not to go out any more when its turn came.
    private struct NotSent: Error {}

    private func call<Answer: Sendable>(
        isWrite: Bool, repeatsUnknown: Bool = true, if isStillRight: () async throws -> Bool = { true },
        _ body: (any CatalogPublishing) async throws(ProviderError) -> Answer
    ) async throws -> Answer {
        var tried = 0
        var mayHaveBeenDone = false
        while true {
            guard !interruption.isRequested else { throw Interrupted() }
            let takesTurn = isWrite || publisher.manifest.limitsReads
            if takesTurn { try await governor.awaitTurn() } else { try await governor.awaitCalm() }
            if !mayHaveBeenDone {
                guard try await isStillRight() else { throw NotSent() }
            }
            guard !interruption.isRequested else { throw Interrupted() }
            tried += 1
            do throws(ProviderError) {
                return try await body(publisher)
            } catch {
                if error.code == .rateLimited { await governor.slowDown(retryAfter: error.retryAfter) }
                // What was refused for being too much was surely not done.
                let mayRepeat = repeatsUnknown || error.code == .rateLimited
                guard tried < Self.tries, error.isRetryable, mayRepeat else { throw error }
                if error.code != .rateLimited {
                    mayHaveBeenDone = true
                    let doubled = min(Self.base * (1 << (tried - 1)), Self.longest)
                    try await time.sleep(max(doubled * (0.5 + time.random() / 2), error.retryAfter ?? .zero))
                }
            }
        }
    }
}

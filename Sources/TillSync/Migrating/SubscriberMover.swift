import TillModel

/// Moves the subscriptions of one provider, a few at once.
///
/// Each is read right before it is written to, so that none is moved twice whatever became of an earlier try, and one
/// that has changed since it was planned stays; and it is read again afterwards.
package struct SubscriberMover: Sendable {
    /// What a migration lets others know and keep.
    package struct Sinks: Sendable {
        package let journal: @Sendable (MigrationRecord) throws -> Void
        /// Told after each record that is an outcome.
        package let progress: @Sendable (Int, MigrationState.Outcome) -> Void
        /// Whether nothing new may be begun.
        package let isPaused: @Sendable () -> Bool

        package init(
            journal: @escaping @Sendable (MigrationRecord) throws -> Void,
            progress: @escaping @Sendable (Int, MigrationState.Outcome) -> Void,
            isPaused: @escaping @Sendable () -> Bool
        ) {
            self.journal = journal
            self.progress = progress
            self.isPaused = isPaused
        }
    }

    /// Why it stopped before everything had its outcome; nil when everything has.
    package enum Stop: Sendable, Hashable {
        /// It was asked to.
        case asked
        /// The provider does not answer, or takes the key no more; everything else would end so too.
        case provider(String)
    }

    private let job: String
    private let provider: any SubscriberMoving
    private let caller: ProviderCaller
    private let sinks: Sinks
    private let concurrency: Int

    package init(
        job: String, provider: any SubscriberMoving, caller: ProviderCaller, sinks: Sinks, concurrency: Int = 4
    ) {
        self.job = job
        self.provider = provider
        self.caller = caller
        self.sinks = sinks
        self.concurrency = max(concurrency, 1)
    }

    /// The provider has trouble that is not one subscription's alone.
    private struct Trouble: Error {
        let message: String
    }

    /// Moves some of a migration's subscriptions.
    ///
    /// - `numbers`: Which of the migration's moves.
    /// - Throws: Where the journal cannot be kept; nothing is sent after that.
    package func move(_ numbers: [Int], of state: MigrationState) async throws -> Stop? {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                var waiting = numbers[...]
                for _ in 0..<concurrency {
                    guard let number = waiting.popFirst() else { break }
                    group.addTask { try await one(number, of: state) }
                }
                // What is in flight is always answered; nothing new is begun after a stop.
                var stop: (any Error)?
                while let result = await group.nextResult() {
                    if case .failure(let error) = result { stop = stop ?? error }
                    guard stop == nil, let number = waiting.popFirst() else { continue }
                    group.addTask { try await one(number, of: state) }
                }
                if let stop { throw stop }
            }
            return nil
        } catch is Interrupted {
            return .asked
        } catch let trouble as Trouble {
            return .provider(trouble.message)
        }
    }

    private func one(_ number: Int, of state: MigrationState) async throws {
        guard !sinks.isPaused() else { throw Interrupted() }
        let move = state.moves[number]
        let transition = state.transitions[move.transition]
        do {
            let outcome = try await outcome(of: move, number, transition)
            switch outcome {
            case .stayed(let reason): try sinks.journal(.stayed(number, reason))
            case .failed(let code, let message): try sinks.journal(.failed(number, code: code, message: message))
            case .moved: break
            }
            sinks.progress(number, outcome)
        } catch let error as ProviderError {
            let isGeneral = error.leavesOutcomeUnknown || error.code == .unauthorized
            let code: SyncFailure.Code = error.leavesOutcomeUnknown ? .unknown : .refused
            try sinks.journal(.failed(number, code: code.rawValue, message: error.description))
            sinks.progress(number, .failed(code: code.rawValue, message: error.debugDescription))
            if isGeneral { throw Trouble(message: error.debugDescription) }
        }
    }

    private func outcome(
        of move: PlannedMove, _ number: Int, _ transition: PriceTransition
    ) async throws -> MigrationState.Outcome {
        while true {
            if let outcome = try await tried(move, number, transition) { return outcome }
        }
    }

    /// What comes of a subscription as it is now; nil when somebody changed it while its move waited for its turn.
    private func tried(
        _ move: PlannedMove, _ number: Int, _ transition: PriceTransition
    ) async throws -> MigrationState.Outcome? {
        guard let now = try await read(move) else { return .stayed(.ended) }
        if now.price == transition.to.id {
            // Ours, from a try that was cut off, or somebody else's: either way it is where it should be.
            guard now.movedTo == transition.to.id else { return .stayed(.alreadyThere) }
            try sinks.journal(.moved(number, requestID: nil))
            return .moved
        }
        if let reason = MigrationPlan.reason(for: now, to: transition) { return .stayed(reason) }
        let wanted = SubscriberMove(
            subscription: move.subscription, item: move.item, price: transition.to.id, quantity: now.quantity)
        let key = IdempotencyKey(
            rawValue: "till-move-"
                + ContentDigest.of([
                    job, move.subscription, move.item, transition.from.id, transition.to.id,
                    now.quantity.map(String.init) ?? "",
                ]))
        let call = try provider.call(for: wanted)
        var isIntended = false
        // To move it where it is already changes nothing.
        let receipt = try await caller.write(call, key, repeatsUnknown: true) {
            guard try await read(move) == now else { return false }
            if !isIntended { try sinks.journal(.intent(number)) }
            isIntended = true
            return true
        }
        guard let receipt else { return nil }
        guard let after = try await read(move), after.price == transition.to.id, after.quantity == now.quantity else {
            return .failed(
                code: SyncFailure.Code.unverified.rawValue,
                message: "the provider said that it was moved, and it was not seen to be")
        }
        try sinks.journal(.moved(number, requestID: receipt.requestID))
        return .moved
    }

    private func read(_ move: PlannedMove) async throws -> PriceSubscriber? {
        try await caller.read { _ throws(ProviderError) in
            try await provider.fetchSubscriber(move.subscription, item: move.item)
        }
    }
}

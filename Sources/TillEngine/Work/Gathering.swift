import Synchronization

/// Lets those who come at the same time be served together.
///
/// Whoever finds a place free serves, and afterwards hands the place on to the first who came meanwhile, who serves
/// everybody else of that time. So nobody serves more than once, and nobody waits for more than one round.
final class Gathering<Item: Sendable, Outcome: Sendable>: Sendable {
    /// How many are served in one round.
    private let most: Int
    /// How large they are together, unless one alone is larger.
    private let mostBytes: Int
    private let places: Int
    private let size: @Sendable (Item) -> Int
    private let state = Mutex(State())

    private struct State: Sendable {
        var waiting: [Waiter] = []
        var serving = 0
    }

    private struct Waiter: Sendable {
        let item: Item
        let continuation: CheckedContinuation<Turn, any Error>
    }

    private enum Turn: Sendable {
        case served(Outcome)
        /// To serve oneself, and these.
        case serve([Waiter])
    }

    /// - `places`: How many rounds go on at once.
    init(places: Int, most: Int, bytes: Int, size: @escaping @Sendable (Item) -> Int) {
        self.places = places
        self.most = most
        mostBytes = bytes
        self.size = size
    }

    /// How many wait for the next round.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Hands something in, and returns what became of it.
    ///
    /// - `isShared`: Whether an error is everybody's; otherwise each is served alone, to find out whose it is.
    /// - `serve`: Serves some; the outcomes are in the order of the items.
    func hand(
        _ item: Item, isShared: (any Error) -> Bool, serve: ([Item]) async throws -> [Outcome]
    ) async throws -> Outcome {
        switch try await turn(of: item) {
        case .served(let outcome): return outcome
        case .serve(let others):
            defer { passOn() }
            return try await round(item, others, isShared, serve)
        }
    }

    private func turn(of item: Item) async throws -> Turn {
        try await withCheckedThrowingContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.serving < places else {
                    state.waiting.append(Waiter(item: item, continuation: continuation))
                    return false
                }
                state.serving += 1
                return true
            }
            if isFree { continuation.resume(returning: .serve([])) }
        }
    }

    private func round(
        _ item: Item, _ others: [Waiter], _ isShared: (any Error) -> Bool, _ serve: ([Item]) async throws -> [Outcome]
    ) async throws -> Outcome {
        do {
            let outcomes = try await serve([item] + others.map(\.item))
            for (other, outcome) in zip(others, outcomes.dropFirst()) {
                other.continuation.resume(returning: .served(outcome))
            }
            return outcomes[0]
        } catch  where others.isEmpty || isShared(error) {
            for other in others { other.continuation.resume(throwing: error) }
            throw error
        } catch {
            for other in others {
                do {
                    other.continuation.resume(returning: .served(try await serve([other.item])[0]))
                } catch {
                    other.continuation.resume(throwing: error)
                }
            }
            return try await serve([item])[0]
        }
    }

    /// Gives the place to the first who waits, with as many of the others as fit; frees it when nobody does.
    private func passOn() {
        let next = state.withLock { state -> [Waiter] in
            var bytes = 0
            let count = state.waiting.prefix(most).prefix { waiter in
                defer { bytes += size(waiter.item) }
                return bytes == 0 || bytes + size(waiter.item) <= mostBytes
            }.count
            if count == 0 { state.serving -= 1 }
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
        next.first?.continuation.resume(returning: .serve(Array(next.dropFirst())))
    }
}

import Synchronization

/// Whether somebody asked a run to stop: what is in flight is finished, and nothing new is begun.
///
/// Whoever only waits is told at once.
package final class Interruption: Sendable {
    private struct State {
        var isRequested = false
        var waiting: [Int: AsyncStream<Never>.Continuation] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var isRequested: Bool { state.withLock { $0.isRequested } }

    package func request() {
        let waiting = state.withLock { state in
            state.isRequested = true
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for one in waiting { one.finish() }
    }

    /// Waits for something, but no longer than until somebody asks to stop.
    ///
    /// - Throws: ``Interrupted`` where somebody did.
    func orStop(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await self.requested()
                guard self.isRequested else { throw CancellationError() }
                throw Interrupted()
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Waits until somebody asks to stop, or nobody waits for it any more.
    private func requested() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        let place = state.withLock { state -> Int in
            guard !state.isRequested else {
                continuation.finish()
                return 0
            }
            state.last += 1
            state.waiting[state.last] = continuation
            return state.last
        }
        for await _ in stream {}
        state.withLock { $0.waiting[place] = nil }
    }
}

/// A run was asked to stop.
package struct Interrupted: Error, Sendable {}

import Synchronization
import TillStore

/// A store that lets something else happen just before one of its writes: how a race is run one way at a time.
struct SteppedStore: Store {
    private let store: any Store
    private let steps: Steps

    /// - `step`: Which write it happens before, from 1.
    /// - `before`: What happens; once.
    init(_ store: any Store, before step: Int, _ happening: @escaping @Sendable () async throws -> Void) {
        self.store = store
        steps = Steps(step, happening)
    }

    private final class Steps: Sendable {
        private let left: Mutex<Int>
        private let happening: @Sendable () async throws -> Void

        init(_ step: Int, _ happening: @escaping @Sendable () async throws -> Void) {
            left = Mutex(step)
            self.happening = happening
        }

        /// Whether the moment ever came.
        var isOver: Bool { left.withLock { $0 <= 0 } }

        func take() async throws {
            let isNow = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isNow { try await happening() }
        }
    }

    /// Whether as many writes were made as were to be counted.
    var hasHappened: Bool { steps.isOver }

    var isShared: Bool { store.isShared }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await steps.take()
        return try await store.write(group, bytes: bytes, body)
    }
}

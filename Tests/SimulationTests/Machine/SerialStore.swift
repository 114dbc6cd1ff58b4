import Dispatch
import Synchronization
import TillStore

/// A store whose transactions run one after another, in an order that the seed decides.
///
/// The thread waits for each, so that nothing of the simulation happens meanwhile; before some of them others get
/// their turn.
struct SerialStore: Store {
    let base: any Store
    let dice: Dice

    var isShared: Bool { base.isShared }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        await letOthersGo()
        return try wait { try await base.read(body) }
    }

    func write<Value: Sendable>(
        _ group: WriteGroup, bytes: Int, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        await letOthersGo()
        return try wait { try await base.write(group, bytes: bytes, body) }
    }

    private func letOthersGo() async {
        for _ in 0..<dice.below(3) { await Task.yield() }
    }

    /// Runs something elsewhere while this thread waits; it is no thread that anybody else needs.
    private func wait<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        let ended = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                let value = try await body()
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
            ended.signal()
        }
        ended.wait()
        guard let result = outcome.result.withLock({ $0 }) else {
            throw StoreError(.unavailable, "it ended without a result")
        }
        return try result.get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}

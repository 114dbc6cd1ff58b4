import TillSync
import UnixSignals

/// Listens for the signals that ask a run to stop, for as long as it goes on.
enum StopSignals {
    /// Runs something that may be told to stop: what is in flight is finished first.
    static func heeding<Value: Sendable>(
        _ interruption: Interruption, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                for await _ in signals {
                    interruption.request()
                    Output.standardError("\nStopping: what was sent is waited for.\n")
                }
                return nil
            }
            group.addTask { try await body() }
            while let result = try await group.next() {
                guard let result else { continue }
                group.cancelAll()
                return result
            }
            throw CancellationError()
        }
    }
}

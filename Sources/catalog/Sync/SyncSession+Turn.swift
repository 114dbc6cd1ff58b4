import TillModel
import TillSync

extension SyncSession {
    /// Runs something while nobody else writes for the environment, on this machine or at the same database.
    ///
    /// It has a name that is drawn, and does not begin while an earlier run is cut off: what that one did may not be in
    /// the lock yet.
    func alone<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await alone(
            beginning: {
                try folder.refuseUnfinished()
                return Bootstrap.identifiers.token()
            }, body)
    }

    /// The same for what has a name of its own, or something else to look at first.
    ///
    /// - `begin`: Called when it is this machine's turn, before other machines are kept away; tells what the run is
    ///   called.
    func alone<Value: Sendable>(
        beginning begin: () async throws -> String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let turn = try SyncTurn(in: folder)
        let value = try await SyncLease.holding(
            mode, folder, run: try await begin(), interruption: interruption, body)
        _ = consume turn
        return value
    }
}

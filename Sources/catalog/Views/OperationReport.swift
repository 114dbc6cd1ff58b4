import TillEngine
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How a command that had something planned tells what came of it.
enum OperationReport {
    /// How long a command waits for what a server does.
    private static let patience = 10
    /// How often it looks in a second.
    private static let looks = 10

    /// Runs a body whose refusals end the command.
    static func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as OperationRefusal {
            throw CommandFailure(refusal.code == .notFound ? .usage : .blocked, refusal.description)
        }
    }

    static func find(_ key: IdempotencyKey, mode: Mode, in store: any Store) async throws -> OperationTable.Stored {
        let found = try await store.read { try OperationTable($0).find(key, tenant: ProviderAccount.defaultName) }
        guard let found, found.account.mode == mode else {
            throw CommandFailure(.usage, "there is no operation \(key) in mode \(mode).")
        }
        return found
    }

    /// Waits some seconds for a server to perform an operation, and prints what happened, or how to look later.
    static func tell(_ key: IdempotencyKey, in store: any Store, as command: String, json: Bool) async throws {
        var left = patience * looks
        var operation = try await look(key, in: store)
        while left > 0, operation.status == .planned {
            left -= 1
            try await Task.sleep(for: .milliseconds(1_000 / looks))
            operation = try await look(key, in: store)
        }
        let status: ExitStatus = operation.status == .failed ? .providerFailure : .success
        if json {
            try Output.json(
                command, ok: status == .success, status: status, ["operation": OperationAnswer(operation)])
        } else {
            let sentence = OperationView.sentence(for: operation)
            Output.standardOutput("\(key)  \(operation.status.rawValue)\n\(sentence)\n")
        }
        guard status == .success else { throw CommandFailure(status, "the provider refused \(key).") }
    }

    private static func look(_ key: IdempotencyKey, in store: any Store) async throws -> OperationTable.Stored {
        let found = try await store.read { try OperationTable($0).find(key, tenant: ProviderAccount.defaultName) }
        guard let found else { throw CommandFailure(.internalError, "operation \(key) is gone.") }
        return found
    }
}

import Till
import TillModel
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Queues and runs what waits for an event, in the transaction that records it.
struct TransactionalHooks {
    private let connection: any SQLConnection
    private let now: Date

    /// How often a hook may fail before the order's change goes on without it.
    static let tries = 3

    init(_ connection: any SQLConnection, now: Date) {
        self.connection = connection
        self.now = now
    }

    /// Queues durable hooks and runs the transactional ones.
    ///
    /// - Throws: ``FailedTransactionalHook`` when a hook cannot do its part; nothing of the transaction may stay then.
    func run(_ hooks: [Hook], for event: Event, account: ProviderAccount) throws {
        for hook in hooks {
            switch hook.body {
            case .durable:
                try queue([hook], for: event, account: account)
            case .transactional(let body):
                try run(hook, body, for: event, account: account)
            }
        }
    }

    /// Queues every hook: a transactional one then has a transaction of its own, right after this one.
    ///
    /// For changes that cannot be undone because a hook fails, as they tell what was done elsewhere already.
    func queue(_ hooks: [Hook], for event: Event, account: ProviderAccount) throws {
        for hook in hooks {
            try HookRunTable(connection).insert(event: event, hook: hook.name, account: account, at: now)
        }
    }

    private func run(
        _ hook: Hook, _ body: (Event, HookTransaction) throws -> Void, for event: Event, account: ProviderAccount
    ) throws {
        let runs = HookRunTable(connection)
        let failures = HookFailureTable(connection)
        let failed = try failures.find(event: event.id, hook: hook.name, tenant: account.tenant)
        if let failed, failed.attempts >= Self.tries {
            try runs.insert(
                event: event, hook: hook.name, account: account, endedAs: .dead, attempts: failed.attempts,
                error: failed.error, at: now)
        } else {
            do {
                try TeamTransaction.run(on: connection) { try body(event, $0) }
            } catch let error as StoreError where error.code == .unavailable || error.code == .superseded {
                // Not the hook's doing.
                throw error
            } catch {
                throw FailedTransactionalHook(event: event, hook: hook.name, tenant: account.tenant, cause: error)
            }
            try runs.insert(
                event: event, hook: hook.name, account: account, endedAs: .succeeded,
                attempts: (failed?.attempts ?? 0) + 1, error: nil, at: now)
        }
        if failed != nil { try failures.forget(event: event.id, hook: hook.name, tenant: account.tenant) }
    }
}

/// A transactional hook that threw: what it was part of is undone.
struct FailedTransactionalHook: Error, CustomStringConvertible {
    let event: Event
    let hook: String
    let tenant: String
    let cause: any Error

    var description: String { "the hook '\(hook)' for \(event.kind) failed: \(words)" }

    private var words: String {
        switch cause as? HookOutcome {
        case .giveUp(let reason), .retry(_, let reason): reason
        case nil: "\(cause)"
        }
    }

    /// Counts the failure, in a transaction of its own; true when the order's change is to go on without the hook.
    func record(in store: any Store, at now: Date) async throws -> Bool {
        var count = 1
        if case .giveUp? = cause as? HookOutcome { count = TransactionalHooks.tries }
        let (event, hook, tenant, words) = (event.id, hook, tenant, words)
        return try await store.write { [count] connection in
            let failures = HookFailureTable(connection)
            try failures.record(
                event: event, hook: hook, tenant: tenant, error: words, counting: count, at: now)
            let failed = try failures.find(event: event, hook: hook, tenant: tenant)
            return (failed?.attempts ?? 0) >= TransactionalHooks.tries
        }
    }
}

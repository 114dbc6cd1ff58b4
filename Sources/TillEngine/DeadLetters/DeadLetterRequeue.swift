import Logging
import Till
import TillModel
import TillProviders
import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tries dead rows again that another program, or other settings, may have cured.
///
/// Only those whose reason is decided by the program alone. What reached the wrong server, or claims what is not its
/// own, stays dead.
package struct DeadLetterRequeue: Sendable {
    private let store: any Store
    private let providers: ProviderRegistry
    private let setup: Setup
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let logger: Logger

    /// How many of each kind are tried again at one start; the others wait for the next change, or for a person.
    package static let most = 1_000

    init(
        store: any Store, providers: ProviderRegistry, setup: Setup, tenant: String, mode: Mode,
        clock: any WallClock, logger: Logger
    ) {
        self.store = store
        self.providers = providers
        self.setup = setup
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.logger = logger
    }

    /// How many rows were made due.
    package struct Count: Sendable, Hashable {
        package let messages: Int
        package let hookRuns: Int
    }

    /// Makes rows due once more when the program, its accounts or its hooks are others than at the start before.
    ///
    /// - `program`: What tells one build of the program from another.
    @discardableResult
    package func run(program: String) async throws -> Count {
        let value = ProgramFingerprint.text(program: program, accounts: providers.accounts, setup: setup)
        let now = clock.now()
        let count = try await store.write { [tenant, mode] connection -> Count in
            let before = try FingerprintTable(connection).exchange(value, tenant: tenant, mode: mode, at: now)
            // A database that no server had yet has nothing to be tried again, or nobody knows what it was made with.
            guard let before, before != value else { return Count(messages: 0, hookRuns: 0) }
            return Count(
                messages: try messages(connection, at: now), hookRuns: try hookRuns(connection, at: now))
        }
        let because: Logger.Metadata = ["because": "the program, its accounts or its hooks changed"]
        if count.messages > 0 {
            logger.notice(
                "Dead webhooks are tried again", metadata: because.merging(["count": "\(count.messages)"]) { $1 })
        }
        if count.hookRuns > 0 {
            logger.notice(
                "Dead hook runs are tried again", metadata: because.merging(["count": "\(count.hookRuns)"]) { $1 })
        }
        return count
    }

    private func messages(_ connection: any SQLConnection, at now: Date) throws -> Int {
        let codes = DeadReason.codes(.message).filter(\.isCuredByChange).map(\.rawValue)
        return try DeadLetterTable(connection, tenant: tenant, mode: mode).messages(codes: codes, limit: Self.most)
            .filter { message in
                guard providers.provider(for: message.account) != nil else { return false }
                return try InboxTable(connection).revive(message.id, tenant: tenant, mode: mode, at: now)
            }.count
    }

    private func hookRuns(_ connection: any SQLConnection, at now: Date) throws -> Int {
        let codes = DeadReason.codes(.hookRun).filter(\.isCuredByChange).map(\.rawValue)
        return try DeadLetterTable(connection, tenant: tenant, mode: mode).hookRuns(codes: codes, limit: Self.most)
            .filter { run in
                let event = try EventTable(connection).find(run.event, tenant: tenant, mode: mode)
                guard let event, setup.hook(named: run.hook, for: event.kind) != nil else { return false }
                return try HookRunTable(connection).retry(
                    event: run.event, hook: run.hook, tenant: tenant, mode: mode, at: now)
            }.count
    }
}

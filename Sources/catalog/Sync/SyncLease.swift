import TillModel
import TillStore
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// That nobody who uses the same database, on whatever machine, writes for the environment.
///
/// Without a database there is only ``SyncTurn``, which whoever takes a lease has taken before.
struct SyncLease: Sendable {
    private let database: OpenDatabase
    private let environment: String

    /// How long a run is believed to go on without a sign of life.
    private static let patience: TimeInterval = 60
    private static let heartbeat = Duration.seconds(15)

    /// The lease of an environment; nil where there is no database, or one whose tables are of another version.
    ///
    /// - Throws: ``StoreError`` when there is a database that does not answer.
    static func open(_ mode: Mode) async throws -> SyncLease? {
        let settings = try await Settings.read(overriding: ["TILL_ENV": mode.rawValue])
        let address = try settings.database(mode: mode)
        switch address {
        case .sqlite(let path): guard FileIdentity(of: path) != nil else { return nil }
        case .postgreSQL: break
        }
        do {
            return SyncLease(
                database: try await Bootstrap.openDatabase(
                    settings, mode: mode, access: .writing, logger: try Bootstrap.logger(settings)),
                environment: mode.rawValue)
        } catch let error as StoreError where error.code == .unknownVersion {
            Output.standardError(
                "warning: only this machine is kept from another sync at the same time: \(error)\n")
            return nil
        }
    }

    func close() async throws { try await database.close() }

    // MARK: - Holding

    /// Runs something while nobody else on the same database may.
    ///
    /// - `interruption`: Asked to stop when the lease is lost.
    static func holding<Value: Sendable>(
        _ mode: Mode, _ folder: SyncFolder, run: String, interruption: Interruption,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let lease = try await open(mode) else { return try await body() }
        let value: Value
        do {
            let owner = try owner(folder)
            try await lease.take(run, owner)
            do {
                value = try await lease.keeping(run, owner, interruption, body)
            } catch {
                try await lease.release(run, owner)
                throw error
            }
            try await lease.release(run, owner)
        } catch {
            try await lease.close()
            throw error
        }
        try await lease.close()
        return value
    }

    private func take(_ run: String, _ owner: String) async throws {
        let now = Bootstrap.clock.now()
        let holder = try await write { table in
            try table.take(
                run: run, owner: owner, silentSince: now.addingTimeInterval(-Self.patience), at: now)
        }
        guard let holder else { return }
        throw CommandFailure(
            .locked,
            "\(holder.owner) is syncing '\(environment)': its run \(holder.run) gave a sign of life at "
                + "\(holder.heartbeatAt.rfc3339). Wait until it has ended. If its machine is gone, it is given up by "
                + "itself after a minute, or at once: catalog unlock --env \(environment) --run \(holder.run)")
    }

    private func release(_ run: String, _ owner: String) async throws {
        try await write { try $0.release(run: run, owner: owner) }
    }

    private func keeping<Value: Sendable>(
        _ run: String, _ owner: String, _ interruption: Interruption,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                await keepAlive(run, owner, interruption)
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Gives signs of life, and ends when it is cancelled or the lease is lost.
    private func keepAlive(_ run: String, _ owner: String, _ interruption: Interruption) async {
        var last = SyncSession.time.elapsed()
        while true {
            do {
                try await Task.sleep(for: Self.heartbeat)
            } catch {
                return
            }
            do {
                let now = Bootstrap.clock.now()
                guard try await write({ try $0.extend(run: run, owner: owner, at: now) }) else {
                    Output.standardError("\nStopping: somebody else took over, or gave this run up.\n")
                    return interruption.request()
                }
                last = SyncSession.time.elapsed()
            } catch {
                // The next sign of life may get through before anybody takes over.
                guard SyncSession.time.elapsed() - last + Self.heartbeat >= .seconds(Self.patience) else { continue }
                Output.standardError("\nStopping: the database takes no sign of life: \(error)\n")
                return interruption.request()
            }
        }
    }

    // MARK: - Others

    /// Takes the lease from a run, whoever owns it; false when the run does not have it.
    func clear(_ run: String) async throws -> Bool { try await write { try $0.clear(run: run) } }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (SyncLeaseTable) throws -> Value
    ) async throws -> Value {
        try await database.store.write { [environment] in
            try body(SyncLeaseTable($0, tenant: ProviderAccount.defaultName, environment: environment))
        }
    }

    /// What this machine is called in leases: its name, and what was drawn for the folder.
    ///
    /// Whoever finds its own name holds the folder's turn, so it knows that the run of that name is over.
    private static func owner(_ folder: SyncFolder) throws(CommandFailure) -> String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else {
            throw CommandFailure(.internalError, "this machine has no name.")
        }
        let host = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let path = "\(folder.path)/owner"
        do {
            if FileIdentity(of: path) != nil {
                let kept = try String(contentsOfFile: path, encoding: .utf8)
                if kept.hasPrefix("\(host)/") { return kept }
            }
            let drawn = "\(host)/\(Bootstrap.identifiers.token().prefix(8))"
            try drawn.write(toFile: path, atomically: true, encoding: .utf8)
            return drawn
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be read or written: \(error)")
        }
    }
}

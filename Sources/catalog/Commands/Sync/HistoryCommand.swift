import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog history`: what was pushed, and what stood for each key before.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show which objects stood for each key before, and the runs of this machine.",
        discussion: """
            Reads the lock file and the journals in .till/sync; no network.

            EXAMPLES
              catalog history --env live
              catalog history --env live --only 'pro/*' --json

            Exit status: 0 done, 3 the lock file is not valid.
            """)

    @OptionGroup var place: EnvironmentOptions

    @Option(help: "Only keys like this, such as 'pro/*'.")
    var only: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// An object that stood for a key.
    private struct Former: Encodable {
        let provider: String
        let key: String
        let id: String
        let generation: Int
        let until: String
        let reason: String
    }

    /// A run of this machine.
    private struct Run: Encodable {
        let run: String
        let startedAt: String
        let writes: Int
        let failures: Int?

        private enum CodingKeys: String, CodingKey {
            case run
            case startedAt = "started_at"
            case writes, failures
        }
    }

    func run() async throws {
        let given = try await place.read()
        let (mode, folder) = (given.mode, given.folder)
        let keeper = try LockKeeper(
            path: CatalogFiles.lockPath(beside: given.catalog, of: mode), environment: mode.rawValue)
        let lock = await keeper.lockfile
        let former = former(lock)
        let runs = try runs(folder)
        let serials = try LockSnapshots(folder: folder).serials()
        guard !json else {
            return try Output.json(
                "history",
                ["env": mode.rawValue, "serial": lock.serial, "serials": serials, "retired": former, "runs": runs])
        }
        var text = "\(keeper.path), serial \(lock.serial)\n"
        if !former.isEmpty {
            text += "\nStood for it before\n"
            text += TextTable.render(
                ["UNTIL", "PROVIDER", "WHAT", "ID", "WHY"],
                former.map { [$0.until, $0.provider, "\($0.key) (\($0.generation))", $0.id, $0.reason] })
        }
        if !runs.isEmpty {
            text += "\nRuns of this machine\n"
            text += TextTable.render(
                ["BEGAN", "RUN", "WRITES", "NOT DONE"],
                runs.map { [$0.startedAt, $0.run, "\($0.writes)", $0.failures.map(String.init) ?? "cut off"] })
        }
        if !serials.isEmpty {
            text += "\nSerials to go back to: \(serials.map(String.init).joined(separator: ", "))\n"
        }
        Output.standardOutput(text)
    }

    private func former(_ lock: Lockfile) -> [Former] {
        lock.providers.flatMap { provider, part in
            part.retired.filter { SyncOptions.isMeant($0.key.name, by: only) }.map {
                Former(
                    provider: provider.rawValue, key: $0.key.description, id: $0.id, generation: $0.generation,
                    until: $0.until.rfc3339, reason: $0.reason)
            }
        }.sorted { ($0.until, $0.key) < ($1.until, $1.key) }
    }

    private func runs(_ folder: SyncFolder) throws -> [Run] {
        var files: [String] = []
        if FileManager.default.fileExists(atPath: folder.runs) {
            files = try FileManager.default.contentsOfDirectory(atPath: folder.runs)
                .filter { $0.hasPrefix("\(folder.environment)-") }.sorted().map { "\(folder.runs)/\($0)" }
        }
        return try (files + [folder.journal]).compactMap { path in
            let records: [JournalRecord]
            do throws(SyncJournal.Failure) {
                records = try SyncJournal.records(at: path)
            } catch {
                throw CommandFailure(.internalError, error.description)
            }
            guard case .began(let header) = records.first else { return nil }
            let writes = records.count { if case .done = $0 { true } else { false } }
            var failures: Int?
            if case .ended(let number) = records.last { failures = number }
            return Run(run: header.run, startedAt: header.startedAt, writes: writes, failures: failures)
        }
    }
}

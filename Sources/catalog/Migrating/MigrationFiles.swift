import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where migrations are kept, beside the runs of `catalog sync`.
struct MigrationFiles: Sendable {
    let folder: SyncFolder

    /// The migration that goes on, or went on last.
    var journal: String { "\(folder.path)/\(folder.environment)-migration.journal" }
    /// Is there while a migration is asked to stop.
    private var request: String { "\(folder.path)/\(folder.environment)-migration.pause" }
    /// Where migrations that are over are kept.
    private var past: String { "\(folder.path)/migrations" }

    /// How the last migration stands; nil when there was none.
    func state() throws(CommandFailure) -> MigrationState? {
        do {
            return try MigrationJournal.state(at: journal)
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
    }

    /// Puts the last migration with those that are over.
    func shelve() throws(CommandFailure) {
        guard let state = try state() else { return }
        let target = "\(past)/\(folder.environment)-\(state.header.startedAt)-\(state.header.job).jsonl"
        do {
            try FileManager.default.createDirectory(atPath: past, withIntermediateDirectories: true)
            if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
            try FileManager.default.moveItem(atPath: journal, toPath: target)
        } catch {
            throw CommandFailure(.internalError, "\(journal) cannot be put away: \(error)")
        }
    }

    var isPauseRequested: Bool { FileManager.default.fileExists(atPath: request) }

    func requestPause() throws(CommandFailure) {
        do {
            try "".write(toFile: request, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure(.internalError, "\(request) cannot be written: \(error)")
        }
    }

    func forgetPause() throws(CommandFailure) {
        guard isPauseRequested else { return }
        do {
            try FileManager.default.removeItem(atPath: request)
        } catch {
            throw CommandFailure(.internalError, "\(request) cannot be removed: \(error)")
        }
    }
}

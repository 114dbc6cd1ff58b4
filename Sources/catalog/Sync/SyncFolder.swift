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

/// Where runs keep what is nobody else's business: `.till/sync` beside the catalog.
struct SyncFolder: Sendable {
    let path: String
    let environment: String

    /// - `catalog`: The catalog's path.
    init(beside catalog: String, environment: String) {
        let folder = catalog.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        path = (folder + [".till", "sync"]).joined(separator: "/")
        self.environment = environment
    }

    /// The journal of the run that goes on, or went on last.
    var journal: String { "\(path)/\(environment).journal" }
    /// Where journals of runs that are over are kept, oldest name first.
    var runs: String { "\(path)/runs" }
    /// Where files are kept as they were before they were changed.
    var backups: String { String(path.dropLast("/sync".count)) + "/backup" }
    /// Where what a provider tells only once is kept.
    func secret(_ name: String) -> String { "\(path)/\(environment)-\(name).secret" }

    func make() throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be made: \(error)")
        }
    }

    /// The last journal's records; none when there was no run.
    func records() throws(CommandFailure) -> [JournalRecord] {
        do {
            return try SyncJournal.records(at: journal)
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
    }

    /// A run that began and did not end; nil when the last one did.
    func unfinished() throws(CommandFailure) -> JournalHeader? {
        let records = try records()
        if case .ended = records.last { return nil }
        guard case .began(let header) = records.first else { return nil }
        return header
    }

    /// Refuses to go on while a run is cut off: what it did may not be in the lock yet.
    func refuseUnfinished() throws(CommandFailure) {
        guard let header = try unfinished() else { return }
        throw CommandFailure(
            .locked,
            "the run \(header.run) of \(header.startedAt) was cut off. Go on with it: catalog resume --env "
                + "\(environment). Or give it up: catalog unlock --env \(environment) --run \(header.run)")
    }

    /// Puts the last journal with those that are over.
    func shelve() throws(CommandFailure) {
        guard case .began(let header) = try records().first else { return }
        do {
            let target = "\(runs)/\(environment)-\(header.startedAt)-\(header.run).jsonl"
            if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
            try FileManager.default.moveItem(atPath: journal, toPath: target)
        } catch {
            throw CommandFailure(.internalError, "\(journal) cannot be put away: \(error)")
        }
    }

    /// Keeps a secret where only its owner can read it.
    func keep(secret: String, as name: String) throws(CommandFailure) {
        let descriptor = open(self.secret(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure(.internalError, "\(self.secret(name)) cannot be written.") }
        defer { close(descriptor) }
        let bytes = Array((secret + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw CommandFailure(.internalError, "\(self.secret(name)) cannot be written.")
        }
    }
}

/// That nobody else on this machine writes for the environment, for as long as this lives.
///
/// The system lets go of it when the process ends, however it ends.
struct SyncTurn: ~Copyable {
    private let descriptor: Int32

    init(in folder: SyncFolder) throws(CommandFailure) {
        try folder.make()
        let path = "\(folder.path)/\(folder.environment).turn"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw CommandFailure(.internalError, "\(path) cannot be opened.") }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw CommandFailure(
                .locked, "another sync of '\(folder.environment)' is running; wait until it has ended.")
        }
        descriptor = opened
    }

    deinit { close(descriptor) }
}

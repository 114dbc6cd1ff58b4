import TillCatalogFile

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lock files as they were after each run, so that one can go back to them.
struct LockSnapshots: Sendable {
    /// How many are kept.
    private static let most = 50

    let folder: SyncFolder

    private var path: String { "\(folder.path)/locks" }

    private func path(_ serial: Int) -> String { "\(path)/\(folder.environment)-\(serial).lock" }

    /// Keeps a lock as it is after a run.
    func keep(_ lockfile: Lockfile) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try lockfile.json.write(toFile: path(lockfile.serial), atomically: true, encoding: .utf8)
            for old in try serials().dropLast(Self.most) { try FileManager.default.removeItem(atPath: path(old)) }
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be written: \(error)")
        }
    }

    /// The serials that are kept, oldest first.
    func serials() throws(CommandFailure) -> [Int] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            let prefix = "\(folder.environment)-"
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { name in
                guard name.hasPrefix(prefix), name.hasSuffix(".lock") else { return nil }
                return Int(name.dropFirst(prefix.count).dropLast(5))
            }.sorted()
        } catch {
            throw CommandFailure(.internalError, "\(path) cannot be read: \(error)")
        }
    }

    /// The lock of a serial.
    func read(_ serial: Int) throws(CommandFailure) -> Lockfile {
        let reading = Lockfile.read(contentsOf: path(serial))
        guard let lockfile = reading.lockfile else {
            let kept = try serials().map(String.init).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "there is no lock of serial \(serial) here\(kept.isEmpty ? "" : "; there are \(kept)"). One from "
                    + "version control can be given with --lock FILE.")
        }
        return lockfile
    }
}

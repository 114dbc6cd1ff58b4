import TillStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A real database in a folder of its own, in memory where the system has such a place.
///
/// It begins as a copy of one that has its tables, since making them takes longer than a simulation.
struct TemporaryDatabase: Sendable {
    let store: SQLiteStore
    private let folder: String

    init() async throws {
        let template = try Self.template.get()
        folder = Self.newFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: template, toPath: "\(folder)/till.db")
        store = try SQLiteStore(path: "\(folder)/till.db")
    }

    /// Ends what uses the folder, and removes it.
    func remove() {
        try? store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let template = Result<String, any Error> {
        let folder = newFolder()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try SQLiteStore(path: "\(folder)/template.db")
        try store.close()
        return "\(folder)/template.db"
    }

    private static func newFolder() -> String {
        let memory = "/dev/shm"
        let place =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path(percentEncoded: false)
        return "\(place)/till-simulation-\(UUID().uuidString)"
    }
}

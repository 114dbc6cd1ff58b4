#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file that a command makes and nobody edits.
struct GeneratedFile {
    let path: String
    /// What it should say.
    let wanted: String

    /// What it says; nil when there is none.
    func read() throws(CommandFailure) -> String? {
        var isFolder: Bool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        guard !isFolder else { throw CommandFailure(.usage, "\(path) is a folder; name a file in it.") }
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be read.")
        }
    }

    /// Writes all of it or nothing: beside the file first, then in its place.
    func write() throws(CommandFailure) {
        do {
            // A link stays, and what it leads to is written.
            try Data(wanted.utf8).write(to: URL(filePath: path).resolvingSymlinksInPath(), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be written: is its folder there, and may this user write it?")
        }
    }
}

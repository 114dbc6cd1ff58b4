#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What git knows of a file.
enum VersionControl {
    /// Whether a file has changes that were not committed; false where git does not keep it, or is not there.
    static func hasChanges(_ path: String) throws(CommandFailure) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = String(parts.last ?? "")
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
        guard try git(in: folder, ["rev-parse", "--is-inside-work-tree"]) == 0 else { return false }
        // 0 and 1 tell; anything else is that nothing was ever committed.
        return try git(in: folder, ["diff", "--quiet", "--no-ext-diff", "HEAD", "--", name]) == 1
    }

    private static func git(in folder: String, _ arguments: [String]) throws(CommandFailure) -> Int32? {
        try ExternalProgram.run(
            "git", ["-C", folder] + arguments, environment: ProcessInfo.processInfo.environment, isSilent: true)
    }
}

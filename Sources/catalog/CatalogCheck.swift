import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What came of checking a catalog file.
struct CatalogCheck {
    /// The file as it was named.
    let file: String
    /// The catalog; nil when it cannot be used.
    let catalog: Catalog?
    /// Everything the author should know, of the catalog's files, of what providers cannot have, and of the lock file.
    let diagnostics: [Diagnostic]
    /// Every file that was read.
    let files: [String]
    /// Whether warnings count as mistakes.
    let isStrict: Bool

    /// Whether the file passes.
    var isValid: Bool { catalog != nil && (!isStrict || diagnostics.isEmpty) }

    /// Reads a file as an environment would, with the lock file beside it, or without one as any of them would.
    static func read(
        _ file: String, mode: Mode?, overlays: [String], isStrict: Bool
    ) throws(CommandFailure) -> CatalogCheck {
        var options = ReadingOptions(
            mode: mode, overlays: overlays, variables: try EnvironmentVariables.read(), requiresVariables: false,
            findsPlaces: mode != nil)
        var locked: [Diagnostic] = []
        var isLockGood = true
        var lockFiles: [String] = []
        if let mode {
            let path = CatalogFiles.lockPath(beside: file, of: mode)
            if access(path, F_OK) == 0 {
                let reading = Lockfile.read(contentsOf: path)
                locked = reading.diagnostics
                isLockGood = reading.lockfile != nil
                lockFiles = [path]
                if let lockfile = reading.lockfile {
                    guard lockfile.environment == mode.rawValue else {
                        throw CommandFailure(
                            .environmentMismatch,
                            "\(path) is the lock file of '\(lockfile.environment)', not of '\(mode)'.")
                    }
                    options.synced = lockfile.remoteIDs
                }
            }
        }
        let reading = CatalogReader.read(contentsOf: file, options)
        var refused: [Diagnostic] = []
        if let mode, let catalog = reading.catalog {
            refused = try refusals(of: catalog, mode, reading.places, file: file)
        }
        return CatalogCheck(
            file: file, catalog: isLockGood ? reading.catalog : nil,
            diagnostics: reading.diagnostics + refused + locked,
            files: reading.files + lockFiles, isStrict: isStrict)
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells one build of the program from another without reading it.
enum ProgramIdentity {
    /// The version, and the size and age of the file that runs.
    static var text: String {
        #if os(Linux)
            let path = "/proc/self/exe"
        #else
            let path = CommandLine.arguments.first ?? ""
        #endif
        var found = stat()
        guard stat(path, &found) == 0 else { return CatalogCommand.version }
        #if canImport(Darwin)
            let changed = found.st_mtimespec.tv_sec
        #else
            let changed = found.st_mtim.tv_sec
        #endif
        return "\(CatalogCommand.version) \(found.st_size) \(changed)"
    }
}

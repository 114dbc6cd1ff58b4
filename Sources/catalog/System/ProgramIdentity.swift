/// Tells one build of the program from another without reading it.
enum ProgramIdentity {
    /// The version, and the size and age of the file that runs.
    static var text: String {
        #if os(Linux)
            let path = "/proc/self/exe"
        #else
            let path = CommandLine.arguments.first ?? ""
        #endif
        guard let file = FileIdentity(of: path) else { return CatalogCommand.version }
        return "\(CatalogCommand.version) \(file.words)"
    }
}

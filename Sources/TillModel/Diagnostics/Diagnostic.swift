/// Something the author of `products.yaml` should know, with its place and a remedy.
///
/// Collected, never thrown one at a time: the author sees every mistake of a file in one run.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The file cannot be used.
        case error
        /// The file can be used, but perhaps not as meant.
        case warning
    }

    /// A stable name such as `TILL-V012`, to look up and to compare.
    public let code: String
    /// How bad it is.
    public let severity: Severity
    /// One sentence that says what is wrong.
    public let message: String
    /// One sentence that says how to mend it; nil when the message says it all.
    public let help: String?
    /// Where it is.
    public let location: SourceLocation
    /// The line it is on, without its line break, key-shaped text masked; nil when there is none to show.
    public let sourceLine: String?

    /// A diagnostic with its place.
    public init(
        code: String, severity: Severity, message: String, help: String? = nil, location: SourceLocation,
        sourceLine: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.help = help
        self.location = location
        self.sourceLine = sourceLine
    }
}

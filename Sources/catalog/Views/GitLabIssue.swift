import TillCatalogFile
import TillModel

// The names are those of GitLab's reports.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A diagnostic in GitLab's report on code quality.
struct GitLabIssue: Encodable {
    let description: String
    let check_name: String
    /// Stays while lines above come and go.
    let fingerprint: String
    let severity: String
    let location: Location

    /// Where it is.
    struct Location: Encodable {
        let path: String
        let lines: Lines

        /// Only where it begins is said.
        struct Lines: Encodable {
            let begin: Int
        }
    }

    private init(_ diagnostic: Diagnostic, fingerprint: String) {
        description = "\(diagnostic.code): \(diagnostic.message)" + (diagnostic.help.map { " (\($0))" } ?? "")
        check_name = diagnostic.code
        self.fingerprint = fingerprint
        severity = diagnostic.severity == .error ? "major" : "minor"
        // Reports name files from the repository's top, without a `./`.
        let file = diagnostic.location.file
        location = Location(
            path: file.hasPrefix("./") ? String(file.dropFirst(2)) : file,
            lines: Location.Lines(begin: diagnostic.location.line))
    }

    /// The report's entries.
    static func issues(_ diagnostics: [Diagnostic]) -> [GitLabIssue] {
        zip(diagnostics, DiagnosticFingerprints.of(diagnostics)).map { GitLabIssue($0, fingerprint: $1) }
    }
}

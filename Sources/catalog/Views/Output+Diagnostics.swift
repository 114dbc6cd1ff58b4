import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Output {
    /// What an author should know, on standard error, and in the answer of the command that runs.
    static func diagnostics(_ diagnostics: [Diagnostic]) {
        PendingAnswer.current?.note(diagnostics)
        guard !diagnostics.isEmpty else { return }
        standardError(DiagnosticText.render(diagnostics, colour: isColourful(STDERR_FILENO)))
    }
}

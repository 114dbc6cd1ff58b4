import ArgumentParser
import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How diagnostics are printed.
enum DiagnosticFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people.
    case text
    /// For programs.
    case json
    /// For services that show what checks found in code.
    case sarif
    /// Workflow commands, which become annotations on a pull request.
    case github
    /// A report on code quality, which becomes a list in a merge request.
    case gitlab

    /// Prints what a check came to.
    func print(_ check: CatalogCheck, status: ExitStatus) throws {
        switch self {
        case .text:
            Output.standardOutput(
                DiagnosticText.render(check.diagnostics, colour: Output.isColourful(STDOUT_FILENO))
                    + DiagnosticFormat.summary(check))
        case .json: try DiagnosticFormat.printEnvelope(check, status)
        case .sarif: try Output.json(SARIFLog(check.diagnostics))
        case .github:
            Output.standardOutput(
                check.diagnostics.map { GitHubAnnotation($0).line + "\n" }.joined() + DiagnosticFormat.summary(check))
        case .gitlab: try Output.json(GitLabIssue.issues(check.diagnostics))
        }
    }

    private static func printEnvelope(_ check: CatalogCheck, _ status: ExitStatus) throws {
        try Output.json(
            "validate", ok: status == .success, status: status,
            [
                "file": check.file,
                "files": check.files,
                "products": check.catalog?.products.count ?? 0,
                "content_hash": check.catalog?.contentHash ?? "",
                "errors": check.diagnostics.filter { $0.severity == .error }.map(DiagnosticAnswer.init),
                "warnings": check.diagnostics.filter { $0.severity == .warning }.map(DiagnosticAnswer.init),
            ])
    }

    private static func summary(_ check: CatalogCheck) -> String {
        guard let catalog = check.catalog else { return "" }
        guard check.isValid else { return "\(check.file) has warnings, which --strict refuses\n" }
        let prices = count(catalog.products.reduce(0) { $0 + $1.prices.count }, "price")
        return "\(check.file) is valid: \(count(catalog.products.count, "product")), \(prices)\n"
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}

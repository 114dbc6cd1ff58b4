import ArgumentParser
import TillCatalogFile
import TillModel

/// `catalog diff`: what a change of the file means for people.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell what is different between two catalog files, and who notices.",
        discussion: """
            Reads the two files only: no network, no keys, nothing is changed.

            EXAMPLES
              catalog diff <(git show main:products.yaml) products.yaml
              catalog diff old.yaml new.yaml --markdown
              catalog diff old.yaml new.yaml --json --detailed-exit-code

            Exit status: 0 done, 2 they differ (with --detailed-exit-code), 3 one of them is not valid.
            """)

    @Argument(help: "The file as it was.")
    var old: String

    @Argument(help: "The file as it is to be.")
    var new = "products.yaml"

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(help: "Print a table for a pull request.")
    var markdown = false

    @Flag(help: "End with 2 when the files differ.")
    var detailedExitCode = false

    func validate() throws {
        guard !json || !markdown else { throw ValidationError("choose --json or --markdown.") }
    }

    func run() async throws {
        let before = CatalogReader.read(contentsOf: old)
        let after = CatalogReader.read(contentsOf: new)
        guard let from = before.catalog, let to = after.catalog else {
            return try refuse([(old, before), (new, after)])
        }
        let comparison = CatalogComparison(from: from, to: to)
        let status: ExitStatus = detailedExitCode && !comparison.changes.isEmpty ? .changed : .success
        if json {
            try Output.json("diff", status: status, DiffView.json(comparison, from: old, to: new))
        } else if markdown {
            Output.standardOutput(DiffView.markdown(comparison, from: old, to: new))
        } else {
            Output.standardOutput(DiffView.text(comparison, from: old, to: new))
        }
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// Tells what keeps either file from being read.
    private func refuse(_ readings: [(path: String, reading: CatalogReading)]) throws {
        let errors = readings.flatMap(\.reading.diagnostics).filter { $0.severity == .error }
        let invalid = readings.filter { $0.reading.catalog == nil }.map(\.path).joined(separator: " and ")
        let failure = CommandFailure(.invalid, "\(invalid) cannot be compared: not valid.")
        guard json else {
            Output.diagnostics(errors)
            throw failure
        }
        try Output.json(
            "diff", ok: false, status: .invalid,
            ["from": old, "to": new, "errors": errors.map(DiagnosticAnswer.init)])
        throw ExitCode(ExitStatus.invalid.rawValue)
    }
}

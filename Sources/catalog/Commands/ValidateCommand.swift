import ArgumentParser
import TillCatalogFile
import TillModel

/// `catalog validate`: every mistake of a catalog file at once.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check products.yaml and show every mistake at once.",
        discussion: """
            Reads files only: no network, no keys, nothing is changed. `catalog explain CODE` tells more of a mistake.

            Without --env, ids and overlays of every environment are checked. With it, the file is read as that \
            environment would: with its overlay, its ids, and its lock file if there is one, so that changes of \
            amounts that were pushed before are held to the catalog's rules.

            EXAMPLES
              catalog validate
              catalog validate --env live --strict
              catalog validate shop/products.yaml --overlay acme
              catalog validate --format github       annotations on a pull request
              catalog validate --sarif > till.sarif  for code scanning

            Exit status: 0 valid, 3 not valid, 4 the lock file is of another environment, 64 wrong usage.
            """)

    @Argument(help: "The file to check.")
    var file = "products.yaml"

    @Option(help: "The environment to read it for: dev, test or live.")
    var env: String?

    @Option(help: "An overlay to apply; may be given several times, in the order in which they apply.")
    var overlay: [String] = []

    @Flag(help: "Let warnings fail as well.")
    var strict = false

    @Option(help: "How to print the result: text, json, sarif, github or gitlab.")
    var format: DiagnosticFormat?

    @Flag(help: "Print the result as JSON; the same as --format json.")
    var json = false

    @Flag(help: "Print the result as SARIF; the same as --format sarif.")
    var sarif = false

    /// The format that was chosen; nil when several were.
    private var chosen: DiagnosticFormat? {
        let all = Set((format.map { [$0] } ?? []) + (json ? [.json] : []) + (sarif ? [.sarif] : []))
        return all.count > 1 ? nil : all.first ?? .text
    }

    func validate() throws {
        guard chosen != nil else {
            throw ValidationError("--format, --json and --sarif name several formats: use one.")
        }
    }

    func run() async throws {
        let mode = try env.map { name throws(CommandFailure) in
            guard let mode = Mode(rawValue: name) else {
                throw CommandFailure(.usage, "--env is '\(name)'; it must be dev, test or live.")
            }
            return mode
        }
        let check = try CatalogCheck.read(file, mode: mode, overlays: overlay, isStrict: strict)
        let status: ExitStatus = check.isValid ? .success : .invalid
        try (chosen ?? .text).print(check, status: status)
        if status != .success { throw ExitCode(status.rawValue) }
    }
}

extension ValidateCommand: AnsweringCommand {
    var answerForm: AnswerForm { AnswerForm(command: "validate", env: env, isJSON: chosen == .json) }
}

extension Mode: ExpressibleByArgument {}

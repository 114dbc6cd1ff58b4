import ArgumentParser
import TillCatalogFile

/// `catalog generate`: what the format of products.yaml says of itself, for editors and for people.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make the schema for editors, or a page of the reference.",
        discussion: """
            TARGETS
              json-schema  for editors: completion, explanations and marks while you type
              reference    every key of products.yaml, as a page
              diagnostics  every code of `catalog validate`, as a page

            EXAMPLES
              catalog generate json-schema --output docs/products.schema.json
              catalog generate json-schema --output docs/products.schema.json --check

            Exit status: 0 done, 2 stale or missing (with --check), 64 wrong usage.
            """)

    @Argument(help: "What to make.")
    var target: FormatDocument

    @Option(name: [.short, .long], help: "The file to write; without it the text is printed.")
    var output: String?

    @Flag(help: "Write nothing; tell whether the file is what would be written.")
    var check = false

    func validate() throws {
        guard !check || output != nil else {
            throw ValidationError("--check compares a file: say which one with --output.")
        }
    }

    func run() throws {
        guard let output else { return Output.standardOutput(target.text) }
        let generated = GeneratedFile(path: output, wanted: target.text)
        let found = try generated.read()
        guard found != generated.wanted else { return Output.standardOutput("\(output) is up to date\n") }
        guard !check else {
            Output.standardOutput(
                "\(output) is \(found == nil ? "missing" : "stale"); run: catalog generate \(target.rawValue) "
                    + "--output \(output)\n")
            throw ExitCode(ExitStatus.changed.rawValue)
        }
        try generated.write()
        Output.standardOutput("\(output) was \(found == nil ? "made" : "changed")\n")
    }
}

extension FormatDocument: ExpressibleByArgument {}

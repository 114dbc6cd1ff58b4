import ArgumentParser
import TillCatalogFile
import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `catalog fmt`: catalog files in their canonical form.
struct FormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Put products.yaml into its canonical form; comments stay.",
        discussion: """
            Order of keys, two spaces for each level, one blank line between products. Comments, quotes and anchors \
            stay as they are, and so does the order of products, prices and lists. The file may have mistakes \
            in its meaning, as long as it is YAML.

            EXAMPLES
              catalog fmt
              catalog fmt --check
              catalog fmt catalog/*.yaml
              catalog fmt - < products.yaml

            Exit status: 0 done, 1 not written (nothing is changed), 2 with --check: a file is not in its canonical \
            form, 3 not YAML or not readable.
            """)

    @Argument(help: ArgumentHelp("The files to format; - is standard input.", valueName: "file"))
    var files = ["products.yaml"]

    @Flag(help: "Change nothing; list the files that would change and end with 2.")
    var check = false

    @Flag(help: "Print the canonical form instead of writing it.")
    var stdout = false

    func validate() throws {
        guard !check || !stdout else { throw ValidationError("--check prints names, --stdout prints files: use one.") }
    }

    func run() async throws {
        var statuses: [ExitStatus] = []
        for file in files { statuses.append(try format(file)) }
        // The gravest of them; what is wrong with the formatter comes before what is wrong with a file.
        let order: [ExitStatus] = [.internalError, .invalid, .changed]
        if let status = order.first(where: statuses.contains) { throw ExitCode(status.rawValue) }
    }

    private func format(_ file: String) throws -> ExitStatus {
        let result = CatalogFormatter().format(contentsOf: file)
        switch result.formatting {
        case .notYAML(let diagnostics):
            Output.standardError(DiagnosticText.render(diagnostics, colour: Output.isColourful(STDERR_FILENO)))
            return .invalid
        case .refused(let reason):
            Output.standardError("error: \(file) is left as it is: \(reason). This is a mistake of catalog fmt.\n")
            return .internalError
        case .formatted(let bytes):
            let isSame = bytes == result.bytes
            if check {
                if !isSame { Output.standardOutput("\(file)\n") }
                return isSame ? .success : .changed
            }
            if stdout || file == "-" {
                Output.standardOutput(String(decoding: bytes, as: UTF8.self))
            } else if !isSame {
                do {
                    try FileReplacement.write(bytes, to: file)
                } catch {
                    throw CommandFailure(.internalError, "\(file) cannot be written: \(error.description).")
                }
                Output.standardError("formatted \(file)\n")
            }
            return .success
        }
    }
}

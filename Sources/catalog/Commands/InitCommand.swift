import ArgumentParser
import TillCatalogFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `catalog init`: a first `products.yaml`.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a first products.yaml, with comments that explain it.",
        discussion: """
            \(Starter.allCases.map { "\($0.rawValue): \($0.purpose)." }.joined(separator: "\n"))

            Without a name it is job-board. A file that is there already is left alone.

            EXAMPLES
              catalog init
              catalog init saas
              catalog init shop --file shop/products.yaml

            Exit status: 0 done, 1 not written, 6 the file exists and --force was not given.
            """)

    @Argument(help: "What to begin with.")
    var starter = Starter.jobBoard

    @Option(help: "The file to write.")
    var file = "products.yaml"

    @Flag(help: "Replace a file that is there.")
    var force = false

    func run() async throws {
        guard force || access(file, F_OK) != 0 else {
            throw CommandFailure(
                .blocked, "\(file) exists and was not touched; give --file another name, or --force to replace it.")
        }
        do {
            try FileReplacement.write(Array(starter.text.utf8), to: file)
        } catch {
            throw CommandFailure(.internalError, "\(file) cannot be written: \(error.description).")
        }
        let others = Starter.allCases.filter { $0 != starter }.map(\.rawValue).joined(separator: ", ")
        let named = file == "products.yaml" ? "" : " \(file)"
        Output.standardOutput(
            """
            wrote \(file): \(starter.purpose)

            Next:
              catalog validate\(named)   every mistake at once, after each change
              catalog dev\(named.isEmpty ? "  " : " --catalog\(named)")      sell from it on this machine, no account needed

            Other files to begin with: \(others)

            """)
    }
}

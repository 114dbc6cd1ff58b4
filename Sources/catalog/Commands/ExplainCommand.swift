import ArgumentParser
import TillCatalogFile

/// `catalog explain`: what a diagnostic means, or a key of products.yaml.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a code of `catalog validate`, or a part of products.yaml.",
        discussion: """
            Of a code: what it means, a file with the mistake, and the same file mended.
            Of a part of the file, or of a key in it: what may stand there.

            EXAMPLES
              catalog explain TILL-V012        or V012, or 12
              catalog explain product
              catalog explain price.every
              catalog explain coupon.percent_off --json

            Exit status: 0 done, 64 there is nothing of that name.
            """)

    @Argument(help: "A code, a part of the file, or a part and a key with a point between.")
    var subject: [String]

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let subject = self.subject.joined(separator: " ")
        switch ExplainedSubject(subject) {
        case .code(let explanation):
            if json { return try Output.json("explain", ["diagnostic": ExplanationAnswer(explanation)]) }
            Output.standardOutput(ExplanationView.text(explanation))
        case .map(let map):
            if json { return try Output.json("explain", ["map": MapAnswer(map)]) }
            Output.standardOutput(MapView.text(map))
        case .keys(let places):
            if json {
                return try Output.json("explain", ["keys": places.map { KeyAnswer($0.key, in: $0.map) }])
            }
            Output.standardOutput(places.map { MapView.text($0.key, in: $0.map) }.joined(separator: "\n"))
        case .unknown(let nearest):
            throw CommandFailure(
                .usage,
                "there is nothing called '\(OneLine.of(subject))' to explain"
                    + (nearest.map { "; did you mean '\($0)'?" } ?? ". Try `catalog explain file`."))
        }
    }
}

import TillModel

/// A diagnostic as a workflow command of GitHub Actions.
struct GitHubAnnotation {
    /// The command, without a line break.
    let line: String

    init(_ diagnostic: Diagnostic) {
        let place = diagnostic.location
        let properties = [
            ("file", place.file), ("line", "\(place.line)"), ("endLine", "\(place.line)"), ("col", "\(place.column)"),
            ("endColumn", "\(place.column + place.length - 1)"), ("title", diagnostic.code),
        ]
        let words = properties.map { "\($0.0)=\(GitHubAnnotation.property($0.1))" }.joined(separator: ",")
        let message = diagnostic.message + (diagnostic.help.map { "\n\($0)" } ?? "")
        line = "::\(diagnostic.severity.rawValue) \(words)::\(GitHubAnnotation.message(message))"
    }

    private static func message(_ text: String) -> String { escaped(text, ["%", "\r", "\n"]) }

    private static func property(_ text: String) -> String { escaped(text, ["%", "\r", "\n", ":", ","]) }

    /// A text in which some characters are written as `%` and two digits.
    private static func escaped(_ text: String, _ characters: Set<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard characters.contains(scalar) else {
                result.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result.append(contentsOf: ("%" + (digits.utf8.count < 2 ? "0" : "") + digits).unicodeScalars)
        }
        return String(result)
    }
}

import TillCatalogFile
import TillModel

/// Diagnostics in the Static Analysis Results Interchange Format 2.1.0.
struct SARIFLog: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    /// One run of the program.
    struct Run: Encodable {
        let tool: Tool
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    /// The program, with the kinds of mistake that it found.
    struct Tool: Encodable {
        let driver: Driver

        /// The program itself.
        struct Driver: Encodable {
            let name = "catalog"
            let version = CatalogCommand.version
            let rules: [Rule]
        }
    }

    /// A kind of mistake.
    struct Rule: Encodable {
        let id: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
    }

    /// A text, for programs that show it plainly and for those that know Markdown.
    struct Text: Encodable {
        let text: String
        var markdown: String?
    }

    /// A diagnostic.
    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]
    }

    /// Where a diagnostic is.
    struct Location: Encodable {
        let physicalLocation: Physical

        /// A region of a file.
        struct Physical: Encodable {
            let artifactLocation: Artifact
            let region: Region
        }

        /// A file.
        struct Artifact: Encodable {
            let uri: String
        }

        /// Lines and columns count from 1; the end is the first column behind it.
        struct Region: Encodable {
            let startLine: Int
            let startColumn: Int
            let endLine: Int
            let endColumn: Int
            let snippet: Text?
        }
    }
}

extension SARIFLog {
    /// The log of one run that said these.
    init(_ diagnostics: [Diagnostic]) {
        let codes = Set(diagnostics.map(\.code)).sorted()
        let fingerprints = DiagnosticFingerprints.of(diagnostics)
        let results = zip(diagnostics, fingerprints).map { diagnostic, fingerprint in
            Result(
                ruleId: diagnostic.code, ruleIndex: codes.firstIndex(of: diagnostic.code) ?? 0,
                level: diagnostic.severity.rawValue,
                message: Text(text: diagnostic.message + (diagnostic.help.map { "\n\($0)" } ?? "")),
                locations: [Location(diagnostic)], partialFingerprints: ["till/v1": fingerprint])
        }
        runs = [Run(tool: Tool(driver: Tool.Driver(rules: codes.map(Rule.init))), results: results)]
    }
}

extension SARIFLog.Rule {
    fileprivate init(_ code: String) {
        id = code
        let explanation = DiagnosticCode(rawValue: code).flatMap(Explanation.of)
        let meaning = explanation?.meaning ?? code
        shortDescription = SARIFLog.Text(text: explanation?.code.title ?? code)
        fullDescription = SARIFLog.Text(text: meaning)
        var plain = meaning
        var markdown = meaning
        if let wrong = explanation?.wrong, let right = explanation?.right {
            plain += "\n\nWrong:\n\n\(wrong)\nRight:\n\n\(right)"
            markdown += "\n\nWrong:\n\n```yaml\n\(wrong)```\n\nRight:\n\n```yaml\n\(right)```\n"
        }
        help = SARIFLog.Text(text: plain, markdown: markdown)
    }
}

extension SARIFLog.Location {
    fileprivate init(_ diagnostic: Diagnostic) {
        let place = diagnostic.location
        physicalLocation = Physical(
            artifactLocation: Artifact(uri: SARIFLog.Location.uri(place.file)),
            region: Region(
                startLine: place.line, startColumn: place.column, endLine: place.line,
                endColumn: place.column + place.length,
                snippet: diagnostic.sourceLine.map { SARIFLog.Text(text: $0) }))
    }

    /// A path as an address: relative as it is, absolute with its scheme.
    private static func uri(_ path: String) -> String {
        var result = path.hasPrefix("/") ? "file://" : ""
        for byte in (path.hasPrefix("./") ? path.dropFirst(2) : path[...]).utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-._~/".unicodeScalars.contains(scalar))
            let digits = String(byte, radix: 16, uppercase: true)
            result += isPlain ? String(scalar) : "%" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
        return result
    }
}

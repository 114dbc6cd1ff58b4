import Foundation
import Testing

@testable import TillCatalogFile

/// A file of `FormatCases`: input, a line of `========`, its canonical form or what is wrong with it.
struct FormatCase: Sendable, CustomTestStringConvertible {
    /// The file's name without its ending.
    let name: String
    let input: [UInt8]
    let expected: String

    var testDescription: String { name }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "FormatCases")
    private static let separator = "========\n"

    /// Every case, by name.
    static let all: [FormatCase] = {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return try names.filter { $0.hasSuffix(".case") }.sorted().map { name in
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                let parts = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
                return FormatCase(
                    name: String(name.dropLast(".case".count)), input: Array(parts[0].utf8),
                    expected: parts.count == 2 ? String(parts[1]) : "")
            }
        } catch {
            fatalError("the cases cannot be read: \(error)")
        }
    }()

    /// What formatting the input gives.
    var output: String {
        switch CatalogFormatter().format(input, file: "products.yaml") {
        case .formatted(let bytes): String(decoding: bytes, as: UTF8.self)
        case .notYAML(let diagnostics): DiagnosticText.render(diagnostics, colour: false)
        case .refused(let reason): "refused: \(reason)\n"
        }
    }

    /// Writes what formatting gives into the file, to be reviewed as a change.
    func update() throws {
        try Data(input + Array((FormatCase.separator + output).utf8))
            .write(to: FormatCase.folder.appending(path: "\(name).case"))
    }
}

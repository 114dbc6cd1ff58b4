import Foundation
import Testing

@testable import TillCatalogFile

/// A file of `Cases`: input, a line of `========`, expected output.
///
/// ``GoldenInput`` tells what an input may say beside the text of `products.yaml`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    /// The file's name without its ending; `lock-…` is read as a lock file.
    let name: String
    /// What is read.
    let input: [UInt8]
    /// What reading it should say.
    let expected: String

    var testDescription: String { name }

    /// Every case, by name.
    static let all: [GoldenCase] = {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return try names.filter { $0.hasSuffix(".case") }.sorted().map(GoldenCase.init(file:))
        } catch {
            fatalError("the cases cannot be read: \(error)")
        }
    }()

    private static let separator = Array("========\n".utf8)

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    private init(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: GoldenCase.folder.appending(path: file)))
        let start = bytes.indices.first {
            ($0 == 0 || bytes[$0 - 1] == 0x0A) && bytes[$0...].starts(with: GoldenCase.separator)
        }
        name = String(file.dropLast(".case".count))
        input = Array(bytes[..<(start ?? bytes.count)])
        expected = start.map { String(decoding: bytes[($0 + GoldenCase.separator.count)...], as: UTF8.self) } ?? ""
    }

    /// What reading the input says: diagnostics, then the catalog.
    var output: String {
        if name.hasPrefix("lock-") {
            let reading = Lockfile.read(input, file: "products.test.lock")
            return DiagnosticText.render(reading.diagnostics, colour: false) + (reading.lockfile?.json ?? "")
        }
        let reading = GoldenInput(input).reading
        let text = DiagnosticText.render(reading.diagnostics, colour: false)
        return text + (reading.catalog.map { "\(text.isEmpty ? "" : "\n")" + CatalogSummary.text($0) } ?? "")
    }

    /// Writes what reading says into the file, to be reviewed as a change.
    func update() throws {
        let bytes = input + GoldenCase.separator + Array(output.utf8)
        try Data(bytes).write(to: GoldenCase.folder.appending(path: "\(name).case"))
    }
}

import Foundation

/// A catalog that the documentation shows.
struct DocumentedExample: Sendable {
    /// The file's name.
    let name: String
    let bytes: [UInt8]

    /// Every example, by name; none where the sources are without their documentation.
    static var all: [DocumentedExample] {
        get throws {
            let top = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let folder = top.appending(path: "docs/examples")
            guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".yaml") }.sorted()
                .map { DocumentedExample(name: $0, bytes: [UInt8](try Data(contentsOf: folder.appending(path: $0)))) }
        }
    }
}

import TillCatalogFile
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file beside the catalog that says of itself that it was generated from one.
struct GeneratedCopy: Sendable {
    let path: String
    let target: GenerationTarget
    let text: String
    /// What it should say.
    let wanted: String

    var isStale: Bool { text != wanted }

    /// How many folders deep is looked, and at how many files.
    private static let depth = 3
    private static let most = 2_000
    private static let largest = 4 << 20
    private static let endings = [".swift", ".ts", ".json", ".md", ".html", ".jsonld", ".yaml"]

    /// All of them, sorted by path.
    ///
    /// - `catalogs`: What the file means, without overlays and with; one that was made from either is compared with that.
    static func find(beside catalogPath: String, of catalogs: [Catalog]) -> [GeneratedCopy] {
        let folder = catalogPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        var paths: [String] = []
        collect(in: folder.isEmpty && !catalogPath.hasPrefix("/") ? "." : folder, depth, &paths)
        return paths.sorted().compactMap { copy($0, catalogs) }
    }

    private static func collect(in folder: String, _ depth: Int, _ paths: inout [String]) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "/" : folder) else {
            return
        }
        for name in names.sorted() where !name.hasPrefix(".") && name != "node_modules" && paths.count < most {
            let path = folder == "." ? name : "\(folder)/\(name)"
            var isFolder: Bool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder {
                if depth > 1 { collect(in: path, depth - 1, &paths) }
            } else if endings.contains(where: name.hasSuffix) {
                paths.append(path)
            }
        }
    }

    /// What every one of them says of itself, near its beginning and with whatever marks a comment in between.
    private static var heading: Regex<(Substring, Substring, Substring)> {
        /Made by catalog \S+ from the catalog (\S+)\.\s.{0,80}?run `catalog generate ([a-z]+)`/.dotMatchesNewlines()
    }

    private static func copy(_ path: String, _ catalogs: [Catalog]) -> GeneratedCopy? {
        guard let data = FileManager.default.contents(atPath: path), data.count <= largest,
            let text = String(validating: data, as: UTF8.self), let match = text.firstMatch(of: heading),
            let target = GenerationTarget(rawValue: String(match.2)),
            let catalog = catalogs.first(where: { $0.contentHash == match.1 }) ?? catalogs.first
        else { return nil }
        return GeneratedCopy(path: path, target: target, text: text, wanted: GenerateCommand.text(target, of: catalog))
    }

    func write() throws(CommandFailure) { try GeneratedFile(path: path, wanted: wanted).write() }
}

import TillModel

/// The texts of a catalog: its file, the files it includes, and those its overlays are in.
///
/// Each is read once. A file is named by its path beside the main one, and may only be in that one's folder or below.
struct CatalogFiles {
    /// Reads a file beside the main one; given its path, tells its bytes or why it cannot be read.
    typealias Loader = (_ path: String) -> Result<[UInt8], FileBytes.Failure>

    /// The texts that were read, in the order of their positions.
    private(set) var sources: [SourceText]
    /// The root of each file that was read, by path.
    private var roots: [String: Int?] = [:]
    private let load: Loader?

    init(_ main: SourceText, load: Loader?) {
        sources = [main]
        self.load = load
    }

    /// The value of the file that a field names; nil, and reported, when it cannot be had.
    mutating func root(of field: Field, _ context: inout ReadingContext) -> Int? {
        guard let path = context.text(field, example: "catalog/plans.yaml") else { return nil }
        let place = context.tree.span(field.value)
        guard CatalogFiles.isInside(path) else {
            context.log.error(
                .fileOutside, at: place, "`\(Quoting.clipped(path))` is not in this file's folder or below it",
                help: "write a path such as `catalog/plans.yaml`: relative, with `/`, without `..`")
            return nil
        }
        guard folder + path != sources[0].file else {
            context.log.error(
                .fileNotIncluded, at: place, "`\(Quoting.clipped(path))` is this file itself",
                help: "name another file, or remove it")
            return nil
        }
        if let known = roots[path] { return known }
        roots[path] = .some(nil)
        guard let load else {
            context.log.error(
                .fileNotIncluded, at: place,
                "`\(Quoting.clipped(path))` cannot be read: no other file can be read here",
                help: "read the catalog from a file instead of as text")
            return nil
        }
        switch load(path) {
        case .failure(let failure):
            context.log.error(
                .fileNotIncluded, at: place, "`\(Quoting.clipped(path))` cannot be read: \(failure.reason)",
                help: "the path is taken from this file's folder")
            return nil
        case .success(let bytes):
            let source = SourceText(
                file: folder + path, bytes: bytes, base: sources.last.map(\.end) ?? 0)
            sources.append(source)
            let (count, firstNode) = (context.tree.roots.count, context.tree.nodes.count)
            guard source.add(to: &context.tree, log: &context.log) else { return nil }
            guard context.tree.roots.count > count, let root = context.tree.roots.last else { return nil }
            SecretCheck.check([source], &context.tree, from: firstNode, log: &context.log)
            roots[path] = root
            return root
        }
    }

    /// What stands before a file's name in the main file's path, so that diagnostics name a path one can open.
    private var folder: String {
        let main = sources[0].file
        guard let slash = main.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(main[...slash])
    }

    /// Whether a path stays below the folder it is taken from, as far as its text tells.
    private static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !path.utf8.contains(0) && !path.utf8.contains(UInt8(ascii: "\\"))
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

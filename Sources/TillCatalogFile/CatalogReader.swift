import TillModel

/// What came of reading a catalog file.
package struct CatalogReading: Sendable {
    /// The catalog; nil when the file has an error.
    package let catalog: Catalog?
    /// Everything the author should know, in the order of the file.
    package let diagnostics: [Diagnostic]
    /// Every file that was read, the main one first, as diagnostics call them.
    package let files: [String]
    /// The sections that the catalog has, by name: one that is there and empty says that there is none of its things,
    /// and one that is not there says nothing of them.
    package let sections: Set<String>
    /// Where the catalog's things are written, if that was asked for.
    package let places: CatalogPlaces

    package init(
        catalog: Catalog?, diagnostics: [Diagnostic], files: [String] = [], sections: Set<String> = [],
        places: CatalogPlaces = CatalogPlaces()
    ) {
        self.catalog = catalog
        self.diagnostics = diagnostics
        self.files = files
        self.sections = sections
        self.places = places
    }
}

/// Reads `products.yaml`: text in, catalog and diagnostics out.
///
/// All mistakes of a file are told in one run, each once and where it was made: what follows from a
/// mistake is not reported again. Reading is pure, and bounded for hostile text.
package struct CatalogReader: Sendable {
    private static let smallestFile =
        "the smallest catalog is `version: 1` and `products: { job_posting: \(ProductReader.example) }`"

    private let options: ReadingOptions

    /// A reader; by default one that checks a file without knowing where it will be used.
    package init(_ options: ReadingOptions = ReadingOptions()) { self.options = options }

    /// Reads a file's bytes; `file` is what diagnostics call it.
    ///
    /// Files that it includes cannot be read this way; ``read(contentsOf:_:)`` reads them.
    package func read(_ bytes: [UInt8], file: String) -> CatalogReading { read(bytes, file: file, load: nil) }

    /// Reads a file's bytes, and what it includes through a loader.
    func read(_ bytes: [UInt8], file: String, load: CatalogFiles.Loader?) -> CatalogReading {
        let source = SourceText(file: file, bytes: bytes)
        var files = CatalogFiles(source, load: load)
        var log = DiagnosticLog()
        var contents: Catalog.Contents?
        var sections: Set<String> = []
        var things: [CatalogPlaces.Thing] = []
        var tree = YAMLTree()
        if source.add(to: &tree, log: &log) {
            var context = ReadingContext(tree: tree, log: log, options: options)
            tree = YAMLTree()
            contents = read(&files, &context)
            log = context.log
            sections = context.sections
            things = context.things
        }
        let catalog = log.hasErrors ? nil : contents.map { Catalog($0, contentHash: ContentHash.of($0)) }
        return CatalogReading(
            catalog: catalog, diagnostics: log.diagnostics(in: files.sources), files: files.sources.map(\.file),
            sections: sections, places: CatalogPlaces(things, in: files.sources))
    }

    private func read(_ files: inout CatalogFiles, _ context: inout ReadingContext) -> Catalog.Contents? {
        // Before anything is read from the tree, so that nothing shows a secret.
        SecretCheck.check(files.sources, &context.tree, log: &context.log)
        guard var root = root(&context) else { return nil }
        var overlays = Overlays()
        if context.tree.hasKey(.include, root) || context.tree.hasKey(.overlays, root) {
            var parts = FileParts(files: files)
            root = parts.including(root, &context)
            overlays = parts.overlays(of: root, &context)
            files = parts.files
        }
        return overlays.read(root, &context)
    }

    private func root(_ context: inout ReadingContext) -> Int? {
        guard let root = context.tree.root, !context.tree.isNothing(root) || context.isSettled(root) else {
            if !context.log.hasErrors {
                context.log.error(
                    .emptyFile, at: .beginning, "the file holds no catalog", help: CatalogReader.smallestFile)
            }
            return nil
        }
        guard context.tree.nodes[root].kind == .mapping else {
            guard !context.isSettled(root) else { return nil }
            context.log.error(
                .wrongKind, at: context.tree.span(root),
                "expected a map with `version` and `products`, found \(context.tree.description(root))",
                help: CatalogReader.smallestFile)
            return nil
        }
        return root
    }
}

extension YAMLTree {
    /// Whether a map has a key that the format knows.
    func hasKey(_ key: KeyName, _ map: Int) -> Bool {
        var isThere = false
        forEachEntry(map) { name, _ in isThere = isThere || isText(name, key.name) }
        return isThere
    }
}

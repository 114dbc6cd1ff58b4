import TillModel

/// What came of reading a catalog file.
package struct CatalogReading: Sendable {
    /// The catalog; nil when the file has an error.
    package let catalog: Catalog?
    /// Everything the author should know, in the order of the file.
    package let diagnostics: [Diagnostic]
}

/// Reads `products.yaml`: text in, catalog and diagnostics out.
///
/// All mistakes of a file are told in one run, each once and where it was made: what follows from a
/// mistake is not reported again. Reading is pure, and bounded for hostile text.
package struct CatalogReader: Sendable {
    private static let keys = ["version", "defaults", "timezone", "products", "coupons", "providers"]

    private static let smallestFile =
        "the smallest catalog is `version: 1` and `products: { job_posting: \(ProductReader.example) }`"

    /// A reader.
    package init() {}

    /// Reads a file's bytes; `file` is what diagnostics call it.
    package func read(_ bytes: [UInt8], file: String) -> CatalogReading {
        let source = SourceText(file: file, bytes: bytes)
        var log = DiagnosticLog()
        var catalog: Catalog?
        if var tree = source.tree(log: &log) {
            SecretCheck.check(source, &tree, log: &log)
            var context = ReadingContext(tree: tree, log: log)
            catalog = read(&context)
            log = context.log
        }
        return CatalogReading(catalog: log.hasErrors ? nil : catalog, diagnostics: log.diagnostics(in: source))
    }

    private func read(_ context: inout ReadingContext) -> Catalog? {
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
        let whole = Field(name: "catalog", key: root, value: root)
        guard
            let fields = context.fields(
                whole, of: "the catalog", allowed: CatalogReader.keys, example: "version: 1", place: .beginning)
        else { return nil }
        let settings = SettingsReader.read(fields, &context)
        let readings = products(fields, settings, &context)
        guard !context.log.hasErrors else { return nil }
        let products = readings.compactMap(\.product)
        return Catalog(
            products: products, defaultProvider: settings.defaultProvider, providers: settings.providers,
            contentHash: ContentHash.of(
                products: products, defaultProvider: settings.defaultProvider, providers: settings.providers))
    }

    private func products(
        _ fields: Fields, _ settings: Settings, _ context: inout ReadingContext
    ) -> [ProductReading] {
        let example = "{ job_posting: \(ProductReader.example) }"
        let reader = ProductReader(
            prices: PriceReader(
                defaultCurrency: settings.currency, mayHaveDefaultCurrency: settings.mayHaveCurrency))
        let field = context.require("products", in: fields, example: example)
        let entries = field.flatMap { context.entries($0, example: example) }
        if let field, let entries, entries.isEmpty, !context.isSettled(field.value),
            context.tree.nodes[field.value].count == 0
        {
            context.log.error(
                .emptyValue, at: context.tree.span(field.key), "`products` lists none",
                help: "as in `products: \(example)`")
        }
        let readings = (entries ?? []).compactMap { reader.read($0, &context) }
        // A product that is given twice has mistakes of its own.
        if let field, entries != nil {
            let tree = context.tree
            for entry in tree.repeatedEntries(field.value) {
                _ = reader.read(Field(name: tree.string(entry.key), key: entry.key, value: entry.value), &context)
            }
        }
        let isComplete = entries != nil && !fields.isCut && field.map { context.isSettled($0.value) } != true
        let keys = ProductKeys((entries ?? []).map(\.name), isComplete: isComplete)
        CatalogChecks.check(readings, keys, log: &context.log)
        if let coupons = fields["coupons"] { CouponReader(products: keys).check(coupons, &context) }
        return readings
    }
}

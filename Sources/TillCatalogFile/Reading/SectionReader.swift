import TillModel

/// Reads one whole view of a catalog: the file with its included files and overlays merged.
struct SectionReader {
    private let settings: Settings
    private let root: Fields

    private init(_ root: Fields, _ settings: Settings) {
        self.root = root
        self.settings = settings
    }

    /// What the map says is for sale; nil when something in it is wrong.
    static func read(_ root: Int, _ context: inout ReadingContext) -> Catalog.Contents? {
        context.references = []
        context.translated = [:]
        let whole = Field(name: "catalog", key: root, value: root)
        guard let fields = context.fields(whole, of: "the catalog", .file, place: .beginning) else { return nil }
        let settings = SettingsReader.read(fields, &context)
        return SectionReader(fields, settings).contents(&context)
    }

    private func contents(_ context: inout ReadingContext) -> Catalog.Contents? {
        context.isSoldThroughStripe = settings.providers.contains { $0.name == .stripe }
        let policy = root[.policy].flatMap { PolicyReader.policy($0, &context) }
        let features = root[.features].map { FeatureReader.definitions($0, &context) }
        let meters = root[.meters].map { MeterReader.meters($0, &context) }
        let credits = root[.credits].map { CreditReader.types($0, &context) }
        let groups = root[.groups].flatMap { GroupReader.groups($0, &context) } ?? []
        let coupons = root[.coupons].flatMap { CouponReader.coupons($0, &context) } ?? []
        let taxes = root[.taxes].flatMap { TaxReader.taxes($0, &context) } ?? [:]
        let (products, readings, keys) = products(&context)
        let references = ReferenceChecks(
            products: keys, meters: names(of: .meters, &context).map { Set($0) },
            credits: names(of: .credits, &context).map { Set($0) },
            features: declared(features, &context),
            providers: root.isCut ? ProviderName.known : settings.providers.map(\.name))
        references.check(context.references, log: &context.log)
        var checks = CatalogChecks(products: products, readings: readings, references: context.references)
        checks.check(log: &context.log)
        CouponChecks.check(coupons, log: &context.log)
        checkLocales(&context)
        PolicyChecks(
            policy: policy?.policy ?? CatalogPolicy(), waiverPlaces: policy?.waiverPlaces ?? [],
            locales: settings.locales, synced: context.options.synced
        ).check(products, readings, &context)
        guard !context.log.hasErrors else { return nil }
        return Catalog.Contents(
            products: products, coupons: coupons.map(\.coupon),
            features: features?.flatMap(\.self) ?? [], meters: meters?.flatMap(\.self) ?? [],
            credits: credits?.flatMap(\.self) ?? [], groups: groups, taxes: taxes,
            defaultProviders: settings.defaultProviders, providers: settings.providers, tax: settings.tax,
            currency: settings.currency, owner: settings.owner, timeZone: settings.timeZone, locales: settings.locales,
            policy: policy?.policy ?? CatalogPolicy())
    }

    private func products(_ context: inout ReadingContext) -> ([Product], [ProductReading], ProductKeys) {
        let example = "{ job_posting: \(ProductReader.example) }"
        let reader = ProductReader(
            prices: PriceReader(
                defaultCurrency: settings.currency, mayHaveDefaultCurrency: settings.mayHaveCurrency))
        let field = context.require(.products, in: root)
        let entries = field.flatMap { context.entries($0, example: example) }
        if let field, let entries, entries.isEmpty, !context.isSettled(field.value),
            context.tree.nodes[field.value].count == 0
        {
            context.log.error(
                .emptyValue, at: context.tree.span(field.key), "`products` lists none",
                help: "as in `products: \(example)`")
        }
        var products: [Product] = []
        products.reserveCapacity(entries?.count ?? 0)
        var readings: [ProductReading] = []
        readings.reserveCapacity(entries?.count ?? 0)
        for entry in entries ?? [] {
            if let reading = reader.read(entry, into: &products, &context) { readings.append(reading) }
        }
        // A product that is given twice has mistakes of its own.
        if let field, entries != nil, context.log.hasErrors {
            let tree = context.tree
            for entry in tree.repeatedEntries(field.value) {
                var others: [Product] = []
                let field = Field(name: tree.string(entry.key), key: entry.key, value: entry.value)
                _ = reader.read(field, into: &others, &context)
            }
        }
        let isComplete = entries != nil && !root.isCut && field.map { context.isSettled($0.value) } != true
        let keys = ProductKeys((entries ?? []).map(\.name), products: products, readings, isComplete: isComplete)
        return (products, readings, keys)
    }

    /// The keys of a section as they are written; nil when it may hold more than could be read.
    private func names(of section: KeyName, _ context: inout ReadingContext) -> [String]? {
        guard let field = root[section] else { return root.mayHave(section) ? nil : [] }
        guard !context.isSettled(field.value), context.tree.nodes[field.value].kind == .mapping else { return nil }
        return context.tree.entries(field.value).map { context.tree.string($0.key) }
    }

    private func declared(
        _ features: [FeatureDefinition]??, _ context: inout ReadingContext
    ) -> [String: FeatureDefinition.Kind]? {
        guard case .some(.some(let features)) = features, let names = names(of: .features, &context),
            names.count == features.count
        else { return nil }
        return Dictionary(features.map { ($0.key, $0.kind) }, uniquingKeysWith: { first, _ in first })
    }

    private func checkLocales(_ context: inout ReadingContext) {
        guard !settings.locales.isEmpty else { return }
        for (language, place) in context.translated.sorted(by: { $0.value.start < $1.value.start })
        where !settings.locales.contains(language) {
            context.log.warning(
                .languageNotListed, at: place, "`\(language)` is not one of the catalog's languages",
                help: "add it to `locales`, or remove the translation")
        }
    }
}

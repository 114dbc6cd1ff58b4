import TillModel

/// Reads one product.
struct ProductReader {
    /// The keys of a product.
    static let keys =
        ["name", "description", "type", "price", "prices"] + PriceReader.keys.dropFirst()
        + [
            "duration", "upsells", "badge", "image", "url", "features", "metadata", "enabled", "visible", "i18n",
            "stripe",
        ]

    /// Providers whose blocks a product cannot have yet.
    private static let laterProviders = ProviderName.known.map(\.rawValue).filter { $0 != "stripe" }

    /// A product as the smallest useful file writes it.
    static let example = "{ name: Job posting, price: 99.00 USD }"

    /// How its prices are read.
    let prices: PriceReader

    /// A product, and where what refers to other things is written; nil when it cannot be used.
    func read(_ entry: Field, _ context: inout ReadingContext) -> ProductReading? {
        let errors = context.log.errorCount
        let isKeyGood = KeyForm.check(entry, "product key", &context)
        let owner = Owner("product", key: entry.name)
        guard
            let fields = context.fields(
                entry, of: owner, allowed: ProductReader.keys + ProductReader.laterProviders,
                example: ProductReader.example,
                shown: ProductReader.keys)
        else { return nil }
        var reading = ProductReading(key: entry.name)
        let name = context.require("name", in: fields, example: "Job posting").flatMap {
            context.text($0, example: "Job posting")
        }
        let prices = prices.prices(of: fields, &context)
        let upsells = fields["upsells"].map { readUpsells($0, &reading, &context) } ?? []
        let adopted = adopted(fields, &reading, &context)
        warnOfTranslations(fields, &context)
        let product = { (name: String, prices: [Price], context: inout ReadingContext) in
            Product(
                key: entry.name, name: name, details: fields["description"].flatMap { context.text($0) },
                type: fields["type"].flatMap { context.text($0) }, prices: prices,
                duration: fields["duration"].flatMap { IntervalReader.duration($0, &context) }, upsells: upsells,
                badge: fields["badge"].flatMap { context.text($0) },
                features: fields["features"].flatMap { FeatureReader.features($0, &context) } ?? [],
                image: fields["image"].flatMap { WebAddress.read($0, &context) },
                url: fields["url"].flatMap { WebAddress.read($0, &context) },
                metadata: fields["metadata"].flatMap { MetadataReader.metadata($0, &context) } ?? [:],
                isEnabled: fields["enabled"].flatMap { context.boolean($0) } ?? true,
                isVisible: fields["visible"].flatMap { context.boolean($0) } ?? true, adopted: adopted)
        }
        // Everything is read even when name or price is missing, so that all mistakes are told at once.
        let complete = product(name ?? entry.name, prices ?? [.placeholder], &context)
        if isKeyGood, name != nil, prices != nil, context.log.errorCount == errors { reading.product = complete }
        return reading
    }

    private func readUpsells(
        _ field: Field, _ reading: inout ProductReading, _ context: inout ReadingContext
    ) -> [String] {
        let items = context.items(field, of: "a list of product keys", example: "[email_blast, priority_listing]") ?? []
        for item in items {
            guard let key = context.text(item) else { continue }
            if reading.upsells.contains(where: { $0.key == key }) {
                context.log.error(
                    .repeatedEntry, at: context.tree.span(item.value), "`\(Quoting.clipped(key))` is listed twice",
                    help: "remove one of the two")
            } else {
                reading.upsells.append((key, context.tree.span(item.value)))
            }
        }
        return reading.upsells.map(\.key)
    }

    private func warnOfTranslations(_ fields: Fields, _ context: inout ReadingContext) {
        guard let field = fields["i18n"], context.entries(field, example: "{ de: { name: Stellenanzeige } }") != nil
        else {
            return
        }
        context.log.warningOnce(
            .translationsUnused, at: context.tree.span(field.key), "translations are not used by this version",
            help: "`i18n` may stay; buyers see `name` and `description`")
    }
}

// MARK: - Adopted objects

extension ProductReader {
    private func adopted(
        _ fields: Fields, _ reading: inout ProductReading, _ context: inout ReadingContext
    ) -> [ProviderName: String] {
        for name in ProductReader.laterProviders {
            guard let field = fields[name] else { continue }
            context.log.error(
                .adoptionNotSupported, at: context.tree.span(field.key),
                "this version cannot adopt an object of \(name)", help: "remove `\(name)`")
        }
        let example = "{ product: prod_123 }"
        guard let stripe = fields["stripe"],
            let block = context.fields(
                stripe, of: Owner("`stripe` of product", key: reading.key), allowed: ["product"], example: example),
            let field = context.require("product", in: block, example: "prod_123"),
            let id = remoteID(field, &context)
        else { return [:] }
        reading.remoteIDs.append((id, context.tree.span(field.value)))
        return [.stripe: id]
    }

    private func remoteID(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard let id = context.text(field, example: "prod_123") else { return nil }
        let place = context.tree.span(field.value)
        guard !id.contains("${") else {
            context.log.error(
                .substitution, at: place, "variables in ids are supported by a later version",
                help: "write the id itself, as in `product: prod_123`")
            return nil
        }
        let rest = id.utf8.dropFirst("prod_".utf8.count)
        guard id.hasPrefix("prod_"), (1...200).contains(rest.count),
            rest.allSatisfy({ $0.isDigit || $0.isLetter || $0 == 0x5F || $0 == 0x2D })
        else {
            context.log.error(
                .badRemoteID, at: place, "`\(Quoting.clipped(id))` is not the id of a Stripe product",
                help: "it begins with `prod_`; copy it from the product's page in Stripe's dashboard")
            return nil
        }
        return id
    }
}

/// A product as far as it could be read, with what ``CatalogChecks`` looks at once all are known.
struct ProductReading {
    /// The product's key.
    let key: String
    /// The product; nil when it has a mistake of its own.
    var product: Product?
    /// The products it offers beside itself, and where.
    var upsells: [(key: String, place: SourceSpan)] = []
    /// The provider's objects it adopts, and where.
    var remoteIDs: [(id: String, place: SourceSpan)] = []

    /// Nothing read yet.
    init(key: String) { self.key = key }
}

extension Price {
    /// Stands for a price with a mistake while the rest of its product is read; never part of a catalog.
    fileprivate static let placeholder = Price(key: Product.defaultPriceKey, amounts: [.zero(.usd)])
}

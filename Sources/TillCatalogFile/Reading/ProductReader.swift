import TillModel

/// Reads one product.
struct ProductReader {
    /// A product as the smallest useful file writes it.
    static let example = "{ name: Job posting, price: 99.00 USD }"

    /// How its prices are read.
    let prices: PriceReader

    /// Adds a product that can be used to the others; tells where it is written, or nil when it is no map.
    func read(
        _ entry: Field, into products: inout [Product], _ context: inout ReadingContext
    ) -> ProductReading? {
        let errors = context.log.errorCount
        let isKeyGood = KeyForm.check(entry, "product key", &context)
        guard let fields = context.fields(entry, of: Owner("product", key: entry.name), .product) else { return nil }
        var reading = ProductReading(key: entry.name, place: context.tree.span(entry.key))
        let name = context.require(.name, in: fields).flatMap { context.text($0, example: "Job posting") }
        let prices = prices.prices(of: fields, &reading, &context)
        // Everything is read even when name or price is missing, so that all mistakes are told at once.
        var product = Product(
            key: entry.name, name: name ?? entry.name, details: fields[.description].flatMap { context.text($0) },
            type: fields[.type].flatMap { context.text($0) }, prices: prices ?? [.placeholder],
            features: fields[.features].flatMap { FeatureReader.features($0, fields.owner, &context) } ?? [])
        product.isEnabled = fields[.enabled].flatMap { context.boolean($0) } ?? true
        product.isVisible = fields[.visible].flatMap { context.boolean($0) } ?? true
        var traits = Product.Traits()
        readTexts(fields, into: &traits, &context)
        readRelations(fields, product.key, into: &traits, &context)
        traits.duration = fields[.duration].flatMap { IntervalReader.duration($0, &context) }
        traits.credits = fields[.credits].flatMap { CreditReader.grants($0, fields.owner, &context) } ?? []
        traits.bundle = fields[.bundle].flatMap { BundleReader.items($0, fields.owner, product.key, &context) } ?? []
        if fields[.stripe] != nil { adopt(fields, into: &product, &traits, &reading, &context) }
        if let field = fields[.was], let former = KeyForm.formerKey(field, "product key", &context) {
            traits.formerKey = former
            reading.former = (former, context.tree.span(field.value))
        }
        product.traits = traits
        if isKeyGood, name != nil, prices != nil, context.log.errorCount == errors {
            reading.position = products.count
            products.append(product)
        }
        return reading
    }

    private func readTexts(_ fields: Fields, into product: inout Product.Traits, _ context: inout ReadingContext) {
        product.badge = fields[.badge].flatMap { context.text($0) }
        product.image = fields[.image].flatMap { WebAddress.read($0, &context) }
        product.url = fields[.url].flatMap { WebAddress.read($0, &context) }
        product.taxCode = fields[.taxCode].flatMap { context.text($0, example: "txcd_10000000") }
        product.metadata = fields[.metadata].flatMap { MetadataReader.metadata($0, &context) } ?? [:]
        product.translations = fields[.i18n].flatMap { TranslationReader.texts($0, &context) } ?? [:]
        product.isShippable = fields[.shippable].flatMap { context.boolean($0) } ?? false
        product.order =
            fields[.order].flatMap {
                context.wholeNumber($0, in: -1_000_000...1_000_000, example: "10").map(Int.init)
            } ?? 0
    }

    private func readRelations(
        _ fields: Fields, _ key: String, into product: inout Product.Traits, _ context: inout ReadingContext
    ) {
        product.upsells = references(fields[.upsells], .upsell, fields, key, "[email_blast]", &context)
        product.addOns = references(fields[.addOns], .product, fields, key, "[extra_seats]", &context)
        product.requires = references(fields[.requires], .product, fields, key, "[pro]", &context)
        product.excludes = references(fields[.excludes], .product, fields, key, "[free]", &context)
        product.quantities = fields[.perOrder].flatMap { QuantityReader.quantities($0, &context) }
        if let field = fields[.providers] { product.providers = ProviderReader.names(field, &context) }
    }

    private func references(
        _ field: Field?, _ target: Reference.Target, _ fields: Fields, _ product: String, _ example: String,
        _ context: inout ReadingContext
    ) -> [String] {
        guard let field else { return [] }
        let names = context.names(field, of: "a list of product keys", example: example)
        for (name, place) in names {
            context.references.append(
                Reference(name: name, target: target, place: place, owner: fields.owner, product: product))
        }
        return names.map(\.name)
    }

    private func adopt(
        _ fields: Fields, into product: inout Product, _ traits: inout Product.Traits,
        _ reading: inout ProductReading, _ context: inout ReadingContext
    ) {
        guard let field = fields[.stripe],
            let block = context.fields(field, of: Owner("`stripe` of product", key: product.key), .adoptedProduct)
        else { return }
        guard block[.price] == nil || fields[.prices] == nil else {
            context.log.error(
                .conflictingPrices, at: context.tree.span(block[.price]?.key ?? field.key),
                "\(fields.owner) has several prices",
                help: "write `stripe: { price: … }` within the price that is meant")
            return
        }
        if block[.product] == nil, block[.price] == nil { _ = context.require(.product, in: block) }
        if let id = block[.product].flatMap({ RemoteIDReader.read($0, .product, &reading.remoteIDs, &context) }) {
            traits.adopted[.stripe] = id
        }
        if let id = block[.price].flatMap({ RemoteIDReader.read($0, .price, &reading.remoteIDs, &context) }) {
            product.prices[0].adopted[.stripe] = id
        }
    }
}

extension Price {
    /// Stands for a price with a mistake while the rest of its product is read; never part of a catalog.
    fileprivate static let placeholder = Price(key: Product.defaultPriceKey, amounts: [.zero(.usd)])
}

import TillModel

/// Reads what a product gives: `[search, { seats: 10 }]`.
enum FeatureReader {
    /// The features of a list, each a name or a single pair of name and limit.
    static func features(_ field: Field, _ owner: Owner, _ context: inout ReadingContext) -> [Feature]? {
        guard let items = context.items(field, of: "a list of features", example: "[search, { seats: 10 }]") else {
            return nil
        }
        var features: [Feature] = []
        var seen = SeenNames()
        features.reserveCapacity(items.count)
        for item in items {
            guard let (feature, isCounted, place) = feature(item, &context) else { continue }
            guard seen.insert(feature.key) else {
                context.reportRepeated(feature.key, at: place)
                continue
            }
            features.append(feature)
            context.references.append(
                Reference(name: feature.key, target: .feature(isCounted: isCounted), place: place, owner: owner))
        }
        return features
    }

    private static func feature(
        _ item: Field, _ context: inout ReadingContext
    ) -> (Feature, isCounted: Bool, SourceSpan)? {
        guard context.tree.nodes[item.value].kind == .mapping else {
            return context.text(item).map { (Feature(key: $0), false, context.tree.span(item.value)) }
        }
        guard let pair = context.pair(item, "a feature", "one limit", example: "[search, { seats: 10 }]") else {
            return nil
        }
        if context.isText(pair, "unlimited") { return (Feature(key: pair.name), true, context.tree.span(pair.key)) }
        guard let limit = context.wholeNumber(pair, in: 1...Int64(Int32.max), example: "10") else { return nil }
        return (Feature(key: pair.name, limit: Int(limit)), true, context.tree.span(pair.key))
    }

    /// The features that are declared for all products; nil when the section cannot be read.
    static func definitions(_ field: Field, _ context: inout ReadingContext) -> [FeatureDefinition]? {
        guard let entries = context.entries(field, example: "{ search: Search }") else { return nil }
        return KeyForm.checkEntries(entries, "feature", &context).compactMap { definition($0, &context) }
    }

    private static func definition(_ entry: Field, _ context: inout ReadingContext) -> FeatureDefinition? {
        guard context.tree.nodes[entry.value].kind == .mapping else {
            return context.text(entry, example: "Search").map { FeatureDefinition(key: entry.name, name: $0) }
        }
        guard let fields = context.fields(entry, of: Owner("feature", key: entry.name), .feature) else { return nil }
        let name = fields[.name].flatMap { context.text($0) }
        var kind = FeatureDefinition.Kind.boolean
        if let field = fields[.limit] {
            let unit = context.isText(field, "true") ? nil : context.text(field, example: "seat")
            kind = .limited(unit: unit)
        }
        if let field = fields[.meter], let meter = context.text(field, example: "calls") {
            if let limit = fields[.limit] {
                context.log.error(
                    .badFeature, at: context.tree.span(limit.key), "\(fields.owner) has both `limit` and `meter`",
                    help: "keep one: a feature is either limited or measured")
            }
            context.references.append(
                Reference(
                    name: meter, target: .meter, place: context.tree.span(field.value), owner: fields.owner))
            kind = .metered(meter: meter)
        }
        return FeatureDefinition(
            key: entry.name, name: name ?? entry.name, kind: kind,
            translations: fields[.i18n].flatMap { TranslationReader.names($0, &context) } ?? [:])
    }
}

extension ReadingContext {
    /// The only entry of a map that is an item of a list, as in `{ seats: 10 }`; nil, and reported, for more.
    mutating func pair(_ item: Field, _ what: String, _ second: String, example: String) -> Field? {
        guard let pairs = entries(item, example: example) else { return nil }
        guard pairs.count == 1, let pair = pairs.first else {
            // Pairs that were reported for another reason are not there any more.
            guard tree.nodes[item.value].count != 2 else { return nil }
            log.error(
                .badFeature, at: tree.span(item.value),
                "\(what) has one name and \(second), found \(pairs.count) pairs",
                help: "write each as an item of its own, as in `\(example)`")
            return nil
        }
        return isSettled(pair.key) ? nil : pair
    }

    /// Whether a value is a plain scalar with exactly this text.
    func isText(_ field: Field, _ text: String) -> Bool {
        tree.nodes[field.value].kind == .scalar && tree.nodes[field.value].marks.contains(.plain)
            && tree.isText(field.value, text)
    }
}

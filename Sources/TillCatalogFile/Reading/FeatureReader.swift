import TillModel

/// Reads what a product gives: `[search, { seats: 10 }]`.
enum FeatureReader {
    /// The features of a list, each a name or a single pair of name and limit.
    static func features(_ field: Field, _ context: inout ReadingContext) -> [Feature]? {
        guard let items = context.items(field, of: "a list of features", example: "[search, { seats: 10 }]") else {
            return nil
        }
        var features: [Feature] = []
        var keys: Set<String> = []
        for item in items {
            guard let (feature, place) = feature(item, &context) else { continue }
            if keys.insert(feature.key).inserted {
                features.append(feature)
            } else {
                context.log.error(
                    .repeatedEntry, at: place, "`\(Quoting.clipped(feature.key))` is listed twice",
                    help: "remove one of the two")
            }
        }
        return features
    }

    private static func feature(_ item: Field, _ context: inout ReadingContext) -> (Feature, SourceSpan)? {
        guard context.tree.nodes[item.value].kind == .mapping else {
            return context.text(item).map { (Feature(key: $0), context.tree.span(item.value)) }
        }
        guard let pairs = context.entries(item, example: "{ seats: 10 }") else { return nil }
        guard pairs.count == 1, let pair = pairs.first else {
            // Pairs that were reported for another reason are not there any more.
            guard context.tree.nodes[item.value].count != 2 else { return nil }
            context.log.error(
                .badFeature, at: context.tree.span(item.value),
                "a feature has one name and one limit, found \(pairs.count) pairs",
                help: "write each feature as an item of its own, as in `[search, { seats: 10 }]`")
            return nil
        }
        guard !context.isSettled(pair.key),
            let limit = context.wholeNumber(pair, in: 1...Int64(Int32.max), example: "10")
        else { return nil }
        return (Feature(key: pair.name, limit: Int(limit)), context.tree.span(pair.key))
    }
}

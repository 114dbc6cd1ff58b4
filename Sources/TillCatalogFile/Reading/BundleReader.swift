import TillModel

/// Reads what a bundle is made of: `[job_posting, { email_blast: 3 }]`.
enum BundleReader {
    private static let example = "[job_posting, { email_blast: 3 }]"

    /// The items of a list, each a product or a single pair of product and number.
    static func items(
        _ field: Field, _ owner: Owner, _ product: String, _ context: inout ReadingContext
    ) -> [BundleItem]? {
        guard let items = context.items(field, of: "a list of products", example: example) else { return nil }
        guard !items.isEmpty else {
            context.reportEmptyList(field, example: example)
            return nil
        }
        var result: [BundleItem] = []
        var seen = SeenNames()
        for item in items {
            guard let (part, place) = part(item, &context) else { continue }
            guard seen.insert(part.product) else {
                context.reportRepeated(part.product, at: place)
                continue
            }
            result.append(part)
            context.references.append(
                Reference(name: part.product, target: .product, place: place, owner: owner, product: product))
        }
        return result
    }

    private static func part(_ item: Field, _ context: inout ReadingContext) -> (BundleItem, SourceSpan)? {
        guard context.tree.nodes[item.value].kind == .mapping else {
            return context.text(item).map { (BundleItem(product: $0), context.tree.span(item.value)) }
        }
        guard let pair = context.pair(item, "a part of a bundle", "one number", example: example),
            let quantity = context.wholeNumber(pair, in: 1...Int64(QuantityReader.most), example: "3")
        else { return nil }
        return (BundleItem(product: pair.name, quantity: Int(quantity)), context.tree.span(pair.key))
    }
}

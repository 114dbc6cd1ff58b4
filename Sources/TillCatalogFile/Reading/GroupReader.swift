import TillModel

/// Reads groups of products of which a customer has one at a time.
enum GroupReader {
    /// The groups; nil when the section cannot be read.
    static func groups(_ field: Field, _ context: inout ReadingContext) -> [ProductGroup]? {
        guard let entries = context.entries(field, example: "{ plans: \(MapSchema.group.example) }") else { return nil }
        var owners: [String: (group: String, place: SourceSpan)] = [:]
        return KeyForm.checkEntries(entries, "group", &context).compactMap { group($0, &owners, &context) }
    }

    private static func group(
        _ entry: Field, _ owners: inout [String: (group: String, place: SourceSpan)],
        _ context: inout ReadingContext
    ) -> ProductGroup? {
        guard let fields = context.fields(entry, of: Owner("group", key: entry.name), .group) else { return nil }
        let list = context.require(.products, in: fields)
        if let list, context.tree.nodes[list.value].kind == .sequence, context.tree.nodes[list.value].count == 0,
            !context.isSettled(list.value)
        {
            context.reportEmptyList(list, example: "[free, pro]")
            return nil
        }
        let products = list.map { context.names($0, of: "a list of product keys", example: "[free, pro]") } ?? []
        for (name, place) in products {
            if let first = owners[name] {
                context.log.error(
                    .productInTwoGroups, at: place,
                    "`\(Quoting.clipped(name))` is in group `\(Quoting.clipped(first.group))` already",
                    help: "a customer has one product of a group, so a product is in one group",
                    earlier: .init(what: "it is named there", span: first.place))
            } else {
                owners[name] = (entry.name, place)
            }
            context.references.append(Reference(name: name, target: .product, place: place, owner: fields.owner))
        }
        let byDefault = context.require(.defaultProduct, in: fields).flatMap { field -> String? in
            guard let name = context.text(field, example: "free") else { return nil }
            guard list == nil || products.isEmpty || products.contains(where: { $0.name == name }) else {
                context.log.error(
                    .groupDefault, at: context.tree.span(field.value),
                    "`\(Quoting.clipped(name))` is not one of the group's products",
                    help: "name one of \(KeyNames.list(products.map { Quoting.clipped($0.name) }))")
                return nil
            }
            return name
        }
        let name = fields[.name].flatMap { context.text($0) }
        let translations = fields[.i18n].flatMap { TranslationReader.names($0, &context) } ?? [:]
        guard let byDefault else { return nil }
        return ProductGroup(
            key: entry.name, name: name ?? entry.name, products: products.map(\.name), defaultProduct: byDefault,
            translations: translations)
    }
}

import TillModel

/// Reads the values that a lock keeps of objects, which are exactly those of JSON without fractions.
enum LockedValueReader {
    /// The fields of an object.
    static func fields(_ field: Field, _ context: inout ReadingContext) -> [String: CatalogValue]? {
        guard let entries = context.entries(field, example: "{}") else { return nil }
        var fields: [String: CatalogValue] = [:]
        for entry in entries { fields[entry.name] = value(entry, &context) }
        return fields.count == entries.count ? fields : nil
    }

    /// A text of any form, an empty one as well.
    static func text(_ field: Field, _ context: inout ReadingContext) -> String? {
        guard !context.isSettled(field.value), context.hasValue(field) else { return nil }
        guard context.tree.nodes[field.value].marks.contains(.quoted) else {
            context.reportKind(field, "a text in quotes")
            return nil
        }
        return context.tree.string(field.value)
    }

    // No deeper than the tree, whose depth is bounded.
    private static func value(_ field: Field, _ context: inout ReadingContext) -> CatalogValue? {
        guard !context.isSettled(field.value) else { return nil }
        switch context.tree.nodes[field.value].kind {
        case .scalar: return scalar(field, &context)
        case .mapping:
            guard let fields = fields(field, &context) else { return nil }
            guard let name = pointer(fields) else { return .fields(fields) }
            guard let value = CatalogValue.pointer(fields) else {
                context.log.error(
                    .lockKey, at: context.tree.span(field.value),
                    "`\(name)` does not name an object of the catalog", help: LockReader.help)
                return nil
            }
            return value
        case .sequence:
            guard let items = context.items(field, of: "a list", example: "[]") else { return nil }
            let values = items.compactMap { value($0, &context) }
            return values.count == items.count ? .list(values) : nil
        case .alias: return nil
        }
    }

    /// The name under which a map says what it points at; nil for a map that only holds fields.
    private static func pointer(_ fields: [String: CatalogValue]) -> String? {
        guard fields.count == 1, let (name, value) = fields.first, case .text = value else { return nil }
        return [CatalogValue.referenceName, CatalogValue.remoteName].contains(name) ? name : nil
    }

    private static func scalar(_ field: Field, _ context: inout ReadingContext) -> CatalogValue? {
        let text = context.tree.string(field.value)
        let marks = context.tree.nodes[field.value].marks
        if marks.contains(.quoted) { return .text(text) }
        switch text {
        case "null": return .nothing
        case "true": return .flag(true)
        case "false": return .flag(false)
        case _ where WholeNumber.isPlain(text):
            return context.wholeNumber(field, in: Int64.min...Int64.max, example: "1").map(CatalogValue.number)
        default:
            context.reportKind(field, "a text in quotes, a whole number, `true`, `false` or `null`")
            return nil
        }
    }
}

import TillModel

/// Reads what is measured to be paid for.
enum MeterReader {
    /// The meters; nil when the section cannot be read.
    static func meters(_ field: Field, _ context: inout ReadingContext) -> [Meter]? {
        guard let entries = context.entries(field, example: "{ calls: { unit: call } }") else { return nil }
        return KeyForm.checkEntries(entries, "meter", &context).compactMap { meter($0, &context) }
    }

    private static func meter(_ entry: Field, _ context: inout ReadingContext) -> Meter? {
        guard context.tree.nodes[entry.value].kind == .mapping else {
            return context.text(entry, example: "API calls").map { Meter(key: entry.name, name: $0) }
        }
        guard let fields = context.fields(entry, of: Owner("meter", key: entry.name), .meter) else { return nil }
        let aggregation = fields[.aggregate].flatMap { field in
            context.word(field, Meter.Aggregation.allCases.map { ($0.rawValue, $0) })
        }
        return Meter(
            key: entry.name, name: fields[.name].flatMap { context.text($0) } ?? entry.name,
            unit: fields[.unit].flatMap { context.text($0, example: "call") }, aggregation: aggregation ?? .sum,
            translations: fields[.i18n].flatMap { TranslationReader.names($0, &context) } ?? [:])
    }
}

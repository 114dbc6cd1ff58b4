import TillModel

/// Reads kinds of credit, and the credits that come with a product.
enum CreditReader {
    /// The credits that a product gives.
    static func grants(_ field: Field, _ owner: Owner, _ context: inout ReadingContext) -> [CreditGrant]? {
        guard let entries = context.entries(field, example: "{ ai: 1000 }") else { return nil }
        var grants: [CreditGrant] = []
        for entry in entries where !context.isSettled(entry.key) {
            context.references.append(
                Reference(name: entry.name, target: .credit, place: context.tree.span(entry.key), owner: owner))
            if let grant = grant(entry, &context) { grants.append(grant) }
        }
        return grants
    }

    private static func grant(_ entry: Field, _ context: inout ReadingContext) -> CreditGrant? {
        let range = 1...Int64(Int32.max)
        guard context.tree.nodes[entry.value].kind == .mapping else {
            return context.wholeNumber(entry, in: range, example: "1000").map {
                CreditGrant(credit: entry.name, amount: Int($0))
            }
        }
        guard let fields = context.fields(entry, of: Owner("credits", key: entry.name), .grant) else { return nil }
        let amount = context.require(.amount, in: fields).flatMap {
            context.wholeNumber($0, in: range, example: "1000")
        }
        let lasts = fields[.lasts].flatMap { IntervalReader.duration($0, &context) }
        return amount.map { CreditGrant(credit: entry.name, amount: Int($0), lasts: lasts) }
    }

    /// The kinds of credit; nil when the section cannot be read.
    static func types(_ field: Field, _ context: inout ReadingContext) -> [CreditType]? {
        guard let entries = context.entries(field, example: "{ ai: AI credits }") else { return nil }
        return KeyForm.checkEntries(entries, "credit", &context).compactMap { entry in
            guard context.tree.nodes[entry.value].kind == .mapping else {
                return context.text(entry, example: "AI credits").map { CreditType(key: entry.name, name: $0) }
            }
            guard let fields = context.fields(entry, of: Owner("credit", key: entry.name), .credit) else { return nil }
            return CreditType(
                key: entry.name, name: fields[.name].flatMap { context.text($0) } ?? entry.name,
                translations: fields[.i18n].flatMap { TranslationReader.names($0, &context) } ?? [:])
        }
    }
}

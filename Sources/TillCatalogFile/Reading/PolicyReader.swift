import TillModel

/// Reads the rules that a catalog is held to.
enum PolicyReader {
    private static let levels: [(KeyName, CatalogPolicy.Rule)] = [
        (.annualNotDearer, .annualNotDearer), (.taxCodePresent, .taxCodePresent),
        (.descriptionPresent, .descriptionPresent), (.translationsComplete, .translationsComplete),
    ]

    /// The rules, and where each waiver is written.
    static func policy(
        _ field: Field, _ context: inout ReadingContext
    ) -> (policy: CatalogPolicy, waiverPlaces: [SourceSpan])? {
        guard let fields = context.fields(field, of: "`policy`", .policy) else { return nil }
        var policy = CatalogPolicy()
        for (key, rule) in levels {
            guard let field = fields[key] else { continue }
            policy.levels[rule] = context.word(field, CatalogPolicy.Level.allCases.map { ($0.rawValue, $0) })
        }
        if let field = fields[.maxChange], !context.isText(field, "off") {
            policy.maxChange = context.percentage(field, in: 1...100_000_000, example: "20")
        }
        var places: [SourceSpan] = []
        if let field = fields[.waivers] {
            for item in context.items(field, of: "a list of waivers", example: "[\(MapSchema.waiver.example)]") ?? [] {
                guard let waiver = waiver(item, &context) else { continue }
                policy.waivers.append(waiver)
                places.append(context.tree.span(item.key))
            }
        }
        return (policy, places)
    }

    private static func waiver(_ item: Field, _ context: inout ReadingContext) -> CatalogPolicy.Waiver? {
        guard let fields = context.fields(item, of: "a waiver", .waiver) else { return nil }
        let rule = context.require(.rule, in: fields).flatMap { field in
            context.word(field, CatalogPolicy.Rule.allCases.map { ($0.rawValue, $0) })
        }
        let subject = context.require(.subject, in: fields).flatMap { field -> String? in
            guard let name = context.text(field, example: "pro/yearly") else { return nil }
            context.references.append(
                Reference(
                    name: name, target: .productOrPrice, place: context.tree.span(field.value), owner: "the waiver"))
            return name
        }
        let reason = context.require(.reason, in: fields).flatMap { context.text($0) }
        guard let rule, let subject, let reason else { return nil }
        return CatalogPolicy.Waiver(rule: rule, subject: subject, reason: reason)
    }
}

import TillModel

/// Reads tiers: what units cost, step by step.
enum TierReader {
    /// How a quantity meets the tiers.
    enum Mode { case graduated, volume }

    private static let example = "[{ up_to: 10, each: 5.00 USD }, { each: 4.00 USD }]"

    /// What a tiered price costs; nil, and reported, when a tier cannot be used.
    static func cost(_ field: Field, _ mode: Mode, _ context: inout ReadingContext) -> PriceCost? {
        guard let items = context.items(field, of: "a list of tiers", example: example) else { return nil }
        guard !items.isEmpty else {
            context.reportEmptyList(field, example: example)
            return nil
        }
        let errors = context.log.errorCount
        var tiers: [PriceTier] = []
        var previous = 0
        for (position, item) in items.enumerated() {
            guard let fields = context.fields(item, of: "a tier", .tier) else { continue }
            let upTo = upTo(fields, isLast: position == items.count - 1, after: previous, &context)
            if let upTo { previous = max(previous, upTo) }
            if let tier = tier(fields, upTo: upTo, tiers.first, &context) { tiers.append(tier) }
        }
        guard context.log.errorCount == errors, let first = tiers.first else { return nil }
        let amounts = first.each.enumerated().compactMap { amount($1, first.flat.isEmpty ? nil : first.flat[$0]) }
        guard amounts.count == first.each.count else {
            MoneyReader.reportTooLarge("\(first.each[0])", at: context.tree.span(items[0].value), &context)
            return nil
        }
        return PriceCost(scheme: mode == .graduated ? .graduated(tiers) : .volume(tiers), amounts: amounts)
    }

    /// What the first unit costs.
    private static func amount(_ rate: UnitRate, _ flat: Money?) -> Money? {
        do {
            let each = try rate.times(1)
            return try flat.map { flat throws(MoneyError) in try each.adding(flat) } ?? each
        } catch {
            return nil
        }
    }

    private static func upTo(
        _ fields: Fields, isLast: Bool, after previous: Int, _ context: inout ReadingContext
    ) -> Int? {
        guard let field = fields[.upTo] else {
            guard !isLast, !fields.mayHave(.upTo) else { return nil }
            context.log.error(
                .tierOrder, at: fields.place, "only the last tier can be without `up_to`",
                help: "add `up_to` with the last unit of this tier, or move it to the end")
            return nil
        }
        guard let number = context.wholeNumber(field, in: 1...1_000_000_000_000, example: "10").map(Int.init) else {
            return nil
        }
        guard !isLast else {
            context.log.error(
                .tierWithoutEnd, at: context.tree.span(field.key),
                "the last tier ends, so larger quantities have no price",
                help: "remove its `up_to`, or add a last tier such as `{ each: 4.00 USD }`")
            return nil
        }
        guard number > previous else {
            context.log.error(
                .tierOrder, at: context.tree.span(field.value),
                "this tier ends at \(number), where the one before ends at \(previous)",
                help: "put tiers in order: each `up_to` is larger than the one before")
            return nil
        }
        return number
    }

    private static func tier(
        _ fields: Fields, upTo: Int?, _ first: PriceTier?, _ context: inout ReadingContext
    ) -> PriceTier? {
        let each = fields[.each].flatMap { MoneyReader.rates($0, &context) }
        let flat = fields[.flat].flatMap { MoneyReader.amounts($0, &context) }
        if fields[.each] == nil, fields[.flat] == nil, !fields.mayHave(.each), !fields.mayHave(.flat) {
            context.log.error(
                .missingKey, at: fields.place, "a tier has no `each`", help: "add `each: 5.00 USD`, or `flat: 5.00 USD`"
            )
            return nil
        }
        guard fields[.each] == nil || each != nil, fields[.flat] == nil || flat != nil else { return nil }
        guard let rates = each ?? flat.map({ $0.map { UnitRate(millionthsOfMinorUnit: 0, $0.currency) } }) else {
            return nil
        }
        let order = first?.each.map(\.currency) ?? rates.map(\.currency)
        let place = (fields[.each] ?? fields[.flat]).map { context.tree.span($0.value) } ?? fields.place
        for currencies in [rates.map(\.currency), flat?.map(\.currency) ?? order]
        where Set(currencies) != Set(order) {
            context.log.error(
                .currenciesDiffer, at: place, "every tier names the same currencies",
                help: "the first one is in \(order.map(\.code).joined(separator: ", "))")
            return nil
        }
        return PriceTier(
            upTo: upTo, each: order.compactMap { currency in rates.first { $0.currency == currency } },
            flat: flat.map { flat in order.compactMap { currency in flat.first { $0.currency == currency } } } ?? [])
    }
}

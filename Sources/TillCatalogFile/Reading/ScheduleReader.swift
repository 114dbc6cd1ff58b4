import TillModel

/// Reads amounts to come, and what becomes of those who subscribed before.
enum ScheduleReader {
    private static let example = "[{ effective: 2027-06-01, price: 14.00 USD, existing: keep }]"

    /// The changes of a price, the earliest first.
    static func changes(
        _ field: Field, from: CalendarDate?, until: CalendarDate?, _ cost: PriceCost?, _ fields: Fields,
        _ context: inout ReadingContext
    ) -> [PriceChange]? {
        guard let items = context.items(field, of: "a list of changes", example: example) else { return nil }
        if let cost, !isAmount(cost.scheme) {
            context.log.error(
                .conflictingScheme, at: context.tree.span(field.key), "only an amount can change by schedule",
                help: "remove `schedule`; add a price of its own with `effective` instead")
            return nil
        }
        var changes: [PriceChange] = []
        for item in items {
            guard let change = change(item, of: cost, isRecurring: fields.mayHave(.every), &context) else { continue }
            if let last = changes.last, last.effective >= change.effective {
                context.log.error(
                    .scheduleOrder, at: context.tree.span(item.key),
                    "this change begins on \(change.effective), not after the one before, \(last.effective)",
                    help: "put changes in order, the earliest first")
            } else if let from, change.effective <= from {
                context.log.error(
                    .emptyWindow, at: context.tree.span(item.key),
                    "this change begins on \(change.effective), before the price is sold at all",
                    help: "`effective` is \(from): write the amount that holds then as the price itself")
            } else if let until, change.effective >= until {
                context.log.error(
                    .emptyWindow, at: context.tree.span(item.key),
                    "this change begins on \(change.effective), when the price is not sold any more",
                    help: "`until` is \(until)")
            } else {
                changes.append(change)
            }
        }
        return changes
    }

    private static func isAmount(_ scheme: PricingScheme) -> Bool {
        switch scheme {
        case .perUnit, .package: true
        case .rate, .graduated, .volume, .custom, .free: false
        }
    }

    private static func change(
        _ item: Field, of cost: PriceCost?, isRecurring: Bool, _ context: inout ReadingContext
    ) -> PriceChange? {
        guard let fields = context.fields(item, of: "a change", .change) else { return nil }
        let errors = context.log.errorCount
        let date = context.require(.effective, in: fields).flatMap { context.date($0, example: "2027-06-01") }
        let field = context.require(.price, in: fields)
        let first = field.flatMap { MoneyReader.price($0, &context) }
        let others = fields[.also].flatMap { MoneyReader.amounts($0, &context) } ?? []
        let existing = fields[.existing].flatMap { self.existing($0, &context) }
        if isRecurring, !fields.mayHave(.existing) {
            context.log.error(
                .existingMissing, at: fields.place,
                "a change of a recurring price must say what becomes of subscribers",
                help: "add `existing: keep`, `existing: at_renewal` or `existing: { on: 2027-07-01 }`")
        }
        guard let date, let first, let field else { return nil }
        for other in others where other.currency == first.currency {
            if let also = fields[.also] { MoneyReader.reportRepeated(other.currency, also, &context) }
        }
        let amounts = [first] + others
        if let cost {
            PriceChecks.checkCurrencies(amounts.map(\.currency), of: "the change", cost, field, &context)
        }
        guard context.log.errorCount == errors else { return nil }
        // In the order of the price's own amounts, so that the default currency stays what it is.
        let ordered = cost.map { cost in
            cost.amounts.compactMap { own in amounts.first { $0.currency == own.currency } }
        }
        return PriceChange(effective: date, amounts: ordered ?? amounts, existing: existing)
    }

    /// `keep`, `at_renewal`, or a map with a day.
    static func existing(_ field: Field, _ context: inout ReadingContext) -> ExistingSubscribers? {
        guard context.tree.nodes[field.value].kind == .mapping else {
            return context.word(field, [("keep", .keep), ("at_renewal", .atRenewal)])
        }
        guard let fields = context.fields(field, of: "`existing`", .existingOn) else { return nil }
        return context.require(.on, in: fields).flatMap { context.date($0) }.map { .on($0) }
    }
}

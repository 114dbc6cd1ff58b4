import TillModel

/// Rules between the keys of one price.
enum PriceChecks {
    /// Reports keys that do not go together.
    static func check(_ price: Price.Traits, _ cost: PriceCost, _ fields: Fields, _ context: inout ReadingContext) {
        if let meter = fields[.meter] {
            if !fields.mayHave(.every) {
                context.log.error(
                    .meterWithoutInterval, at: context.tree.span(meter.key),
                    "what is measured is paid at an interval", help: "add `every: month`")
            }
            if let quantity = fields[.quantity] {
                context.log.error(
                    .meteredQuantity, at: context.tree.span(quantity.key),
                    "the meter's reading is the quantity, so an order cannot have one",
                    help: "remove `quantity`, or `meter`")
            }
        }
        if let scheme = fields.first([.graduated, .volume, .custom]) {
            if let package = fields[.package] { report(package, beside: scheme, "", &context) }
            if let also = fields[.also] {
                report(also, beside: scheme, ", which lists its own currencies", &context)
            }
            if let countries = fields[.countries] {
                report(countries, beside: scheme, ", which has no amount to replace", &context)
            }
        }
        if let existing = fields[.existing], !fields.mayHave(.every) {
            context.log.error(
                .existingWithoutInterval, at: context.tree.span(existing.key),
                "what is paid once has no subscribers", help: "remove `existing`, or add `every: month`")
        }
        ProviderLimits.check(price, cost, fields, &context)
    }

    private static func report(_ field: Field, beside scheme: Field, _ why: String, _ context: inout ReadingContext) {
        context.log.error(
            .conflictingScheme, at: context.tree.span(field.key),
            "`\(field.name)` has no meaning beside \(scheme.title)\(why)",
            help: "remove `\(field.name)`")
    }

    /// Reports currencies that the price is not sold in, and its default currency when that is missing.
    static func checkCurrencies(
        _ currencies: [Currency], of what: String, _ cost: PriceCost, _ field: Field, _ context: inout ReadingContext
    ) {
        let sold = cost.amounts.map(\.currency)
        let extra = currencies.first { !sold.contains($0) }
        let missing = sold.first { !currencies.contains($0) }
        guard let wrong = extra ?? missing else { return }
        let list = sold.map(\.code).joined(separator: ", ")
        context.log.error(
            .currenciesDiffer, at: context.tree.span(field.value),
            extra != nil
                ? "\(what) is in \(wrong), but the price is sold in \(list)" : "\(what) has no amount in \(wrong)",
            help: "write one amount for each currency of the price: \(list)")
    }
}

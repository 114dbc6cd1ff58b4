import TillModel

/// Reads the bounds of an amount that the buyer chooses.
enum CustomAmountReader {
    /// What such a price costs; nil, and reported, when its bounds cannot be used.
    static func cost(_ field: Field, _ price: Fields, _ context: inout ReadingContext) -> PriceCost? {
        guard let fields = context.fields(field, of: "`custom`", .customAmount) else { return nil }
        let errors = context.log.errorCount
        let minimum = context.require(.min, in: fields).flatMap { MoneyReader.amounts($0, &context) }
        let maximum = fields[.max].flatMap { MoneyReader.amounts($0, &context) } ?? []
        let preset = fields[.preset].flatMap { MoneyReader.amounts($0, &context) } ?? []
        if price.mayHave(.every), let every = price[.every] {
            context.log.error(
                .customWithInterval, at: context.tree.span(every.key), "an amount that the buyer chooses is paid once",
                help: "remove `every`")
        }
        guard context.log.errorCount == errors, let minimum else { return nil }
        let custom = CustomAmount(minimum: minimum, maximum: maximum, preset: preset)
        for (key, amounts) in [(KeyName.max, maximum), (.preset, preset)] where !amounts.isEmpty {
            if let field = fields[key] { check(amounts, field, custom, &context) }
        }
        guard context.log.errorCount == errors else { return nil }
        return PriceCost(scheme: .custom(custom), amounts: preset.isEmpty ? minimum : preset)
    }

    private static func check(
        _ amounts: [Money], _ field: Field, _ custom: CustomAmount, _ context: inout ReadingContext
    ) {
        PriceChecks.checkCurrencies(
            amounts.map(\.currency), of: "`\(field.name)`",
            PriceCost(scheme: .custom(custom), amounts: custom.minimum), field, &context)
        for amount in amounts {
            let least = custom.minimum.first { $0.currency == amount.currency }
            let most = custom.maximum.first { $0.currency == amount.currency }
            let isTooSmall = least.map { amount.minorUnits < $0.minorUnits } ?? false
            let isTooLarge = most.map { amount.minorUnits > $0.minorUnits } ?? false
            guard isTooSmall || isTooLarge, let bound = isTooSmall ? least : most else { continue }
            context.log.error(
                .customBounds, at: context.tree.span(field.value),
                "\(amount) is \(isTooSmall ? "less" : "more") than the \(isTooSmall ? "least" : "most"), \(bound)",
                help: "`min`, `preset` and `max` ascend")
        }
    }
}

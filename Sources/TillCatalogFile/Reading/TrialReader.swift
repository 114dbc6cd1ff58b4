import TillModel

/// Reads the time before the first payment.
enum TrialReader {
    /// The trial of a price: a length, or a map that also says whether a payment method is needed.
    static func trial(_ field: Field, _ price: Fields, _ context: inout ReadingContext) -> Trial? {
        let trial = read(field, &context)
        guard price.mayHave(.every) else {
            context.log.error(
                .trialWithoutInterval, at: context.tree.span(field.key), "only a recurring price can have a trial",
                help: "add `every: month`, or remove `trial`")
            return nil
        }
        return trial
    }

    private static func read(_ field: Field, _ context: inout ReadingContext) -> Trial? {
        let most = PriceReader.maximumTrialDays
        guard context.tree.nodes[field.value].kind == .mapping else {
            return IntervalReader.trialDays(field, maximum: most, &context).map { Trial(days: $0) }
        }
        guard let fields = context.fields(field, of: "`trial`", .trial) else { return nil }
        let days = context.require(.length, in: fields).flatMap {
            IntervalReader.trialDays($0, maximum: most, &context)
        }
        let isRequired = fields[.paymentMethod].map { context.word($0, [("required", true), ("optional", false)]) }
        guard let days else { return nil }
        switch isRequired {
        case nil: return Trial(days: days)
        case .some(nil): return nil
        case .some(.some(let isRequired)): return Trial(days: days, requiresPaymentMethod: isRequired)
        }
    }
}

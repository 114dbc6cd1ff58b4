/// What one unit, or one step, costs in smallest units, which may be less than one of them.
struct StripeUnitAmount: Sendable {
    let decimal: StripeDecimal
    /// The amount, when it is whole.
    var whole: Int64? { decimal.whole }

    /// Reads an amount given either whole or as a decimal; nil when neither is given.
    static func read(
        _ input: JSONValue, _ field: String, _ currency: StripeCurrency, _ name: (String) -> String
    ) throws(StripeError) -> StripeUnitAmount? {
        let text: String
        switch (input[field].int, input[field + "_decimal"].string) {
        case (let whole?, nil): text = String(whole)
        case (nil, let decimal?): text = decimal
        case (nil, nil): return nil
        case (_?, _?):
            throw .parameter(
                name(field), "You may only specify one of these parameters: \(field), \(field)_decimal.")
        }
        guard let decimal = StripeDecimal(text, places: 12) else {
            throw .parameter(
                name(field), "Amount must be no more than \(currency.formatted(currency.maximum))",
                code: "amount_too_large")
        }
        if let whole = decimal.whole {
            try currency.check(whole, parameter: name(field))
        } else {
            try currency.check(decimal.floor / currency.step * currency.step, parameter: name(field + "_decimal"))
        }
        return StripeUnitAmount(decimal: decimal)
    }
}

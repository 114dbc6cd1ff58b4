/// What a price costs in one of its currencies, as its parameters describe it.
struct StripePriceAmounts {
    let isTiered: Bool
    let isRecurring: Bool

    /// The parameters of a price of its own.
    static let fields: [StripeField] =
        StripePriceAmounts.perUnit + [.optional("tiers", .list(.table(StripeTiers.fields)))]

    /// The parameters wherever a price is described.
    static let perUnit: [StripeField] = [
        .optional("unit_amount", .amount), .optional("unit_amount_decimal", .decimal(places: 12)),
        .optional(
            "custom_unit_amount",
            .table([
                .required("enabled", .boolean), .optional("minimum", .amount), .optional("maximum", .amount),
                .optional("preset", .amount),
            ])),
    ]

    /// The amounts as one of the price's currency options holds them, tiers included.
    func read(
        _ input: JSONValue, _ currency: StripeCurrency, _ name: (String) -> String
    ) throws(StripeError) -> JSONValue {
        var option: JSONValue = [
            "custom_unit_amount": nil, "tax_behavior": .string(input["tax_behavior"].string ?? "unspecified"),
            "unit_amount": nil, "unit_amount_decimal": nil,
        ]
        let custom = try custom(input["custom_unit_amount"], currency, name)
        let unit = try StripeUnitAmount.read(input, "unit_amount", currency, name)
        if isTiered {
            guard custom == nil, unit == nil else {
                throw .parameter(
                    name(custom == nil ? "unit_amount" : "custom_unit_amount"),
                    "A price with `billing_scheme=tiered` has its amounts in `tiers` only.")
            }
            guard let tiers = input["tiers"].array else { throw .missing(name("tiers")) }
            option["tiers"] = try StripeTiers.read(tiers, currency, name("tiers"))
            return option
        }
        guard input["tiers"].isNull else {
            throw .parameter(name("tiers"), "`tiers` requires `billing_scheme` to be set to `tiered`.")
        }
        switch (unit, custom) {
        case (let unit?, nil):
            option["unit_amount"] = .optional(unit.whole)
            option["unit_amount_decimal"] = .string(unit.decimal.text)
        case (nil, let custom?): option["custom_unit_amount"] = custom
        case (nil, nil): throw .missing(name("unit_amount"))
        case (_?, _?):
            throw .parameter(
                name("custom_unit_amount"),
                "You may only specify one of these parameters: unit_amount, custom_unit_amount.")
        }
        return option
    }

    private func custom(
        _ given: JSONValue, _ currency: StripeCurrency, _ name: (String) -> String
    ) throws(StripeError) -> JSONValue? {
        guard given.object != nil else { return nil }
        let path = name("custom_unit_amount")
        guard given["enabled"] == true else {
            throw .parameter("\(path)[enabled]", "Pass `true`, or leave `custom_unit_amount` out.")
        }
        guard !isRecurring else {
            throw .parameter(path, "`custom_unit_amount` is not supported for recurring prices.")
        }
        let bounds = ["minimum", "preset", "maximum"].compactMap { field in given[field].int.map { (field, $0) } }
        var least = currency.minimum
        for (field, amount) in bounds {
            try currency.check(amount, parameter: "\(path)[\(field)]")
            guard amount >= least else {
                throw .invalidInteger(
                    "\(path)[\(field)]", "This value must be greater than or equal to \(least).")
            }
            least = amount
        }
        return ["maximum": given["maximum"], "minimum": given["minimum"], "preset": given["preset"]]
    }
}

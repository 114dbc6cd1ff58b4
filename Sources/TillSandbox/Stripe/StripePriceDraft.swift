/// A price that is being made from its parameters, checked but not stored.
struct StripePriceDraft {
    let input: JSONValue
    /// What the parameters are below, such as `default_price_data`; nil for a price of its own.
    let path: String?
    let account: StripeAccount

    /// The price.
    func document(product: String) throws -> Document {
        let code = input["currency"].string ?? ""
        guard let currency = StripeCurrency(code) else { throw Self.invalidCurrency(code, name("currency")) }
        let recurring = try recurring()
        let isTiered = input["billing_scheme"] == "tiered"
        try checkScheme(isTiered: isTiered)
        let amounts = StripePriceAmounts(isTiered: isTiered, isRecurring: !recurring.isNull)
        let own = try amounts.read(input, currency, name)
        var options = try Self.others(input["currency_options"], than: currency, amounts, name)
        options[currency.code] = own
        let json: JSONValue = .object(
            nulls: "lookup_key nickname",
            [
                "id": .string(account.newID("price_")), "object": "price", "active": true,
                "billing_scheme": isTiered ? "tiered" : "per_unit", "created": .int(account.now),
                "currency": .string(currency.code), "custom_unit_amount": own["custom_unit_amount"],
                "livemode": false, "metadata": [:], "product": .string(product), "recurring": recurring,
                "tax_behavior": own["tax_behavior"], "tiers_mode": input["tiers_mode"],
                "transform_quantity": input["transform_quantity"],
                "type": recurring.isNull ? "one_time" : "recurring", "unit_amount": own["unit_amount"],
                "unit_amount_decimal": own["unit_amount_decimal"],
            ])
        return Document(json, hidden: ["currency_options": options])
    }

    /// The amounts in other currencies than the price's own.
    static func others(
        _ given: JSONValue, than own: StripeCurrency, _ amounts: StripePriceAmounts, _ name: (String) -> String
    ) throws(StripeError) -> JSONValue {
        var options: JSONValue = [:]
        for (code, option) in (given.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let path = name("currency_options") + "[\(code)]"
            guard let currency = StripeCurrency(code), currency.code == code, code != own.code else {
                throw invalidCurrency(code, path)
            }
            options[code] = try amounts.read(option, currency) { "\(path)[\($0)]" }
        }
        return options
    }

    private static func invalidCurrency(_ code: String, _ parameter: String) -> StripeError {
        .parameter(parameter, "Invalid currency: \(code).", code: "invalid_currency")
    }

    private func name(_ field: String) -> String { path.map { "\($0)[\(field)]" } ?? field }

    private func checkScheme(isTiered: Bool) throws(StripeError) {
        if isTiered {
            guard input["tiers_mode"].string != nil else { throw .missing(name("tiers_mode")) }
            guard input["transform_quantity"].isNull else {
                throw .parameter(name("transform_quantity"), "`transform_quantity` cannot be combined with `tiers`.")
            }
        } else if input["tiers_mode"].string != nil {
            throw .parameter(name("tiers_mode"), "`tiers_mode` requires `billing_scheme` to be set to `tiered`.")
        }
    }

    private func recurring() throws -> JSONValue {
        let given = input["recurring"]
        guard !given.isNull else { return .null }
        guard let period = StripePeriod(given), period.isAllowed else {
            throw StripeError.invalidInteger(
                name("recurring") + "[interval_count]", "A recurring price can recur at most every three years.")
        }
        let meter = name("recurring") + "[meter]"
        let isMetered = given["usage_type"] == "metered"
        if let id = given["meter"].string {
            guard isMetered else {
                throw StripeError.parameter(meter, "`recurring[meter]` requires `recurring[usage_type]=metered`.")
            }
            let document = try account.find(StripeMeters.kind, id, parameter: meter)
            guard document.json["status"] == "active" else {
                throw StripeError.refused("The meter `\(id)` is not active.", parameter: meter)
            }
        } else if isMetered {
            throw StripeError.missing(meter)
        }
        return [
            "interval": .string(period.interval), "interval_count": .int(period.count), "meter": given["meter"],
            "trial_period_days": given["trial_period_days"], "usage_type": isMetered ? "metered" : "licensed",
        ]
    }
}

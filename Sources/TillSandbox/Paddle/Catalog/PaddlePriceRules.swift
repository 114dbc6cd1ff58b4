/// What has to fit together in a price, whatever request it came from.
enum PaddlePriceRules {
    /// Refuses a price whose parts contradict each other.
    static func check(_ price: JSONValue) throws(PaddleError) {
        let quantity = price["quantity"]
        guard (quantity["maximum"].int ?? 0) >= (quantity["minimum"].int ?? 0) else {
            throw .badRequest([
                PaddleError.Field(field: "quantity", message: "maximum must be greater than or equal to minimum")
            ])
        }
        try checkCountries(price["unit_price_overrides"])
        let trial = price["trial_period"]
        guard !trial.isNull else { return }
        guard !price["billing_cycle"].isNull else {
            throw refusal(
                "price_trial_period_requires_billing_cycle", "setting a trial_period requires billing_cycle to be set")
        }
        try checkCountries(trial["unit_price_overrides"])
        try checkCurrencies(trial, price)
    }

    /// Refuses a country that is charged two prices.
    private static func checkCountries(_ overrides: JSONValue) throws(PaddleError) {
        var seen: Set<String> = []
        for country in (overrides.array ?? []).flatMap(countries) {
            guard seen.insert(country).inserted else {
                throw refusal(
                    "price_duplicate_currency_override_for_country",
                    "Duplicate currency override for country: \(country) is in unit_price_overrides twice.")
            }
        }
    }

    /// Refuses a paid trial in another currency than what follows it.
    private static func checkCurrencies(_ trial: JSONValue, _ price: JSONValue) throws(PaddleError) {
        let overridden = Set((price["unit_price_overrides"].array ?? []).map(Override.init))
        let trialOverrides = (trial["unit_price_overrides"].array ?? []).map(Override.init)
        let currency = trial["unit_price"]["currency_code"]
        guard currency.isNull || currency == price["unit_price"]["currency_code"],
            trialOverrides.allSatisfy(overridden.contains)
        else {
            throw refusal(
                "trial_currency_mismatch",
                """
                The currencies for trial prices must match the currencies of the associated price entity, both for \
                Unit Price and Unit Price Overrides.
                """)
        }
    }

    /// Where an override applies and in what currency.
    private struct Override: Hashable {
        let countries: Set<String>
        let currency: JSONValue

        init(_ override: JSONValue) {
            countries = Set(PaddlePriceRules.countries(override))
            currency = override["unit_price"]["currency_code"]
        }
    }

    private static func countries(_ override: JSONValue) -> [String] {
        (override["country_codes"].array ?? []).compactMap(\.string)
    }

    private static func refusal(_ code: String, _ detail: String) -> PaddleError {
        PaddleError(section: "prices", code: code, detail: detail)
    }
}

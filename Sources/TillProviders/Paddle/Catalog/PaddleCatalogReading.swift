import TillModel

/// Paddle's objects in the words of plans: the same words in which ``PaddleCatalogObjects`` says what they should be.
///
/// What Paddle fills in by itself is filled in here as well, in case an answer leaves it out.
enum PaddleCatalogReading {
    static func object(_ product: PaddleProduct) -> RemoteCatalogObject {
        var fields = product.custom_data?.fields ?? [:]
        fields["name"] = text(product.name)
        fields["description"] = text(product.description)
        fields["tax_category"] = text(product.tax_category)
        fields["image_url"] = text(product.image_url)
        return object(product.id, .product, product.status, product.custom_data, fields)
    }

    static func object(_ price: PaddlePrice) -> RemoteCatalogObject {
        var fields = price.custom_data?.fields ?? [:]
        fields["product"] = price.product_id.map(CatalogValue.remote)
        fields["description"] = text(price.description)
        fields["name"] = text(price.name)
        if let money = price.unit_price { fields.merge(amount(money)) { $1 } }
        fields["recurring"] = price.billing_cycle.map {
            ["interval": .text($0.interval), "count": .number($0.frequency)]
        }
        fields["trial"] = price.trial_period.map(trial)
        fields["tax_mode"] = .text(price.tax_mode ?? "account_setting")
        var countries: [String: CatalogValue] = [:]
        for override in price.unit_price_overrides ?? [] {
            for country in override.country_codes { countries[country] = .fields(amount(override.unit_price)) }
        }
        if !countries.isEmpty { fields["countries"] = .fields(countries) }
        fields["quantity"] = [
            "minimum": .number(price.quantity?.minimum ?? 1), "maximum": .number(price.quantity?.maximum ?? 100),
        ]
        return object(price.id, .price, price.status, price.custom_data, fields)
    }

    static func object(_ discount: PaddleDiscount) -> RemoteCatalogObject {
        var fields = discount.custom_data?.fields ?? [:]
        fields["description"] = text(discount.description)
        let amount = discount.amount ?? ""
        switch discount.type {
        case "percentage": fields["percent_off"] = .text(PaddlePercentage.shortest(amount))
        case "flat_per_seat": fields["amount_off_per_seat"] = number(amount)
        default: fields["amount_off"] = number(amount)
        }
        fields["currency"] = text(discount.currency_code)
        fields["enabled_for_checkout"] = .flag(discount.enabled_for_checkout ?? true)
        // Typed in any case; ours are upper-case.
        fields["code"] = text(discount.code?.uppercased())
        fields["recur"] = .flag(discount.recur ?? false)
        fields["intervals"] = discount.maximum_recurring_intervals.map(CatalogValue.number)
        fields["usage_limit"] = discount.usage_limit.map(CatalogValue.number)
        fields["expires_at"] = text(discount.expires_at)
        if let seconds = discount.expires_at.flatMap(PaddleInstant.seconds) { fields["expires_at"] = .number(seconds) }
        if let ids = discount.restrict_to, !ids.isEmpty {
            fields["restrict_to"] = CatalogValue.list(ids.map(CatalogValue.remote)).resolved { _ in nil }
        }
        return object(discount.id, .coupon, discount.status, discount.custom_data, fields)
    }

    /// What ran out by itself was not archived: it is as the file says, and its time is over.
    private static func object(
        _ id: String, _ kind: CatalogObjectKey.Kind, _ status: String?, _ data: PaddleCustomData?,
        _ fields: [String: CatalogValue]
    ) -> RemoteCatalogObject {
        RemoteCatalogObject(
            id: id, kind: kind, isActive: status != "archived", marker: data?.marker(kind), fields: fields)
    }

    private static func trial(_ trial: PaddlePrice.Trial) -> CatalogValue {
        var fields: [String: CatalogValue] = [
            "interval": .text(trial.interval), "count": .number(trial.frequency),
            "payment_method": .flag(trial.requires_payment_method ?? true),
        ]
        if let money = trial.unit_price { fields.merge(amount(money)) { $1 } }
        return .fields(fields)
    }

    private static func amount(_ money: PaddleMoney) -> [String: CatalogValue] {
        ["amount": number(money.amount), "currency": .text(money.currency_code.uppercased())]
    }

    /// A whole number that Paddle writes as text; the text itself where it is none, so that it is seen to differ.
    private static func number(_ text: String) -> CatalogValue { Int64(text).map(CatalogValue.number) ?? .text(text) }

    /// Paddle answers with an empty text, or none, for what is not set.
    private static func text(_ text: String?) -> CatalogValue? {
        text.flatMap { $0.isEmpty ? nil : .text($0) }
    }
}

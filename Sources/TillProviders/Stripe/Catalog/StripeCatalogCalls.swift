import TillModel

/// The requests with which Stripe's catalog is written.
enum StripeCatalogCalls {
    /// Where the objects of a kind are.
    static func path(_ kind: CatalogObjectKey.Kind) -> String {
        switch kind {
        case .meter: "/v1/billing/meters"
        case .feature: "/v1/entitlements/features"
        case .product, .defaultPrice: "/v1/products"
        case .price: "/v1/prices"
        case .coupon: "/v1/coupons"
        case .promotionCode: "/v1/promotion_codes"
        case .webhookEndpoint: "/v1/webhook_endpoints"
        case .portal: "/v1/billing_portal/configurations"
        }
    }

    static func call(for write: CatalogWrite) throws(ProviderError) -> ProviderCall {
        let path = path(write.key.kind)
        switch write.verb {
        case .create where write.key.kind == .defaultPrice:
            guard case .remote(let product)? = write.fields["product"] else {
                throw refusal("the product of \(write.key) is not there")
            }
            return try setDefaultPrice(write, of: product)
        case .create:
            var form = StripeForm()
            try set(write, Set(write.fields.keys), in: &form)
            return ProviderCall(method: "POST", path: path, body: form.encoded)
        case .update:
            let id = try identifier(write)
            if write.key.kind == .defaultPrice { return try setDefaultPrice(write, of: id) }
            var form = StripeForm()
            try set(write, write.changed, in: &form)
            switch write.key.kind {
            case .product, .price, .promotionCode, .feature, .portal: form.set("active", "true")
            case .webhookEndpoint: form.set("disabled", "false")
            default: break
            }
            return ProviderCall(method: "POST", path: "\(path)/\(id)", body: form.encoded)
        case .archive:
            let id = try identifier(write)
            switch write.key.kind {
            case .coupon, .webhookEndpoint: return ProviderCall(method: "DELETE", path: "\(path)/\(id)")
            case .meter: return ProviderCall(method: "POST", path: "\(path)/\(id)/deactivate")
            case .defaultPrice: return ProviderCall(method: "POST", path: "\(path)/\(id)", body: "default_price=")
            default: return ProviderCall(method: "POST", path: "\(path)/\(id)", body: "active=false")
            }
        }
    }

    private static func setDefaultPrice(_ write: CatalogWrite, of product: String) throws(ProviderError) -> ProviderCall
    {
        var form = StripeForm()
        form.set("default_price", try id(write.fields["price"], "price", write))
        return ProviderCall(
            method: "POST", path: "/v1/products/\(try StripeClient.identifier(product))", body: form.encoded)
    }

    private static func identifier(_ write: CatalogWrite) throws(ProviderError) -> String {
        guard let id = write.id else { throw refusal("\(write.key) has no id") }
        return try StripeClient.identifier(id)
    }

    private static func refusal(_ detail: String) -> ProviderError {
        ProviderError(.refused, provider: .stripe, detail: detail)
    }

    private static func id(
        _ value: CatalogValue?, _ name: String, _ write: CatalogWrite
    ) throws(ProviderError) -> String {
        guard case .remote(let id)? = value else { throw refusal("the \(name) of \(write.key) is not there") }
        return id
    }

    // MARK: - Fields

    /// Sets fields by name; one that the file has no more is emptied.
    private static func set(
        _ write: CatalogWrite, _ names: Set<String>, in form: inout StripeForm
    ) throws(ProviderError) {
        for name in names.sorted() {
            if name.hasPrefix(StripeMarker.pair) {
                let pair = name.dropFirst(StripeMarker.pair.count)
                form.set("metadata[\(pair)]", write.fields[name]?.formText ?? "")
            } else {
                try set(name, write, in: &form)
            }
        }
        guard let marker = write.marker else { return }
        if write.key.kind != .meter { form.set("metadata", pairs: StripeMarker.metadata(marker)) }
        if write.key.kind == .price {
            form.set("lookup_key", StripeMarker.lookupKey(marker))
            // Whoever had the name before, it is ours: it begins with our own.
            form.set("transfer_lookup_key", "true")
        }
    }

    private static func set(
        _ name: String, _ write: CatalogWrite, in form: inout StripeForm
    ) throws(ProviderError) {
        let value = write.fields[name]
        switch (write.key.kind, name) {
        case (.product, "images"):
            guard case .list(let images)? = value else { return form.set("images", "") }
            for (index, image) in images.enumerated() { form.set("images[\(index)]", image.formText) }
        case (.price, "product"): form.set("product", try id(value, "product", write))
        case (.price, "currency"), (.coupon, "currency"): form.set("currency", value?.formText?.lowercased())
        case (.price, "amount"), (.price, "amount_decimal"): form.set("unit_\(name)", value?.formText)
        case (.price, "recurring"): try setRecurring(value, write, in: &form)
        case (.price, "package"):
            form.set("transform_quantity[divide_by]", value?.formText)
            form.set("transform_quantity[round]", "up")
        case (.price, "custom"):
            form.set("custom_unit_amount[enabled]", "true")
            for (name, bound) in (value?.pairs ?? [:]).sorted(by: { $0.key < $1.key }) {
                form.set("custom_unit_amount[\(name)]", bound.formText)
            }
        case (.price, "tiers"):
            form.set("billing_scheme", "tiered")
            setTiers(value, under: "tiers", in: &form)
        case (.price, "currencies"):
            for (code, option) in (value?.pairs ?? [:]).sorted(by: { $0.key < $1.key }) {
                let place = "currency_options[\(code.lowercased())]"
                for name in ["amount", "amount_decimal"] {
                    form.set("\(place)[unit_\(name)]", option.pairs[name]?.formText)
                }
                setTiers(option.pairs["tiers"], under: "\(place)[tiers]", in: &form)
            }
        case (.coupon, "months"): form.set("duration_in_months", value?.formText)
        case (.coupon, "currencies"):
            for (code, amount) in (value?.pairs ?? [:]).sorted(by: { $0.key < $1.key }) {
                form.set("currency_options[\(code.lowercased())][amount_off]", amount.formText)
            }
        case (.coupon, "products"):
            for (index, product) in (value?.elements ?? []).enumerated() {
                form.set("applies_to[products][\(index)]", try id(product, "product", write))
            }
        case (.promotionCode, "coupon"):
            form.set("promotion[type]", "coupon")
            form.set("promotion[coupon]", try id(value, "coupon", write))
        case (.promotionCode, "first_time"): form.set("restrictions[first_time_transaction]", value?.formText)
        case (.promotionCode, "minimum"):
            let amounts = (value?.pairs ?? [:]).sorted { $0.key < $1.key }
            guard let first = amounts.first else { return }
            form.set("restrictions[minimum_amount]", first.value.formText)
            form.set("restrictions[minimum_amount_currency]", first.key.lowercased())
            for (code, amount) in amounts.dropFirst() {
                form.set("restrictions[currency_options][\(code.lowercased())][minimum_amount]", amount.formText)
            }
        case (.meter, "event"):
            form.set("event_name", value?.formText)
            form.set("customer_mapping[type]", "by_id")
            form.set("customer_mapping[event_payload_key]", "stripe_customer_id")
            form.set("value_settings[event_payload_key]", "value")
        case (.meter, "name"): form.set("display_name", value?.formText)
        case (.meter, "aggregation"): form.set("default_aggregation[formula]", value?.formText)
        case (.webhookEndpoint, "events"):
            for (index, event) in (value?.elements ?? []).enumerated() {
                form.set("enabled_events[\(index)]", event.formText)
            }
            // Fixed once it is made; Stripe refuses it afterwards.
            if write.verb == .create { form.set("api_version", StripeClient.apiVersion) }
        case (.portal, _): try StripePortalFields.set(name, value, in: &form)
        default: form.set(name, value?.formText ?? "")
        }
    }

    private static func setRecurring(
        _ value: CatalogValue?, _ write: CatalogWrite, in form: inout StripeForm
    ) throws(ProviderError) {
        guard let period = value?.pairs else { return }
        form.set("recurring[interval]", period["interval"]?.formText)
        form.set("recurring[interval_count]", period["count"]?.formText)
        guard let meter = period["meter"] else { return }
        form.set("recurring[meter]", try id(meter, "meter", write))
        form.set("recurring[usage_type]", "metered")
    }

    private static func setTiers(_ value: CatalogValue?, under place: String, in form: inout StripeForm) {
        for (index, tier) in (value?.elements ?? []).enumerated() {
            form.set("\(place)[\(index)][up_to]", tier.pairs["up_to"]?.formText)
            form.set("\(place)[\(index)][unit_amount]", tier.pairs["amount"]?.formText)
            form.set("\(place)[\(index)][unit_amount_decimal]", tier.pairs["amount_decimal"]?.formText)
            form.set("\(place)[\(index)][flat_amount]", tier.pairs["flat"]?.formText)
        }
    }
}

import TillModel

/// What customers may do on Stripe's own pages: as the file says it, as Stripe takes it and as Stripe tells it.
///
/// What is not offered is said as well, so that whoever allows it on Stripe's pages is noticed.
/// Source: stripe.com/docs/api/customer_portal/configurations.
enum StripePortalFields {
    private static let never = "never"
    /// How a change is told that waits for the end of what is paid for.
    private static let deferred = ["decreasing_item_amount", "shortening_interval"]

    /// - `offered`: What customers may change to: each product with those of its prices that recur.
    static func make(
        _ portal: CustomerPortal, offered: [(product: CatalogObjectKey, prices: [CatalogObjectKey])]
    ) -> [String: CatalogValue] {
        var fields: [String: CatalogValue] = [
            "details": .list(portal.details.map(\.rawValue).sorted().map(CatalogValue.text)),
            "invoices": .flag(portal.showsInvoices), "payment_methods": .flag(portal.changesPaymentMethods),
            "cancel": .text(portal.cancellation?.rawValue ?? never),
        ]
        fields["headline"] = portal.headline.map(CatalogValue.text)
        fields["privacy_url"] = portal.privacyURL.map(CatalogValue.text)
        fields["terms_url"] = portal.termsURL.map(CatalogValue.text)
        fields["return_url"] = portal.returnURL.map(CatalogValue.text)
        let products = offered.map { product, prices -> CatalogValue in
            [
                "product": .reference(product),
                "prices": .list(prices.map(CatalogValue.reference)),
                "quantity": .flag(portal.changesQuantity),
            ]
        }
        fields["switch_to"] = CatalogValue.list(products).resolved { _ in nil }
        guard !offered.isEmpty else { return fields }
        let proration =
            switch portal.proration {
            case .none: "none"
            case .nextInvoice: "create_prorations"
            case .atOnce: "always_invoice"
            }
        fields["changes"] = changes(quantity: portal.changesQuantity, codes: portal.takesCodes)
        fields["proration"] = .text(proration)
        fields["deferred"] = .list(portal.defersDowngrades ? deferred.map(CatalogValue.text) : [])
        return fields
    }

    private static func changes(quantity: Bool, codes: Bool) -> CatalogValue {
        .list(["price"] + (codes ? ["promotion_code"] : []) + (quantity ? ["quantity"] : []))
    }

    /// Sets one field; one that the file has no more is emptied.
    static func set(_ name: String, _ value: CatalogValue?, in form: inout StripeForm) throws(ProviderError) {
        switch name {
        case "headline": form.set("business_profile[headline]", value?.formText ?? "")
        case "privacy_url": form.set("business_profile[privacy_policy_url]", value?.formText ?? "")
        case "terms_url": form.set("business_profile[terms_of_service_url]", value?.formText ?? "")
        case "return_url": form.set("default_return_url", value?.formText ?? "")
        case "details": setDetails(value?.elements ?? [], in: &form)
        case "invoices": form.set("features[invoice_history][enabled]", value?.formText)
        case "payment_methods": form.set("features[payment_method_update][enabled]", value?.formText)
        case "cancel":
            let mode = value?.formText ?? never
            form.set("features[subscription_cancel][enabled]", mode == never ? "false" : "true")
            guard mode != never else { return }
            form.set("features[subscription_cancel][mode]", mode)
            form.set("features[subscription_cancel][proration_behavior]", "none")
        case "switch_to": try setProducts(value?.elements ?? [], in: &form)
        case "changes": setList(value, at: "\(update)[default_allowed_updates]", in: &form)
        case "proration": form.set("\(update)[proration_behavior]", value?.formText)
        case "deferred": setDeferred(value?.elements ?? [], in: &form)
        default: throw ProviderError(.refused, provider: .stripe, detail: "the portal has no \(name)")
        }
    }

    private static let update = "features[subscription_update]"

    private static func setDetails(_ details: [CatalogValue], in form: inout StripeForm) {
        form.set("features[customer_update][enabled]", details.isEmpty ? "false" : "true")
        setList(.list(details), at: "features[customer_update][allowed_updates]", in: &form)
    }

    private static func setList(_ value: CatalogValue?, at place: String, in form: inout StripeForm) {
        let elements = value?.elements ?? []
        // A list is emptied by an empty text.
        if elements.isEmpty { form.set(place, "") }
        for (index, element) in elements.enumerated() { form.set("\(place)[\(index)]", element.formText) }
    }

    private static func setDeferred(_ conditions: [CatalogValue], in form: inout StripeForm) {
        let place = "\(update)[schedule_at_period_end][conditions]"
        if conditions.isEmpty { form.set(place, "") }
        for (index, condition) in conditions.enumerated() {
            form.set("\(place)[\(index)][type]", condition.formText)
        }
    }

    private static func setProducts(_ products: [CatalogValue], in form: inout StripeForm) throws(ProviderError) {
        form.set("\(update)[enabled]", products.isEmpty ? "false" : "true")
        if products.isEmpty { form.set("\(update)[products]", "") }
        for (index, product) in products.enumerated() {
            let place = "\(update)[products][\(index)]"
            form.set("\(place)[product]", try id(product.pairs["product"]))
            for (index, price) in (product.pairs["prices"]?.elements ?? []).enumerated() {
                form.set("\(place)[prices][\(index)]", try id(price))
            }
            form.set("\(place)[adjustable_quantity][enabled]", product.pairs["quantity"]?.formText)
        }
    }

    private static func id(_ value: CatalogValue?) throws(ProviderError) -> String {
        guard case .remote(let id)? = value else {
            throw ProviderError(
                .refused, provider: .stripe, detail: "something that the portal offers is not there yet")
        }
        return id
    }

    /// A portal as Stripe tells it.
    static func object(_ portal: StripePortal) -> RemoteCatalogObject {
        var fields: [String: CatalogValue] = [:]
        fields["headline"] = text(portal.business_profile?.headline)
        fields["privacy_url"] = text(portal.business_profile?.privacy_policy_url)
        fields["terms_url"] = text(portal.business_profile?.terms_of_service_url)
        fields["return_url"] = text(portal.default_return_url)
        let features = portal.features
        let details = features?.customer_update
        fields["details"] = .list(
            details?.enabled == true ? (details?.allowed_updates ?? []).sorted().map(CatalogValue.text) : [])
        fields["invoices"] = .flag(features?.invoice_history?.enabled == true)
        fields["payment_methods"] = .flag(features?.payment_method_update?.enabled == true)
        let cancel = features?.subscription_cancel
        fields["cancel"] = .text(cancel?.enabled == true ? cancel?.mode ?? never : never)
        fields["switch_to"] = []
        if let update = features?.subscription_update, update.enabled == true {
            let products = (update.products ?? []).map { product -> CatalogValue in
                [
                    "product": .remote(product.product), "prices": .list(product.prices.map(CatalogValue.remote)),
                    "quantity": .flag(product.adjustable_quantity?.enabled == true),
                ]
            }
            fields["switch_to"] = CatalogValue.list(products).resolved { _ in nil }
            fields["changes"] = .list((update.default_allowed_updates ?? []).sorted().map(CatalogValue.text))
            fields["proration"] = update.proration_behavior.map(CatalogValue.text)
            fields["deferred"] = .list(
                (update.schedule_at_period_end?.conditions ?? []).map(\.type).sorted().map(CatalogValue.text))
        }
        return RemoteCatalogObject(
            id: portal.id, kind: .portal, isActive: portal.active != false,
            marker: StripeMarker.marker(in: portal.metadata), fields: fields)
    }

    private static func text(_ text: String?) -> CatalogValue? {
        text.flatMap { $0.isEmpty ? nil : .text($0) }
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stripe's objects in the words of plans: the same words in which ``StripeCatalogObjects`` says what they should be.
enum StripeCatalogReading {
    static func objects(_ product: StripeProduct) -> [RemoteCatalogObject] {
        var fields = StripeMarker.fields(of: product.metadata)
        fields["name"] = product.name.map(CatalogValue.text)
        // Told only of what is sent to buyers.
        fields["shippable"] = .flag(product.shippable ?? false)
        fields["description"] = text(product.description)
        fields["tax_code"] = (product.tax_code?.id).map(CatalogValue.text)
        if let images = product.images, !images.isEmpty { fields["images"] = .list(images.map(CatalogValue.text)) }
        fields["url"] = text(product.url)
        fields["unit_label"] = text(product.unit_label)
        let marker = StripeMarker.marker(in: product.metadata)
        let isActive = product.active == true && product.deleted != true
        var objects = [
            RemoteCatalogObject(id: product.id, kind: .product, isActive: isActive, marker: marker, fields: fields)
        ]
        if let price = product.default_price {
            let own = marker.map {
                OwnershipMarker(
                    owner: $0.owner, key: CatalogObjectKey(.defaultPrice, $0.key.name), generation: 1)
            }
            objects.append(
                RemoteCatalogObject(
                    id: product.id, kind: .defaultPrice, marker: own,
                    fields: ["price": .remote(price.id), "product": .remote(product.id)]))
        }
        return objects
    }

    static func object(_ price: StripePrice) -> RemoteCatalogObject {
        var fields: [String: CatalogValue] = [
            "product": .remote(price.product.id), "currency": .text(price.currency.uppercased()),
        ]
        fields["tax_behavior"] = price.tax_behavior.map(CatalogValue.text)
        fields["nickname"] = text(price.nickname)
        if let recurring = price.recurring {
            var period: [String: CatalogValue] = [
                "interval": .text(recurring.interval), "count": .number(recurring.interval_count),
            ]
            period["meter"] = recurring.meter.map(CatalogValue.remote)
            fields["recurring"] = .fields(period)
        }
        fields["package"] = (price.transform_quantity?.divide_by).map(CatalogValue.number)
        if let custom = price.custom_unit_amount {
            var bounds: [String: CatalogValue] = [:]
            bounds["minimum"] = custom.minimum.map(CatalogValue.number)
            bounds["maximum"] = custom.maximum.map(CatalogValue.number)
            bounds["preset"] = custom.preset.map(CatalogValue.number)
            fields["custom"] = .fields(bounds)
        } else if let tiers = price.tiers {
            fields["tiers"] = steps(tiers)
            fields["tiers_mode"] = price.tiers_mode.map(CatalogValue.text)
        } else {
            fields.merge(amount(price.unit_amount, price.unit_amount_decimal)) { $1 }
        }
        fields["currencies"] = currencies(price)
        return RemoteCatalogObject(
            id: price.id, kind: .price, isActive: price.active == true,
            marker: StripeMarker.marker(in: price.metadata), fields: fields,
            lookupKey: price.lookup_key.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The other currencies; Stripe tells the price's own among them.
    private static func currencies(_ price: StripePrice) -> CatalogValue? {
        var others: [String: CatalogValue] = [:]
        for (code, option) in price.currency_options ?? [:] where code != price.currency {
            if price.tiers != nil {
                others[code.uppercased()] = .fields(["tiers": steps(option.tiers ?? [])])
            } else {
                others[code.uppercased()] = .fields(amount(option.unit_amount, option.unit_amount_decimal))
            }
        }
        return others.isEmpty ? nil : .fields(others)
    }

    private static func amount(_ units: Int64?, _ decimal: String?) -> [String: CatalogValue] {
        if let units { return ["amount": .number(units)] }
        guard let decimal else { return [:] }
        return ["amount_decimal": .text(shortest(decimal))]
    }

    /// A decimal without zeros that say nothing.
    private static func shortest(_ decimal: String) -> String {
        guard decimal.contains(".") else { return decimal }
        var short = Substring(decimal)
        while short.hasSuffix("0") { short.removeLast() }
        return String(short.hasSuffix(".") ? short.dropLast() : short)
    }

    private static func steps(_ tiers: [StripePrice.Tier]) -> CatalogValue {
        let sorted = tiers.sorted { ($0.up_to ?? .max) < ($1.up_to ?? .max) }
        return .list(
            sorted.map { tier in
                var fields = amount(tier.unit_amount, tier.unit_amount_decimal)
                fields["up_to"] = tier.up_to.map(CatalogValue.number) ?? "inf"
                if let flat = tier.flat_amount, flat != 0 { fields["flat"] = .number(flat) }
                return .fields(fields)
            })
    }

    static func object(_ coupon: StripeCoupon) -> RemoteCatalogObject {
        var fields = StripeMarker.fields(of: coupon.metadata)
        fields["name"] = text(coupon.name)
        fields["percent_off"] = coupon.percent_off.map { .text("\($0)") }
        fields["amount_off"] = coupon.amount_off.map(CatalogValue.number)
        fields["currency"] = coupon.currency.map { .text($0.uppercased()) }
        var others: [String: CatalogValue] = [:]
        for (code, option) in coupon.currency_options ?? [:] where code != coupon.currency {
            others[code.uppercased()] = option.amount_off.map(CatalogValue.number)
        }
        if !others.isEmpty { fields["currencies"] = .fields(others) }
        fields["duration"] = coupon.duration.map(CatalogValue.text)
        fields["months"] = coupon.duration_in_months.map(CatalogValue.number)
        fields["max_redemptions"] = coupon.max_redemptions.map(CatalogValue.number)
        fields["redeem_by"] = coupon.redeem_by.map(CatalogValue.number)
        if let products = coupon.applies_to?.products, !products.isEmpty {
            fields["products"] = CatalogValue.list(products.map(CatalogValue.remote)).resolved { _ in nil }
        }
        return RemoteCatalogObject(
            id: coupon.id, kind: .coupon, isActive: coupon.deleted != true,
            marker: StripeMarker.marker(in: coupon.metadata), fields: fields)
    }

    static func object(_ code: StripePromotionCode) -> RemoteCatalogObject {
        var fields = StripeMarker.fields(of: code.metadata)
        fields["code"] = .text(code.code)
        fields["coupon"] = (code.promotion?.coupon?.id).map(CatalogValue.remote)
        if code.restrictions?.first_time_transaction == true { fields["first_time"] = true }
        var minimum: [String: CatalogValue] = [:]
        if let least = code.restrictions?.minimum_amount, let currency = code.restrictions?.minimum_amount_currency {
            minimum[currency.uppercased()] = .number(least)
        }
        for (currency, option) in code.restrictions?.currency_options ?? [:] {
            minimum[currency.uppercased()] = option.minimum_amount.map(CatalogValue.number)
        }
        if !minimum.isEmpty { fields["minimum"] = .fields(minimum) }
        return RemoteCatalogObject(
            id: code.id, kind: .promotionCode, isActive: code.active == true,
            marker: StripeMarker.marker(in: code.metadata), fields: fields)
    }

    static func object(_ feature: StripeFeature) -> RemoteCatalogObject {
        RemoteCatalogObject(
            id: feature.id, kind: .feature, isActive: feature.active != false,
            marker: StripeMarker.marker(in: feature.metadata),
            fields: ["lookup_key": .text(feature.lookup_key), "name": .text(feature.name)])
    }

    static func object(_ meter: StripeMeter) -> RemoteCatalogObject {
        RemoteCatalogObject(
            id: meter.id, kind: .meter, isActive: meter.status != "inactive", marker: nil,
            fields: [
                "event": .text(meter.event_name), "name": .text(meter.display_name),
                "aggregation": .text(meter.default_aggregation.formula),
            ])
    }

    static func object(_ endpoint: StripeWebhookEndpoint) -> RemoteCatalogObject {
        var fields: [String: CatalogValue] = [:]
        fields["url"] = endpoint.url.map(CatalogValue.text)
        fields["events"] = .list((endpoint.enabled_events ?? []).sorted().map(CatalogValue.text))
        return RemoteCatalogObject(
            id: endpoint.id, kind: .webhookEndpoint,
            isActive: endpoint.deleted != true && endpoint.status != "disabled",
            marker: StripeMarker.marker(in: endpoint.metadata), fields: fields)
    }

    /// Stripe answers with an empty text, or none, for what is not set.
    private static func text(_ text: String?) -> CatalogValue? {
        text.flatMap { $0.isEmpty ? nil : .text($0) }
    }
}

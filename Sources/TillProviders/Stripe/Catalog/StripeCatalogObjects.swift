import TillModel

/// What a catalog is at Stripe: every object that should be there.
///
/// Pure. What the buyer's country, a trial or a setup fee make of an amount is decided at checkout and is no part of a
/// price there.
struct StripeCatalogObjects {
    private let catalog: Catalog
    private let addresses: CatalogAddresses

    init(_ catalog: Catalog, addresses: CatalogAddresses) {
        self.catalog = catalog
        self.addresses = addresses
    }

    /// Every object, in the order in which they are made.
    var all: [CatalogObject] {
        let products = catalog.products.filter(isSold)
        return
            (catalog.contents.meters.map(meter) + catalog.contents.features.map(feature) + products.map(product)
            + products.flatMap { product in product.prices.map { price($0, of: product) } }
            + products.compactMap(defaultPrice)
            + catalog.contents.coupons.filter { $0.isEnabled && isUsed($0) }.flatMap(coupon) + endpoints
            + portals)
            .sorted { $0.key < $1.key }
    }

    private func isSold(_ product: Product) -> Bool {
        let providers = product.providers.isEmpty ? catalog.contents.defaultProviders : product.providers
        return providers.contains(.stripe)
    }

    private func isUsed(_ coupon: Coupon) -> Bool {
        // Days before the first payment are the checkout's to give, not a coupon's there.
        if case .freeTrial = coupon.reduction { return false }
        return coupon.providers.isEmpty || coupon.providers.contains(.stripe)
    }

    // MARK: - What is sold

    private func product(_ product: Product) -> CatalogObject {
        var fields: [String: CatalogValue] = [
            "name": .text(product.name), "shippable": .flag(product.isShippable),
        ]
        if let details = product.details { fields["description"] = .text(details) }
        if let code = product.taxCode { fields["tax_code"] = .text(code) }
        if let image = product.image { fields["images"] = .list([.text(image)]) }
        if let url = product.url { fields["url"] = .text(url) }
        if let unit = product.prices.lazy.compactMap(\.unit).first { fields["unit_label"] = .text(unit) }
        fields.merge(StripeMarker.fields(of: product.metadata)) { $1 }
        return CatalogObject(
            CatalogObjectKey(.product, product.key), fields: fields, formerName: product.formerKey,
            adoptedID: product.adopted[.stripe])
    }

    private func price(_ price: Price, of product: Product) -> CatalogObject {
        let key = CatalogObjectKey(.price, product.reference(to: price))
        let former = formerName(of: price, of: product)
        var dependsOn = [CatalogObjectKey(.product, product.key)]
        if let meter = price.meter { dependsOn.append(CatalogObjectKey(.meter, meter)) }
        do throws(Unsupported) {
            return CatalogObject(
                key, fields: try StripePriceFields.make(price, of: product, catalog: catalog), dependsOn: dependsOn,
                formerName: former, existing: price.existing, adoptedID: price.adopted[.stripe],
                terms: StripePriceFields.terms(price))
        } catch {
            return CatalogObject(key, fields: [:], dependsOn: dependsOn, unsupported: error.description)
        }
    }

    /// The price that Stripe's own pages show first: the file's first one that Stripe can have.
    private func defaultPrice(of product: Product) -> CatalogObject? {
        let prices = product.prices.map { price($0, of: product) }
        guard let first = prices.first(where: { $0.unsupported == nil }) else { return nil }
        let own = CatalogObjectKey(.product, product.key)
        return CatalogObject(
            CatalogObjectKey(.defaultPrice, product.key),
            fields: ["price": .reference(first.key), "product": .reference(own)],
            dependsOn: [own, first.key], formerName: product.formerKey)
    }

    /// What a price was called before it, or its product, got another key; nil when neither did.
    private func formerName(of price: Price, of product: Product) -> String? {
        guard price.formerKey != nil || product.formerKey != nil else { return nil }
        let (product, price) = (product.formerKey ?? product.key, price.formerKey ?? price.key)
        return price == Product.defaultPriceKey ? product : "\(product)/\(price)"
    }

    private func meter(_ meter: Meter) -> CatalogObject {
        let aggregation: String? =
            switch meter.aggregation {
            case .sum: "sum"
            case .count: "count"
            case .last: "last"
            case .max: nil
            }
        return CatalogObject(
            CatalogObjectKey(.meter, meter.key),
            fields: [
                "event": .text(meter.key), "name": .text(meter.name),
                "aggregation": aggregation.map(CatalogValue.text) ?? .nothing,
            ], unsupported: aggregation == nil ? "Stripe's meters have no largest reading" : nil)
    }

    private func feature(_ feature: FeatureDefinition) -> CatalogObject {
        CatalogObject(
            CatalogObjectKey(.feature, feature.key),
            fields: ["lookup_key": .text(feature.key), "name": .text(feature.name)])
    }

    /// Where Stripe sends its events: our server, once it has an address that can be reached.
    private var endpoints: [CatalogObject] {
        guard let url = addresses.publicURL, url.hasPrefix("https://") else { return [] }
        return [
            CatalogObject(
                CatalogObjectKey(.webhookEndpoint, "default"),
                fields: [
                    "url": .text("\(url)/api/webhooks/stripe"),
                    "events": .list(StripeFacts.eventTypes.sorted().map(CatalogValue.text)),
                ])
        ]
    }

    /// What customers may do on Stripe's own pages, where the file says it.
    private var portals: [CatalogObject] {
        guard let portal = catalog.contents.providers.first(where: { $0.name == .stripe })?.portal else { return [] }
        let key = CatalogObjectKey(.portal, "default")
        var offered: [(product: CatalogObjectKey, prices: [CatalogObjectKey])] = []
        for name in portal.products {
            guard let product = catalog.product(name), isSold(product) else {
                return [CatalogObject(key, fields: [:], unsupported: "Stripe does not sell \(name)")]
            }
            let prices = product.prices.filter(\.canBeChangedTo).map { price($0, of: product) }
                .filter { $0.unsupported == nil }
            guard !prices.isEmpty else {
                return [CatalogObject(key, fields: [:], unsupported: "Stripe has no recurring price of \(name)")]
            }
            offered.append((CatalogObjectKey(.product, product.key), prices.map(\.key)))
        }
        return [
            CatalogObject(
                key, fields: StripePortalFields.make(portal, offered: offered),
                dependsOn: offered.flatMap { [$0.product] + $0.prices })
        ]
    }

    // MARK: - Coupons

    private func coupon(_ coupon: Coupon) -> [CatalogObject] {
        let key = CatalogObjectKey(.coupon, coupon.key)
        do throws(Unsupported) {
            let fields = try StripeCouponFields.make(coupon, catalog: catalog, midnight: addresses.midnight)
            let products = StripeCouponFields.products(coupon, in: catalog).map { CatalogObjectKey(.product, $0) }
            var objects = [CatalogObject(key, fields: fields, dependsOn: products, adoptedID: coupon.adopted[.stripe])]
            for code in coupon.codes {
                objects.append(
                    CatalogObject(
                        CatalogObjectKey(.promotionCode, "\(coupon.key)/\(code)"),
                        fields: try StripeCouponFields.promotionCode(code, of: coupon), dependsOn: [key]))
            }
            return objects
        } catch {
            return [CatalogObject(key, fields: [:], unsupported: error.description)]
        }
    }
}

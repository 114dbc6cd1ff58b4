import TillModel

/// Products and offers in the words of schema.org, for search engines: JSON that a page puts into a script element.
enum OfferList {
    static func text(_ catalog: Catalog, header: GeneratedHeader) -> String {
        let items = catalog.productsForSale.enumerated().map { index, product in
            JSONText.object([
                "@type": "ListItem", "position": .number(Int64(index + 1)), "item": item(product, catalog),
            ])
        }
        return JSONText.object([
            "@context": "https://schema.org", "@type": "ItemList",
            "identifier": .string("sha256:\(catalog.contentHash)"),
            "disambiguatingDescription": .string(header.sentence), "itemListElement": .array(items),
        ]).text + "\n"
    }

    private static func item(_ product: Product, _ catalog: Catalog) -> JSONText {
        .object([
            "@type": "Product", "sku": .string(product.key), "name": .string(product.name),
            "description": product.details.map { .string($0) }, "image": product.image.map { .string($0) },
            "url": product.url.map { .string($0) },
            "offers": .array(product.prices.flatMap { offers(product, $0, catalog) }),
        ])
    }

    /// One offer for each currency.
    private static func offers(_ product: Product, _ price: Price, _ catalog: Catalog) -> [JSONText] {
        price.amounts.map { amount in
            .object([
                "@type": "Offer", "sku": .string(product.reference(to: price)),
                "name": price.name.map { .string("\(product.name): \($0)") },
                "priceCurrency": .string(amount.currency.code),
                // Where the quantity decides or the buyer does, there is no one price.
                "price": hasOnePrice(price) ? .string(decimal(price, amount)) : nil,
                "availability": "https://schema.org/InStock",
                "validFrom": price.availableFrom.map { .string($0.description) },
                "priceValidUntil": lastDay(of: price).map { .string($0) },
                "url": product.url.map { .string($0) },
                "priceSpecification": .array(specifications(price, amount.currency, catalog)),
            ])
        }
    }

    private static func hasOnePrice(_ price: Price) -> Bool {
        switch price.scheme {
        case .perUnit, .package, .rate, .free: true
        case .graduated, .volume, .custom: false
        }
    }

    private static func decimal(_ price: Price, _ amount: Money) -> String {
        guard case .rate(let rates) = price.scheme, let rate = rates.first(where: { $0.currency == amount.currency })
        else { return amount.decimal }
        return decimal(rate)
    }

    private static func decimal(_ rate: UnitRate) -> String {
        String(rate.description.prefix { $0 != " " })
    }

    /// The day on which another amount begins, or none: schema.org takes that day itself.
    private static func lastDay(of price: Price) -> String? {
        [price.availableUntil, price.changes.first?.effective].compactMap(\.self).min()?.description
    }

    private static func specifications(_ price: Price, _ currency: Currency, _ catalog: Catalog) -> [JSONText] {
        let containsTax = JSONText.bool((price.tax ?? catalog.contents.tax) == .inclusive)
        let unit = PriceWords.unit(of: price, meters: catalog.contents.meters).map { JSONText.string($0) }
        func specification(_ pairs: KeyValuePairs<String, JSONText?>) -> JSONText {
            let rest: JSONText = .object([
                "priceCurrency": .string(currency.code), "unitText": unit, "valueAddedTaxIncluded": containsTax,
                "billingDuration": price.interval.map { .string(duration($0)) },
            ])
            guard case .object(let first) = JSONText.object(pairs), case .object(let second) = rest else { return rest }
            return .object([JSONText.Member(key: "@type", value: "UnitPriceSpecification")] + first + second)
        }
        let setup = price.setupFees.filter { $0.currency == currency }.map { fee in
            JSONText.object([
                "@type": "UnitPriceSpecification", "name": "Setup", "price": .string(fee.decimal),
                "priceCurrency": .string(currency.code), "priceComponentType": "https://schema.org/ActivationFee",
            ])
        }
        guard let amount = price.amount(in: currency) else { return setup }
        switch price.scheme {
        case .perUnit, .free, .rate: return [specification(["price": .string(decimal(price, amount))])] + setup
        case .package(let size):
            let packages: JSONText = ["@type": "QuantitativeValue", "value": .number(Int64(size))]
            return [specification(["price": .string(amount.decimal), "referenceQuantity": packages])] + setup
        case .custom(let custom):
            func bound(_ amounts: [Money]) -> JSONText? {
                amounts.first { $0.currency == currency }.map { .string($0.decimal) }
            }
            return [specification(["minPrice": bound(custom.minimum), "maxPrice": bound(custom.maximum)])] + setup
        case .graduated(let tiers), .volume(let tiers):
            return tiers.indices.compactMap { index in
                guard let rate = tiers[index].each.first(where: { $0.currency == currency }) else { return nil }
                let first = (index > 0 ? tiers[index - 1].upTo ?? 0 : 0).addingReportingOverflow(1).partialValue
                return specification([
                    "price": .string(decimal(rate)),
                    "eligibleQuantity": .object([
                        "@type": "QuantitativeValue", "minValue": .number(Int64(first)),
                        "maxValue": tiers[index].upTo.map { .number(Int64($0)) },
                    ]),
                ])
            } + setup
        }
    }

    /// ISO 8601: `P1M`.
    private static func duration(_ interval: BillingInterval) -> String {
        switch interval.unit {
        case .day: "P\(interval.count)D"
        case .week: "P\(interval.count)W"
        case .month: "P\(interval.count)M"
        case .year: "P\(interval.count)Y"
        }
    }
}

import TillModel

/// Writes a catalog as the text of a `products.yaml`: what was read, read again.
///
/// In the form that ``CatalogFormatter`` gives a file, with everything that is as it is by default left out, and
/// the same for equal contents. A product whose only price has the key `default` is written with that price beside
/// its name; such a price has no name and no former key of its own.
package enum CatalogWriter {
    /// A list of keys and values.
    typealias Entries = [(key: String, value: WrittenValue)]

    /// The text of a catalog.
    package static func text(_ contents: Catalog.Contents) -> String {
        var sections: Entries = [("version", .word("1"))]
        if contents.owner != "till" { sections.append(("owner", .text(contents.owner))) }
        if contents.timeZone != "UTC" { sections.append(("timezone", .text(contents.timeZone))) }
        if !contents.locales.isEmpty { sections.append(("locales", .texts(contents.locales))) }
        add(defaults(contents), "defaults", to: &sections)
        add(policy(contents.policy), "policy", to: &sections)
        add(contents.features.map { ($0.key, feature($0)) }, "features", to: &sections, isShort: false)
        add(contents.meters.map { ($0.key, meter($0)) }, "meters", to: &sections, isShort: false)
        add(contents.credits.map { ($0.key, credit($0)) }, "credits", to: &sections, isShort: false)
        add(contents.groups.map { ($0.key, group($0)) }, "groups", to: &sections, isShort: false)
        let limited = Set(
            contents.features.compactMap { feature in
                if case .limited = feature.kind { feature.key } else { nil }
            })
        let products = contents.products.map { ($0.key, ProductWriter(limitedFeatures: limited).value($0)) }
        add(products, "products", to: &sections, isShort: false)
        add(contents.coupons.map { ($0.key, coupon($0)) }, "coupons", to: &sections, isShort: false)
        let taxes = contents.taxes.sorted { $0.key < $1.key }.map { ($0.key, tax($0.value)) }
        add(taxes, "taxes", to: &sections, isShort: false)
        add(providers(contents), "providers", to: &sections, isShort: false)
        var printer = ValuePrinter()
        printer.write(sections, indentation: 0, path: [])
        return printer.out
    }

    /// Adds a map, unless it has nothing in it.
    static func add(_ entries: Entries, _ key: String, to map: inout Entries, isShort: Bool = true) {
        if !entries.isEmpty { map.append((key, .map(entries, isShort: isShort))) }
    }

    /// What buyers read in other languages.
    static func add(_ translations: [String: Translation], to map: inout Entries) {
        let languages = translations.sorted { $0.key < $1.key }.map { language, texts -> (String, WrittenValue) in
            let texts = [("name", texts.name), ("description", texts.details), ("badge", texts.badge)]
            return (language, .short(texts.compactMap { name, text in text.map { (name, .text($0)) } }))
        }
        add(languages, "i18n", to: &map)
    }

    /// Amounts, one for each currency.
    static func amounts(_ amounts: [Money]) -> WrittenValue { .oneOrMore(amounts.map { .word($0.description) }) }
}

// MARK: - Settings

extension CatalogWriter {
    private static func isStripeAlone(_ contents: Catalog.Contents) -> Bool {
        contents.defaultProviders == [.stripe] && contents.providers == [ProviderSettings(name: .stripe)]
    }

    private static func defaults(_ contents: Catalog.Contents) -> Entries {
        var entries: Entries = []
        if let currency = contents.currency { entries.append(("currency", .word(currency.code))) }
        if !isStripeAlone(contents) {
            entries.append(("provider", .oneOrMore(contents.defaultProviders.map { .text($0.rawValue) })))
        }
        if contents.tax != .exclusive { entries.append(("tax", .word(contents.tax.rawValue))) }
        return entries
    }

    private static func providers(_ contents: Catalog.Contents) -> Entries {
        let isSaidByDefaults =
            contents.defaultProviders.count == 1
            && contents.providers == [ProviderSettings(name: contents.defaultProviders[0])]
        return isSaidByDefaults ? [] : contents.providers.map { ($0.name.rawValue, provider($0)) }
    }

    private static func provider(_ settings: ProviderSettings) -> WrittenValue {
        var entries: Entries = []
        let accounts = Mode.allCases.compactMap { mode in settings.accounts[mode].map { (mode.rawValue, $0) } }
        if let first = accounts.first {
            let isSame = accounts.count == Mode.allCases.count && accounts.allSatisfy { $0.1 == first.1 }
            entries.append(("account", isSame ? .text(first.1) : .short(accounts.map { ($0.0, .text($0.1)) })))
        }
        if settings.modes != Mode.allCases { entries.append(("environments", .words(settings.modes.map(\.rawValue)))) }
        if !settings.countries.isEmpty { entries.append(("countries", .texts(settings.countries.map(\.code)))) }
        if !settings.events.isEmpty { entries.append(("events", .texts(settings.events))) }
        if let portal = settings.portal { entries.append(("portal", PortalWriter.portal(portal))) }
        return .short(entries)
    }

    private static func policy(_ policy: CatalogPolicy) -> Entries {
        var entries: Entries = CatalogPolicy.Rule.allCases.compactMap { rule in
            if rule == .maxChange, let percent = policy.maxChange { return (rule.rawValue, .word(percent.description)) }
            return policy.levels[rule].map { (rule.rawValue, .word($0.rawValue)) }
        }
        if !policy.waivers.isEmpty {
            let waivers = policy.waivers.map { waiver in
                WrittenValue.short([
                    ("rule", .word(waiver.rule.rawValue)), ("for", .text(waiver.subject)),
                    ("reason", .text(waiver.reason)),
                ])
            }
            entries.append(("waivers", .list(waivers)))
        }
        return entries
    }

    private static func tax(_ tax: TaxRate) -> WrittenValue {
        var entries: Entries = [("rate", .word(tax.rate.description))]
        if let name = tax.name { entries.append(("name", .text(name))) }
        let codes: Entries = tax.codes.sorted { $0.key < $1.key }.map { ($0.key, .word($0.value.description)) }
        add(codes, "codes", to: &entries)
        return entries.count == 1 ? entries[0].value : .short(entries)
    }
}

// MARK: - What products refer to

extension CatalogWriter {
    private static func feature(_ feature: FeatureDefinition) -> WrittenValue {
        var entries: Entries = [("name", .text(feature.name))]
        switch feature.kind {
        case .boolean: break
        case .limited(let unit): entries.append(("limit", unit.map { .text($0) } ?? .word("true")))
        case .metered(let meter): entries.append(("meter", .text(meter)))
        }
        add(feature.translations, to: &entries)
        return entries.count == 1 ? entries[0].value : .short(entries)
    }

    private static func meter(_ meter: Meter) -> WrittenValue {
        var entries: Entries = [("name", .text(meter.name))]
        if let unit = meter.unit { entries.append(("unit", .text(unit))) }
        if meter.aggregation != .sum { entries.append(("aggregate", .word(meter.aggregation.rawValue))) }
        add(meter.translations, to: &entries)
        return .short(entries)
    }

    private static func credit(_ credit: CreditType) -> WrittenValue {
        var entries: Entries = [("name", .text(credit.name))]
        add(credit.translations, to: &entries)
        return entries.count == 1 ? entries[0].value : .short(entries)
    }

    private static func group(_ group: ProductGroup) -> WrittenValue {
        var entries: Entries = []
        if group.name != group.key { entries.append(("name", .text(group.name))) }
        entries.append(("products", .texts(group.products)))
        entries.append(("default", .text(group.defaultProduct)))
        add(group.translations, to: &entries)
        return .short(entries)
    }
}

/// What is different about what holds for the whole catalog: taxes, providers, defaults, policy.
struct SettingsComparison {
    let old: Catalog.Contents
    let new: Catalog.Contents

    var changes: [CatalogChange] { taxes + providers + settings.compactMap { $0.change(of: "catalog", .setting) } }

    // MARK: - Taxes

    private var taxes: [CatalogChange] {
        Set(old.taxes.keys).union(new.taxes.keys).sorted().compactMap { place in
            let before = old.taxes[place].map(SettingsComparison.words)
            let after = new.taxes[place].map(SettingsComparison.words)
            guard before != after else { return nil }
            let kind: CatalogChange.Kind = before == nil ? .added : after == nil ? .removed : .changed
            let sentence =
                switch (before, after) {
                case (nil, let after?): "buyers in \(place) pay tax: \(after)"
                case (let before?, nil): "buyers in \(place) pay no tax that is worked out here; it was \(before)"
                case (let before, let after): "buyers in \(place) pay \(after ?? "") tax instead of \(before ?? "")"
                }
            return CatalogChange(
                place, .tax, kind, fields: kind == .changed ? ["rate"] : [], before: before, after: after,
                affected: .existingAtRenewal,
                "\(sentence): new buyers at once, existing subscribers at their next renewal")
        }
    }

    private static func words(_ tax: TaxRate) -> String {
        let codes = tax.codes.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value) %" }.joined()
        return (tax.name.map { "\($0) " } ?? "") + "\(tax.rate) %\(codes)"
    }

    // MARK: - Providers

    private var providers: [CatalogChange] {
        let sorted = { (all: [ProviderSettings]) in all.sorted { $0.name.rawValue < $1.name.rawValue } }
        let own = Keyed.changes(
            .provider, sorted(old.providers), sorted(new.providers), key: \.name.rawValue,
            name: { "provider \($0.name)" }
        ) { old, new in
            let accounts = { (settings: ProviderSettings) in
                FieldText.pairs(
                    Dictionary(
                        settings.accounts.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }))
            }
            return [
                ComparedField(name: "account", before: accounts(old), after: accounts(new), affected: .newBuyers),
                ComparedField(
                    name: "environments", before: FieldText.list(old.modes.map(\.rawValue)),
                    after: FieldText.list(new.modes.map(\.rawValue)), affected: .newBuyers),
                ComparedField(
                    name: "countries", before: FieldText.list(old.countries), after: FieldText.list(new.countries),
                    affected: .newBuyers
                ) { before, after in
                    "buyers in \(after ?? "no country") pay through \(new.name) first, instead of those in "
                        + "\(before ?? "none")"
                },
                ComparedField(
                    name: "events", before: FieldText.pairs(old.events), after: FieldText.pairs(new.events),
                    affected: .nobody),
                ComparedField(
                    name: "portal", before: old.portal.map(SettingsComparison.words),
                    after: new.portal.map(SettingsComparison.words), affected: .existingNow
                ) { before, after in
                    "customers may do by themselves: \(after ?? "what was set up before"), instead of: "
                        + (before ?? "what was set up by hand")
                },
            ]
        }
        let order = ComparedField(
            name: "defaults.provider", before: FieldText.list(old.defaultProviders),
            after: FieldText.list(new.defaultProviders), affected: .newBuyers
        ) { before, after in
            "new buyers pay through \(after ?? "no provider") instead of \(before ?? "none"), in that order"
        }
        return own + [order].compactMap { $0.change(of: "catalog", .setting) }
    }

    // MARK: - Settings

    private var settings: [ComparedField] {
        [
            ComparedField(name: "defaults.tax", before: old.tax.rawValue, after: new.tax.rawValue, affected: .newBuyers)
            {
                _, after in
                after == TaxBehavior.inclusive.rawValue
                    ? "prices that do not say otherwise contain tax: new buyers pay no tax on top"
                    : "tax is added to prices that do not say otherwise: new buyers pay it on top"
            },
            ComparedField(
                name: "defaults.currency", before: old.currency?.code, after: new.currency?.code, affected: .nobody),
            ComparedField(name: "owner", before: old.owner, after: new.owner, affected: .nobody) {
                _, after in "what it has at the providers is marked as that of \(after ?? "till")"
            },
            ComparedField(name: "timezone", before: old.timeZone, after: new.timeZone, affected: .newBuyers) {
                before, after in "days begin by the clock of \(after ?? "UTC") instead of \(before ?? "UTC")"
            },
            ComparedField(
                name: "locales", before: FieldText.list(old.locales), after: FieldText.list(new.locales),
                affected: .newBuyers),
            ComparedField(
                name: "policy", before: SettingsComparison.words(old.policy),
                after: SettingsComparison.words(new.policy), affected: .nobody
            ) { before, after in "the team's own rules are \(after ?? "") instead of \(before ?? "")" },
        ]
    }

    private static func words(_ portal: CustomerPortal) -> String {
        var words: [String] = []
        let texts = [
            ("headline", portal.headline), ("privacy", portal.privacyURL), ("terms", portal.termsURL),
            ("back to", portal.returnURL),
        ]
        for (name, text) in texts { if let text { words.append("\(name) \(text)") } }
        if portal.showsInvoices { words.append("see invoices") }
        if portal.changesPaymentMethods { words.append("change how they pay") }
        if !portal.details.isEmpty {
            words.append("change their \(portal.details.map(\.rawValue).sorted().joined(separator: ", "))")
        }
        if let cancellation = portal.cancellation {
            words.append(cancellation == .immediately ? "cancel at once" : "cancel at the period's end")
        }
        guard !portal.products.isEmpty else { return words.joined(separator: "; ") }
        words.append("change to \(portal.products.sorted().joined(separator: ", "))")
        if portal.changesQuantity { words.append("change the quantity") }
        if portal.takesCodes { words.append("enter promotion codes") }
        switch portal.proration {
        case .none: words.append("differences are not asked for")
        case .nextInvoice: words.append("differences are on the next invoice")
        case .atOnce: words.append("differences are paid at once")
        }
        if portal.defersDowngrades { words.append("downgrades wait for the period's end") }
        return words.joined(separator: "; ")
    }

    private static func words(_ policy: CatalogPolicy) -> String {
        let levels = CatalogPolicy.Rule.allCases.map { rule in
            let limit = rule == .maxChange ? policy.maxChange.map { " \($0) %" } ?? " any" : ""
            return "\(rule.rawValue)\(limit) \(policy.level(of: rule).rawValue)"
        }
        let waivers = policy.waivers.map { "\($0.rule.rawValue) not for \($0.subject) (\($0.reason))" }
        return (levels + waivers).joined(separator: ", ")
    }
}

import TillModel

/// A catalog in a few lines, for golden cases: only what is not as it is by default.
enum CatalogSummary {
    static func text(_ catalog: Catalog) -> String {
        let contents = catalog.contents
        let providers = contents.providers.map(text).joined(separator: ", ")
        let defaults = contents.defaultProviders.map(\.rawValue).joined(separator: ", ")
        var lines = ["providers: \(providers); default \(defaults)"]
        if contents.tax == .inclusive { lines.append("tax: inclusive") }
        if !contents.locales.isEmpty { lines.append("locales: \(contents.locales.joined(separator: ", "))") }
        lines += contents.features.map {
            "feature \($0.key): \(quoted($0.name)) \(text($0.kind))" + names($0.translations)
        }
        lines += contents.meters.map {
            "meter \($0.key): \(quoted($0.name)) \($0.aggregation)\($0.unit.map { " of \($0)" } ?? "")"
                + names($0.translations)
        }
        lines += contents.credits.map { "credit \($0.key): \(quoted($0.name))" + names($0.translations) }
        lines += contents.groups.map {
            "group \($0.key): \(quoted($0.name)) \($0.products.joined(separator: " < ")), default \($0.defaultProduct)"
                + names($0.translations)
        }
        for product in catalog.products {
            lines.append("\(product.key): \(quoted(product.name))" + attributes(product))
            lines += product.prices.map { "  \(product.reference(to: $0)): \(text($0))" }
        }
        lines += catalog.coupons.map { "coupon \($0.key):\(attributes($0))" }
        lines += contents.taxes.sorted { $0.key < $1.key }.map { "tax \($0): \(text($1))" }
        lines += contents.policy.levels.sorted { $0.key.rawValue < $1.key.rawValue }.map { "policy \($0): \($1)" }
        if let most = contents.policy.maxChange { lines.append("policy maxChange: \(most) %") }
        lines += contents.policy.waivers.map { "waiver \($0.rule) for \($0.subject): \(quoted($0.reason))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ provider: ProviderSettings) -> String {
        var parts = [provider.name.rawValue]
        parts += provider.accounts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0)=\($1)" }
        if provider.modes != Mode.allCases {
            parts.append("in " + provider.modes.map(\.rawValue).joined(separator: "+"))
        }
        if !provider.countries.isEmpty { parts.append("for " + provider.countries.map(\.code).joined(separator: "+")) }
        parts += provider.events.sorted { $0.key < $1.key }.map { "\($0)->\($1)" }
        if let portal = provider.portal { parts.append("portal(\(text(portal)))") }
        return parts.joined(separator: " ")
    }

    private static func text(_ portal: CustomerPortal) -> String {
        var parts = [portal.headline, portal.privacyURL, portal.termsURL, portal.returnURL].compactMap(\.self)
        parts += portal.details.map(\.rawValue).sorted()
        if !portal.showsInvoices { parts.append("no invoices") }
        if !portal.changesPaymentMethods { parts.append("no payment methods") }
        if let cancellation = portal.cancellation { parts.append("cancel \(cancellation.rawValue)") }
        guard !portal.products.isEmpty else { return parts.joined(separator: ", ") }
        parts.append("to \(portal.products.joined(separator: "+")) with proration \(portal.proration.rawValue)")
        if portal.changesQuantity { parts.append("quantity") }
        if portal.takesCodes { parts.append("codes") }
        if portal.defersDowngrades { parts.append("downgrades wait") }
        return parts.joined(separator: ", ")
    }

    private static func text(_ kind: FeatureDefinition.Kind) -> String {
        switch kind {
        case .boolean: "there or not"
        case .limited(let unit): "limited" + (unit.map { ", each a \($0)" } ?? "")
        case .metered(let meter): "measured by \(meter)"
        }
    }

    private static func text(_ rate: TaxRate) -> String {
        "\(rate.rate) %" + (rate.name.map { " \($0)" } ?? "")
            + rate.codes.sorted { $0.key < $1.key }.map { ", \($0) \($1) %" }.joined()
    }

    private static func text(_ price: Price) -> String {
        var parts = [text(price.scheme, price.amounts)]
        if let interval = price.interval { parts[0] += " every \(interval)" }
        if let name = price.name { parts.append("name=\(quoted(name))") }
        if let unit = price.unit { parts.append("per \(unit)") }
        if let meter = price.meter { parts.append("meter=\(meter)") }
        if let trial = price.trial {
            parts.append("trial \(trial.days) days" + (trial.requiresPaymentMethod ? "" : " without a payment method"))
        }
        if !price.setupFees.isEmpty { parts.append("setup \(text(price.setupFees))") }
        parts += price.countries.sorted { $0.key.code < $1.key.code }.map { "\($0): \(text($1))" }
        if let tax = price.tax { parts.append("tax \(tax)") }
        if let from = price.availableFrom { parts.append("from \(from)") }
        if let until = price.availableUntil { parts.append("until \(until)") }
        parts += price.changes.map { "\($0.effective): \(text($0.amounts))\($0.existing.map { " \($0)" } ?? "")" }
        if let existing = price.existing { parts.append("existing \(existing)") }
        if let former = price.formerKey { parts.append("was \(former)") }
        if let quantities = price.quantities {
            parts.append("quantity \(quantities.lowerBound) to \(quantities.upperBound)")
        }
        parts += price.adopted.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0)=\($1)" }
        return parts.joined(separator: ", ")
    }

    private static func text(_ scheme: PricingScheme, _ amounts: [Money]) -> String {
        switch scheme {
        case .perUnit: text(amounts)
        case .rate(let rates): "rate " + rates.map(\.description).joined(separator: " | ")
        case .package(let size): "\(text(amounts)) for each \(size)"
        case .graduated(let tiers): "graduated " + text(tiers)
        case .volume(let tiers): "volume " + text(tiers)
        case .custom(let custom):
            "custom from \(text(custom.minimum))"
                + (custom.maximum.isEmpty ? "" : " to \(text(custom.maximum))")
                + (custom.preset.isEmpty ? "" : ", at first \(text(custom.preset))")
        case .free: "free"
        }
    }

    private static func text(_ tiers: [PriceTier]) -> String {
        tiers.map { tier in
            (tier.upTo.map { "to \($0) " } ?? "then ") + tier.each.map(\.description).joined(separator: " | ")
                + (tier.flat.isEmpty ? "" : " + \(text(tier.flat))")
        }.joined(separator: "; ")
    }

    private static func text(_ amounts: [Money]) -> String { amounts.map(\.description).joined(separator: " | ") }

    private static func attributes(_ product: Product) -> String {
        var parts: [String] = []
        if product.type != product.key { parts.append("type=\(quoted(product.type))") }
        if let details = product.details { parts.append("details=\(quoted(details))") }
        if let duration = product.duration { parts.append("duration=\(duration)") }
        let lists = [
            ("upsells", product.upsells), ("add_ons", product.addOns), ("requires", product.requires),
            ("excludes", product.excludes), ("providers", product.providers.map(\.rawValue)),
            ("features", product.features.map { $0.key + ($0.limit.map { ":\($0)" } ?? "") }),
            ("credits", product.credits.map { "\($0.credit):\($0.amount)" + ($0.lasts.map { " for \($0)" } ?? "") }),
            ("bundle", product.bundle.map { "\($0.product):\($0.quantity)" }),
        ]
        parts += lists.filter { !$0.1.isEmpty }.map { "\($0)=\($1.joined(separator: ","))" }
        if let badge = product.badge { parts.append("badge=\(quoted(badge))") }
        if let image = product.image { parts.append("image=\(image)") }
        if let url = product.url { parts.append("url=\(url)") }
        if let code = product.taxCode { parts.append("tax_code=\(code)") }
        if let quantities = product.quantities {
            parts.append("per_order=\(quantities.lowerBound)-\(quantities.upperBound)")
        }
        if product.order != 0 { parts.append("order=\(product.order)") }
        if let former = product.formerKey { parts.append("was=\(former)") }
        for (key, value) in product.metadata.sorted(by: { $0.key < $1.key }) {
            parts.append("metadata.\(key)=\(quoted(value))")
        }
        if product.isShippable { parts.append("shippable") }
        if !product.isEnabled { parts.append("disabled") }
        if !product.isVisible { parts.append("hidden") }
        for (provider, id) in product.adopted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            parts.append("\(provider)=\(id)")
        }
        return parts.map { " " + $0 }.joined() + names(product.translations)
    }

    private static func attributes(_ coupon: Coupon) -> String {
        var parts: [String] = []
        switch coupon.reduction {
        case .percent(let percentage): parts.append("\(percentage) % off")
        case .amount(let amounts): parts.append("\(text(amounts)) off")
        case .freeTrial(let days): parts.append("trial of \(days) days")
        }
        if let name = coupon.name { parts.append("name=\(quoted(name))") }
        switch coupon.span {
        case .once: break
        case .repeating(let duration): parts.append("for \(duration)")
        case .forever: parts.append("forever")
        }
        if !coupon.targets.isEmpty { parts.append("of \(coupon.targets.joined(separator: ","))") }
        if !coupon.minimum.isEmpty { parts.append("above \(text(coupon.minimum))") }
        if coupon.isFirstPurchaseOnly { parts.append("first purchase") }
        if let from = coupon.from { parts.append("from \(from)") }
        if let until = coupon.until { parts.append("until \(until)") }
        if let most = coupon.maxRedemptions { parts.append("\(most) times") }
        if let most = coupon.maxPerCustomer { parts.append("\(most) each") }
        if coupon.stacks { parts.append("stacks") }
        if coupon.codes != [coupon.key.uppercased()] { parts.append("codes=\(coupon.codes.joined(separator: ","))") }
        if coupon.isAutomatic { parts.append("automatic") }
        if !coupon.providers.isEmpty {
            parts.append("through \(coupon.providers.map(\.rawValue).joined(separator: ","))")
        }
        if !coupon.isEnabled { parts.append("disabled") }
        parts += coupon.metadata.sorted { $0.key < $1.key }.map { "metadata.\($0)=\(quoted($1))" }
        parts += coupon.adopted.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0)=\($1)" }
        return parts.map { " " + $0 }.joined(separator: ",") + names(coupon.translations)
    }

    private static func names(_ translations: [String: Translation]) -> String {
        translations.sorted { $0.key < $1.key }.map { language, texts in
            let parts = [texts.name, texts.details, texts.badge].compactMap(\.self).map(quoted)
            return " \(language)=" + parts.joined(separator: "/")
        }.joined()
    }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\n", with: "\\n") + "\"" }
}

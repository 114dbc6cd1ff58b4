import TillModel

/// Whether a catalog holds to its own rules.
struct PolicyChecks {
    let policy: CatalogPolicy
    let waiverPlaces: [SourceSpan]
    let locales: [String]
    let synced: RemoteIDs?

    /// Reports where a rule is broken, and waivers that are not needed.
    func check(_ products: [Product], _ readings: [ProductReading], _ context: inout ReadingContext) {
        var used = Set<Int>()
        let active = CatalogPolicy.Rule.allCases.filter { policy.level(of: $0) != .off }
        let looksAtEach =
            !Set(active).isSubset(of: [.annualNotDearer, .translationsComplete, .maxChange])
            || locales.count > 1 || synced != nil
        for number in readings.indices {
            guard let position = readings[number].position,
                looksAtEach || products[position].prices.count > 1
            else { continue }
            let (product, reading) = (products[position], readings[number])
            if active.contains(.annualNotDearer), product.prices.count > 1 {
                checkAnnual(product, reading, &used, &context)
            }
            if active.contains(.taxCodePresent), product.taxCode == nil {
                let key = Quoting.clipped(product.key)
                report(
                    .taxCodePresent, .taxCodeMissing, product.key, reading.place, "product `\(key)` has no `tax_code`",
                    "add `tax_code: txcd_10000000`, or the code of its kind", &used, &context)
            }
            if active.contains(.descriptionPresent), product.details == nil {
                let key = Quoting.clipped(product.key)
                report(
                    .descriptionPresent, .descriptionMissing, product.key, reading.place,
                    "product `\(key)` has no `description`", "add a sentence for buyers", &used, &context)
            }
            if active.contains(.translationsComplete), locales.count > 1 {
                checkTranslations(product, reading, &used, &context)
            }
            if let synced { checkSynced(product, reading, synced, &used, &context) }
        }
        // What has a mistake of its own was not held to the rules.
        guard !context.log.hasErrors else { return }
        for (position, place) in waiverPlaces.enumerated() where !used.contains(position) && synced == nil {
            guard policy.waivers[position].rule != .maxChange else { continue }
            context.log.warning(
                .unusedWaiver, at: place, "this waiver is not needed",
                help: "the rule holds there without it; remove it")
        }
    }

    private func report(
        _ rule: CatalogPolicy.Rule, _ code: DiagnosticCode, _ reference: String, _ place: SourceSpan,
        _ message: String, _ help: String, _ used: inout Set<Int>, _ context: inout ReadingContext
    ) {
        let waiver = policy.waivers.firstIndex {
            $0.rule == rule && ($0.subject == reference || reference.hasPrefix($0.subject + "/"))
        }
        if let waiver {
            used.insert(waiver)
            return
        }
        switch policy.level(of: rule) {
        case .off: break
        case .warning: context.log.warning(code, at: place, message, help: help)
        case .error:
            context.log.error(
                code, at: place, message,
                help: help + (help.hasSuffix("?") ? " if not, waive" : ", or waive")
                    + " `\(rule.rawValue)` for `\(Quoting.clipped(reference))` with a reason")
        }
    }

    /// A year that costs more than twelve months is a mistake, or needs a reason.
    private func checkAnnual(
        _ product: Product, _ reading: ProductReading, _ used: inout Set<Int>, _ context: inout ReadingContext
    ) {
        let isPlain = { (price: Price) in price.scheme == .perUnit && price.meter == nil }
        let months = product.prices.filter { $0.interval == BillingInterval(.month) && isPlain($0) }
        guard !months.isEmpty else { return }
        // A year is dearer than twelve months of one price exactly when it is dearer than of the cheapest.
        var cheapest: [Kind: (key: String, amount: Money)] = [:]
        for month in months {
            for amount in month.amounts {
                let kind = Kind(unit: month.unit, currency: amount.currency)
                if let least = cheapest[kind], least.amount.minorUnits <= amount.minorUnits { continue }
                cheapest[kind] = (month.key, amount)
            }
        }
        for (position, price) in product.prices.enumerated()
        where price.interval == BillingInterval(.year) && isPlain(price) {
            for yearly in price.amounts {
                guard let month = cheapest[Kind(unit: price.unit, currency: yearly.currency)],
                    yearly.minorUnits / 12 >= month.amount.minorUnits,
                    yearly.minorUnits > 12 * month.amount.minorUnits
                else { continue }
                let reference = product.reference(to: price)
                report(
                    .annualNotDearer, .annualDearer, reference,
                    reading.place(ofPrice: position),
                    "`\(Quoting.clipped(reference))` costs \(yearly) a year, but twelve months of "
                        + "`\(Quoting.clipped(month.key))` at \(month.amount) cost less",
                    "a year usually costs less than twelve months: is a digit wrong?", &used, &context)
                break
            }
        }
    }

    /// What prices must share to be compared: prices for something else, such as a seat, are not.
    private struct Kind: Hashable {
        let unit: String?
        let currency: Currency
    }

    private func checkTranslations(
        _ product: Product, _ reading: ProductReading, _ used: inout Set<Int>, _ context: inout ReadingContext
    ) {
        for language in locales.dropFirst() {
            let translation = product.translations[language]
            var missing: [String] = []
            if translation?.name == nil { missing.append("name") }
            if product.details != nil, translation?.details == nil { missing.append("description") }
            if product.badge != nil, translation?.badge == nil { missing.append("badge") }
            guard !missing.isEmpty else { continue }
            report(
                .translationsComplete, .translationMissing, product.key, reading.place,
                "product `\(Quoting.clipped(product.key))` has no \(KeyNames.list(missing)) in `\(language)`",
                "add it under `i18n: { \(language): { … } }`", &used, &context)
        }
    }

    /// Amounts that were pushed to a provider are what subscribers pay.
    private func checkSynced(
        _ product: Product, _ reading: ProductReading, _ synced: RemoteIDs, _ used: inout Set<Int>,
        _ context: inout ReadingContext
    ) {
        for (position, price) in product.prices.enumerated() {
            let reference = product.reference(to: price)
            let place = reading.place(ofPrice: position)
            let name = Quoting.clipped(reference)
            for provider in synced.prices.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
                guard let pushed = pushed(product, price, synced, provider), pushed.amount != price.amount else {
                    continue
                }
                if price.interval != nil, price.existing == nil {
                    context.log.error(
                        .existingMissing, at: place,
                        "`\(name)` was \(pushed.amount) at \(provider) and is \(price.amount) now, without a word on "
                            + "its subscribers",
                        help: "add `existing: keep`, `existing: at_renewal` or `existing: { on: 2027-07-01 }`")
                }
                if let most = policy.maxChange, isMore(than: most, from: pushed.amount, to: price.amount) {
                    report(
                        .maxChange, .changeTooLarge, reference, place,
                        "`\(name)` changes from \(pushed.amount) to \(price.amount), by more than \(most) %",
                        "is a digit wrong?", &used, &context)
                }
            }
        }
    }

    /// What was pushed for a price under its key, or under those that it or its product had before.
    private func pushed(
        _ product: Product, _ price: Price, _ synced: RemoteIDs, _ provider: ProviderName
    ) -> RemoteIDs.SyncedPrice? {
        let reference = product.reference(to: price)
        if let pushed = synced.price(reference, at: provider) { return pushed }
        let rest = reference.dropFirst(product.key.count)
        let formerRest = price.formerKey.map { "/" + $0 }
        for key in [product.key, product.formerKey].compactMap(\.self) {
            for rest in [formerRest, String(rest)].compactMap(\.self) {
                if let pushed = synced.price(key + rest, at: provider) { return pushed }
            }
        }
        return nil
    }

    private func isMore(than most: Percentage, from old: Money, to new: Money) -> Bool {
        guard old.currency == new.currency, old.minorUnits > 0 else { return true }
        let change = Int128(new.minorUnits) - Int128(old.minorUnits)
        return Int128(change.magnitude) * 1_000_000 > Int128(old.minorUnits) * Int128(most.millionths)
    }
}

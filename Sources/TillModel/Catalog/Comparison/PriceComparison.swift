/// What is different about one price in two catalogs.
struct PriceComparison {
    let old: Price
    let new: Price
    /// What the new catalog calls it: `pro/monthly`.
    let reference: String
    /// Whether its product can be bought at all.
    let isSold: Bool
    let policy: CatalogPolicy
    let meters: [Meter]

    var changes: [CatalogChange] {
        let amounts = self.amounts
        return amounts + (amounts.contains { $0.fields != ["also"] } ? [] : existing)
            + fields.compactMap { $0.change(of: reference, .price) } + scheduled
    }

    // MARK: - Amounts

    private var amounts: [CatalogChange] {
        let currencies = comparedCurrencies
        let hasSameShape = PriceComparison.shape(old.scheme) == PriceComparison.shape(new.scheme)
        return (hasSameShape ? [] : [reshaped]) + currencies.changes
            + figures(in: currencies.shared, amountsToo: hasSameShape)
    }

    /// What becomes of existing subscribers, where no amount changes that has told it.
    private var existing: [CatalogChange] {
        guard old.existing != new.existing else { return [] }
        let (affected, words): (CatalogChange.Affected, String) =
            switch new.existing {
            case .keep?: (.nobody, "go on paying it (existing: keep)")
            case .atRenewal?:
                (.existingAtRenewal, "pay today's from their next renewal on (existing: at_renewal)")
            case .on(let day)?:
                (
                    .existingOnDate(day),
                    "pay today's from their first renewal on or after \(day) (existing: on)"
                )
            case nil: (.nobody, "go on paying it until the file says what becomes of them (existing:)")
            }
        return [
            CatalogChange(
                reference, .price, .changed, fields: ["existing"], before: PriceComparison.words(old.existing),
                after: PriceComparison.words(new.existing), affected: affected,
                "subscribers of \(reference) who pay an older amount \(words)")
        ]
    }

    /// What kind of scheme it is, and everything about it that is no amount of money.
    private static func shape(_ scheme: PricingScheme) -> String {
        func bounds(_ tiers: [PriceTier]) -> String {
            tiers.map { $0.upTo.map(String.init) ?? "end" }.joined(separator: ",")
        }
        return switch scheme {
        // A rate is an amount that is written with more decimals.
        case .perUnit, .rate: "each"
        case .package(let size): "package \(size)"
        case .graduated(let tiers): "graduated \(bounds(tiers))"
        case .volume(let tiers): "volume \(bounds(tiers))"
        case .custom: "custom"
        case .free: "free"
        }
    }

    private var reshaped: CatalogChange {
        let before = PriceWords.all(old, meters: meters)
        let after = PriceWords.all(new, meters: meters)
        let (affected, who) = whoPays
        return CatalogChange(
            reference, .price, .changed, fields: ["price"], before: before, after: after, affected: affected,
            breach: old.scheme == .free ? breach(nil) : nil,
            "\(reference) is worked out otherwise: \(after) instead of \(before): \(who)")
    }

    private var comparedCurrencies: (shared: Set<Currency>, changes: [CatalogChange]) {
        let before = old.amounts.map(\.currency)
        let after = new.amounts.map(\.currency)
        let shared = Set(before).intersection(after)
        // What is free is so in every currency.
        guard old.scheme != .free, new.scheme != .free else { return (shared, []) }
        var changes: [CatalogChange] = []
        for currency in after where !before.contains(currency) {
            let text = PriceWords.amount(new, amounts: new.amounts.filter { $0.currency == currency }, meters: meters)
            changes.append(
                CatalogChange(
                    reference, .price, .changed, fields: ["also"], after: text, affected: .newBuyers,
                    "\(reference) can be paid in \(currency) now: \(text)"))
        }
        for currency in before where !after.contains(currency) {
            let text = PriceWords.amount(old, amounts: old.amounts.filter { $0.currency == currency }, meters: meters)
            changes.append(
                CatalogChange(
                    reference, .price, .changed, fields: ["also"], before: text, affected: .newBuyers,
                    "\(reference) cannot be bought in \(currency) any more (it was \(text)); who pays in it goes on"))
        }
        if before.first != after.first, let first = after.first {
            changes.append(
                CatalogChange(
                    reference, .price, .changed, fields: ["currency"], before: before.first?.code, after: first.code,
                    affected: .newBuyers, "\(reference) is sold in \(first) where a buyer names no currency"))
        }
        return (shared, changes)
    }

    private func figures(in shared: Set<Currency>, amountsToo: Bool) -> [CatalogChange] {
        func wanted(_ figure: PriceFigure) -> Bool {
            shared.contains(figure.currency) || figure.name.field.hasPrefix("countries.")
        }
        // A price that is worked out otherwise is told as a whole; fees and countries are beside it.
        func isBeside(_ figure: PriceFigure) -> Bool {
            figure.name.field == "setup_fee" || figure.name.field.hasPrefix("countries.")
        }
        let before = PriceFigure.all(of: old).filter { wanted($0) && (amountsToo || isBeside($0)) }
        let after = PriceFigure.all(of: new).filter { wanted($0) && (amountsToo || isBeside($0)) }
        let matched = after.compactMap { figure -> CatalogChange? in
            guard let was = before.first(where: { $0.name == figure.name && $0.currency == figure.currency }) else {
                return told(nil, figure)
            }
            return was.value == figure.value ? nil : told(was, figure)
        }
        let gone = before.filter { figure in
            !after.contains { $0.name == figure.name && $0.currency == figure.currency }
        }
        return matched + gone.compactMap { told($0, nil) }
    }

    private func told(_ before: PriceFigure?, _ after: PriceFigure?) -> CatalogChange? {
        guard let name = (after ?? before)?.name else { return nil }
        let percent = before.flatMap { before in
            after.flatMap { PercentChange(from: before.value, to: $0.value) }
        }
        let isOnce = name.field == "setup_fee"
        let (affected, who) =
            isOnce ? (isSold ? .newBuyers : .nobody, "who buys from now on pays it") : whoPays
        let subject = name.words.map { "\($0) of \(reference)" } ?? reference
        let sentence =
            switch (before, after) {
            case (let before?, let after?):
                "\(subject) goes from \(before.text) to \(after.text)\(percent.map { " (\($0))" } ?? ""): \(who)"
            case (nil, let after?): "\(subject) is \(after.text) now, where there was none: \(who)"
            case (let before?, _): "\(subject) is gone; it was \(before.text): \(who)"
            case (nil, nil): subject
            }
        let isFromNothing = before?.value == 0 && after.map { $0.value > 0 } == true
        return CatalogChange(
            reference, .price, .changed, fields: [name.field], before: before?.text, after: after?.text,
            percent: percent, affected: affected,
            breach: percent != nil || isFromNothing ? breach(percent) : nil, sentence)
    }

    /// Set when a change is larger than the policy allows; nil stands for a change from nothing.
    private func breach(_ percent: PercentChange?) -> CatalogChange.Breach? {
        guard let limit = policy.maxChange, policy.level(of: .maxChange) != .off,
            percent?.exceeds(limit) ?? true
        else { return nil }
        return CatalogChange.Breach(
            limit: limit, level: policy.level(of: .maxChange),
            waived: policy.waiver(of: .maxChange, for: reference)?.reason)
    }

    /// Who pays a changed amount, and the words for it.
    private var whoPays: (CatalogChange.Affected, String) {
        guard new.interval != nil, old.interval != nil else {
            return isSold
                ? (.newBuyers, "new buyers pay it at once") : (.nobody, "nobody can buy it now")
        }
        let new = isSold ? "new buyers pay it at once" : "nobody can buy it now"
        switch self.new.existing {
        case .keep?:
            return (isSold ? .newBuyers : .nobody, "\(new); existing subscribers keep the old amount (existing: keep)")
        case .atRenewal?:
            return (
                .existingAtRenewal, "\(new); existing subscribers from their next renewal on (existing: at_renewal)"
            )
        case .on(let day)?:
            return (
                .existingOnDate(day),
                "\(new); existing subscribers from their first renewal on or after \(day) (existing: on)"
            )
        case nil:
            return (
                isSold ? .newBuyers : .nobody,
                "\(new); existing subscribers keep the old amount until the file says what becomes of them (existing:)"
            )
        }
    }

    // MARK: - Fields

    private var fields: [ComparedField] {
        let buyers: CatalogChange.Affected = isSold ? .newBuyers : .nobody
        let reference = reference
        let every = { (price: Price) in price.interval.map { "every \($0)" } ?? "once" }
        return [
            ComparedField(name: "every", before: every(old), after: every(new), affected: buyers) { before, after in
                "\(reference) is paid \(after ?? "") instead of \(before ?? "") by new buyers; who subscribed "
                    + "before goes on"
            },
            ComparedField(
                name: "trial", before: PriceComparison.words(old.trial), after: PriceComparison.words(new.trial),
                affected: buyers
            ) { before, after in
                switch (before, after) {
                case (nil, let after?): "\(reference) begins with a trial of \(after) for new buyers"
                case (let before, nil):
                    "\(reference) has no trial any more (it had \(before ?? "one")): new buyers pay at once"
                case (let before, let after?): "new buyers of \(reference) try for \(after) instead of \(before ?? "")"
                }
            },
            ComparedField(name: "name", before: old.name, after: new.name, affected: buyers),
            ComparedField(name: "per", before: old.unit, after: new.unit, affected: buyers),
            ComparedField(name: "meter", before: old.meter, after: new.meter, affected: .existingAtRenewal),
            ComparedField(
                name: "quantity", before: FieldText.range(old.quantities), after: FieldText.range(new.quantities),
                affected: buyers),
            ComparedField(
                name: "tax", before: old.tax?.rawValue, after: new.tax?.rawValue, affected: buyers),
            ComparedField(
                name: "effective", before: old.availableFrom?.description, after: new.availableFrom?.description,
                affected: buyers
            ) { before, after in
                after.map { "\(reference) is sold from \($0) on" + (before.map { " instead of from \($0) on" } ?? "") }
                    ?? "\(reference) is sold at once, and no longer from \(before ?? "") on"
            },
            ComparedField(
                name: "until", before: old.availableUntil?.description, after: new.availableUntil?.description,
                affected: buyers
            ) { before, after in
                after.map {
                    "\(reference) is sold until \($0)\(before.map { " instead of until \($0)" } ?? ""); who has it "
                        + "goes on"
                }
                    ?? "\(reference) is sold without end, and no longer until \(before ?? "")"
            },
            ComparedField(
                name: "was", before: old.formerKey, after: new.formerKey, affected: .nobody),
            ComparedField(
                name: "adopted", before: FieldText.adopted(old.adopted), after: FieldText.adopted(new.adopted),
                affected: .nobody
            ) { before, after in
                "\(reference) stands for \(after ?? "no object") at the provider instead of \(before ?? "none")"
            },
        ]
    }

    private static func words(_ trial: Trial?) -> String? {
        trial.map { "\(CalendarDuration($0.days, .day))\($0.requiresPaymentMethod ? "" : " without a payment method")" }
    }

    private static func words(_ existing: ExistingSubscribers?) -> String? {
        switch existing {
        case .keep?: "keep"
        case .atRenewal?: "at_renewal"
        case .on(let day)?: "on \(day)"
        case nil: nil
        }
    }

    // MARK: - Amounts to come

    private var scheduled: [CatalogChange] {
        let days = Set((old.changes + new.changes).map(\.effective)).sorted()
        return days.compactMap { day in
            let before = old.changes.first { $0.effective == day }
            let after = new.changes.first { $0.effective == day }
            guard before != after else { return nil }
            guard let after else {
                let text = before.map { PriceWords.list($0.amounts) }
                return CatalogChange(
                    reference, .price, .changed, fields: ["schedule"], before: text, affected: .scheduled(day),
                    "\(reference) no longer changes on \(day) (to \(text ?? ""))")
            }
            let was = new.changes.last { $0.effective < day }?.amounts ?? new.amounts
            let percents = after.amounts.compactMap { amount in
                was.first { $0.currency == amount.currency }.flatMap {
                    PercentChange(from: Int128($0.minorUnits), to: Int128(amount.minorUnits))
                }
            }
            let largest = percents.max { $0.millionths.magnitude < $1.millionths.magnitude }
            let verb = before == nil ? "will go" : "will now go"
            let existing = PriceComparison.words(after.existing).map { "; existing: \($0)" } ?? ""
            return CatalogChange(
                reference, .price, .changed, fields: ["schedule"], before: before.map { PriceWords.list($0.amounts) },
                after: PriceWords.list(after.amounts), percent: percents.first, affected: .scheduled(day),
                breach: largest.flatMap { breach($0) },
                "\(reference) \(verb) from \(PriceWords.list(was)) to \(PriceWords.list(after.amounts))"
                    + "\(percents.first.map { " (\($0))" } ?? "") on \(day): nobody notices before then\(existing)")
        }
    }
}

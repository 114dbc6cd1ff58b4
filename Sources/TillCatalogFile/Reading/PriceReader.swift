import TillModel

/// Reads how a product is paid for: one price beside its name, or several under `prices`.
struct PriceReader {
    /// The longest free trial, in days.
    static let maximumTrialDays = 730

    /// The keys of a product's only price, beside its name.
    private static let keysOfProduct = MapSchema.price.keys.map(\.key).filter {
        $0 != .name && $0 != .was && $0 != .stripe
    }

    /// The keys that say what a price costs.
    static let costs: [KeyName] = [.price, .amount, .graduated, .volume, .custom]

    /// The currency of an `amount` that names none.
    let defaultCurrency: Currency?
    /// Whether `defaults.currency` was written, perhaps with a mistake.
    let mayHaveDefaultCurrency: Bool

    /// The prices of a product; nil when one of them cannot be used.
    func prices(of product: Fields, _ reading: inout ProductReading, _ context: inout ReadingContext) -> [Price]? {
        guard let several = product[.prices] else {
            return price(Product.defaultPriceKey, product, orPrices: true, Price.Traits(), &context).map { [$0] }
        }
        guard let first = product.first(PriceReader.keysOfProduct) else {
            return read(several, of: product, &reading, &context)
        }
        context.log.error(
            .conflictingPrices, at: context.tree.span(first.key),
            "\(product.owner) has both `\(first.name)` and `prices`",
            help: "keep one: a single price is written beside `name`, several go under `prices`")
        return nil
    }

    private func read(
        _ field: Field, of product: Fields, _ reading: inout ProductReading, _ context: inout ReadingContext
    ) -> [Price]? {
        let example = "{ monthly: { price: 9.00 USD, every: month } }"
        guard let entries = context.entries(field, example: example) else { return nil }
        guard !entries.isEmpty else {
            // Entries that were reported for another reason are not there any more.
            guard context.tree.nodes[field.value].count == 0, !context.isSettled(field.value) else { return nil }
            context.log.error(
                .noPrice, at: context.tree.span(field.key), "\(product.owner) has no price",
                help: "as in `prices: \(example)`")
            return nil
        }
        var prices: [Price?] = []
        prices.reserveCapacity(entries.count)
        for entry in entries {
            let isKeyGood = KeyForm.check(entry, "price key", &context) && isNotReserved(entry, &context)
            reading.pricePlaces.append(context.tree.span(entry.key))
            guard let fields = context.fields(entry, of: Owner("price", key: entry.name), .price) else {
                prices.append(nil)
                continue
            }
            var traits = Price.Traits()
            traits.name = fields[.name].flatMap { context.text($0) }
            traits.formerKey = fields[.was].flatMap { formerKey($0, &reading, &context) }
            if let stripe = fields[.stripe],
                let block = context.fields(
                    stripe, of: Owner("`stripe` of price", key: entry.name), .adoptedPrice),
                let id = context.require(.price, in: block),
                let adopted = RemoteIDReader.read(id, .price, &reading.remoteIDs, &context)
            {
                traits.adopted = [.stripe: adopted]
            }
            let price = price(entry.name, fields, orPrices: false, traits, &context)
            prices.append(isKeyGood ? price : nil)
        }
        return prices.contains { $0 == nil } ? nil : prices.compactMap(\.self)
    }

    private func formerKey(
        _ field: Field, _ reading: inout ProductReading, _ context: inout ReadingContext
    ) -> String? {
        guard let key = KeyForm.formerKey(field, "price key", &context) else { return nil }
        reading.formerPrices.append((key, context.tree.span(field.value)))
        return key
    }

    private func isNotReserved(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        guard entry.name == Product.defaultPriceKey else { return true }
        context.log.error(
            .reservedPriceKey, at: context.tree.span(entry.key), "a price cannot be called `default`",
            help: "the first price is the default one; call it by what it is, such as `monthly`")
        return false
    }
}

// MARK: - One price

extension PriceReader {
    private func price(
        _ key: String, _ fields: Fields, orPrices: Bool, _ given: Price.Traits, _ context: inout ReadingContext
    ) -> Price? {
        let errors = context.log.errorCount
        let cost = cost(fields, orPrices: orPrices, &context)
        let interval = fields[.every].flatMap { IntervalReader.interval($0, &context) }
        let trial = fields[.trial].flatMap { TrialReader.trial($0, fields, &context) }
        var traits = given
        traits.unit = fields[.per].flatMap { context.text($0, example: "seat") }
        traits.meter = fields[.meter].flatMap { meter($0, fields, &context) }
        traits.setupFees = fields[.setupFee].flatMap { setupFees($0, beside: cost, fields, &context) } ?? []
        traits.countries = fields[.countries].flatMap { CountryReader.amounts($0, &context) } ?? [:]
        traits.tax = fields[.tax].flatMap { SettingsReader.tax($0, &context) }
        traits.availableFrom = fields[.effective].flatMap { context.date($0) }
        traits.availableUntil = fields[.until].flatMap { context.date($0) }
        traits.existing = fields[.existing].flatMap { ScheduleReader.existing($0, &context) }
        traits.quantities = fields[.quantity].flatMap { QuantityReader.quantities($0, &context) }
        traits.changes =
            fields[.schedule].flatMap {
                ScheduleReader.changes(
                    $0, from: traits.availableFrom, until: traits.availableUntil, cost, fields, &context)
            } ?? []
        checkWindow(traits, fields, &context)
        guard let cost else { return nil }
        PriceChecks.check(traits, cost, fields, &context)
        guard context.log.errorCount == errors else { return nil }
        let price = Price(
            key: key, amounts: cost.amounts, interval: interval, trial: trial, scheme: cost.scheme, traits: traits)
        if let reason = price.unsoldReason {
            context.log.warningOnce(
                .notSoldYet, at: fields.place,
                "\(fields.owner) can be quoted, but a checkout of this version cannot sell it: \(reason)",
                help: "buyers see it and cannot buy it yet; every price of this kind is told once, here")
        }
        return price
    }

    private func meter(_ field: Field, _ fields: Fields, _ context: inout ReadingContext) -> String? {
        guard let key = context.text(field, example: "calls") else { return nil }
        context.references.append(
            Reference(name: key, target: .meter, place: context.tree.span(field.value), owner: fields.owner))
        return key
    }

    private func setupFees(
        _ field: Field, beside cost: PriceCost?, _ fields: Fields, _ context: inout ReadingContext
    ) -> [Money]? {
        guard let fees = MoneyReader.amounts(field, &context) else { return nil }
        guard fields.mayHave(.every) else {
            context.log.error(
                .setupFeeWithoutInterval, at: context.tree.span(field.key),
                "only a recurring price can have a setup fee", help: "add `every: month`, or add it to the price")
            return nil
        }
        if let cost { PriceChecks.checkCurrencies(fees.map(\.currency), of: "the setup fee", cost, field, &context) }
        return fees
    }

    private func checkWindow(_ price: Price.Traits, _ fields: Fields, _ context: inout ReadingContext) {
        guard let from = price.availableFrom, let until = price.availableUntil, until <= from,
            let field = fields[.until]
        else { return }
        context.log.error(
            .emptyWindow, at: context.tree.span(field.value), "`until` is not after `effective`, so it is never sold",
            help: "`until` is the first day on which it is not sold any more")
    }
}

// MARK: - What it costs

/// What a price costs, before anything else about it is known.
struct PriceCost {
    /// How the amount follows from the quantity.
    var scheme: PricingScheme
    /// What the first unit costs, one for each currency.
    var amounts: [Money]
}

extension PriceReader {
    private func cost(_ fields: Fields, orPrices: Bool, _ context: inout ReadingContext) -> PriceCost? {
        let given = PriceReader.costs.compactMap { fields[$0] }
        if given.count > 1, let first = given.first {
            context.log.error(
                .conflictingPrices, at: context.tree.span(given[1].key),
                "\(fields.owner) has both `\(first.name)` and `\(given[1].name)`",
                help: given[1].name == "amount"
                    ? "keep `price: 99.00 USD` or `amount: 9900`" : "keep one: it says what the price costs",
                earlier: .init(what: "`\(first.name)` is", span: context.tree.span(first.key)))
            return nil
        }
        if let currency = fields[.currency], fields[.amount] == nil, given.first != nil {
            context.log.error(
                .currencyTwice, at: context.tree.span(currency.key),
                "\(given.first?.title ?? "") names its own currency",
                help: "remove `currency`, or write `amount` in minor units instead")
        }
        if let tiers = fields[.graduated] { return TierReader.cost(tiers, .graduated, &context) }
        if let tiers = fields[.volume] { return TierReader.cost(tiers, .volume, &context) }
        if let custom = fields[.custom] { return CustomAmountReader.cost(custom, fields, &context) }
        return perUnit(fields, orPrices: orPrices, &context)
    }

    /// A price whose units cost the same each.
    private func perUnit(_ fields: Fields, orPrices: Bool, _ context: inout ReadingContext) -> PriceCost? {
        if let price = fields[.price], context.isText(price, "free") { return free(fields, &context) }
        let package = fields[.package].flatMap {
            context.wholeNumber($0, in: 2...1_000_000_000, example: "100").map(Int.init)
        }
        // A package costs a whole amount, so only what is counted one by one may cost less than the smallest unit.
        guard fields.mayHave(.meter), fields[.package] == nil, let price = fields[.price] else {
            let first = firstAmount(fields, orPrices: orPrices, &context)
            let also = fields[.also].map {
                others($0, beside: first?.currency, \.currency, &context, MoneyReader.price)
            }
            guard let first else { return nil }
            return PriceCost(
                scheme: package.map { .package(size: $0) } ?? .perUnit, amounts: [first] + (also ?? []))
        }
        let first = MoneyReader.rate(price, &context)
        let also = fields[.also].map { others($0, beside: first?.currency, \.currency, &context, MoneyReader.rate) }
        guard let first else { return nil }
        let rates = [first] + (also ?? [])
        let amounts = rates.compactMap { rounded($0) }
        guard amounts.count == rates.count else { return nil }
        let isWhole = rates.allSatisfy { $0.amount != nil }
        return PriceCost(scheme: isWhole ? .perUnit : .rate(rates), amounts: amounts)
    }

    private func rounded(_ rate: UnitRate) -> Money? {
        do { return try rate.times(1) } catch { return nil }
    }

    private func free(_ fields: Fields, _ context: inout ReadingContext) -> PriceCost? {
        let pointless: [KeyName] = [
            .also, .trial, .setupFee, .meter, .package, .countries, .schedule, .existing, .currency, .tax,
        ]
        if let field = fields.first(pointless) {
            context.log.error(
                .pointlessForFree, at: context.tree.span(field.key), "what is free cannot have `\(field.name)`",
                help: "remove it, or write an amount")
            return nil
        }
        return PriceCost(scheme: .free, amounts: [.zero(defaultCurrency ?? .usd)])
    }

    private func firstAmount(_ fields: Fields, orPrices: Bool, _ context: inout ReadingContext) -> Money? {
        if let price = fields[.price] { return MoneyReader.price(price, &context) }
        if let amount = fields[.amount] {
            let units = MoneyReader.minorUnits(amount, &context)
            let currency = currency(for: amount, fields, &context)
            guard let units, let currency else { return nil }
            return Money(minorUnits: units, currency)
        }
        if let currency = fields[.currency] { _ = MoneyReader.currency(currency, &context) }
        guard !PriceReader.costs.contains(where: fields.mayHave), !orPrices || !fields.mayHave(.prices) else {
            return nil
        }
        context.log.error(
            .noPrice, at: fields.place, "\(fields.owner) has no price",
            help: "add `price: 99.00 USD`" + (orPrices ? ", or several under `prices`" : ""))
        return nil
    }

    private func currency(for amount: Field, _ fields: Fields, _ context: inout ReadingContext) -> Currency? {
        if let field = fields[.currency] { return MoneyReader.currency(field, &context) }
        if defaultCurrency == nil, !mayHaveDefaultCurrency, !fields.mayHave(.currency) {
            context.log.error(
                .amountWithoutCurrency, at: context.tree.span(amount.key), "`amount` needs a currency",
                help: "add `currency: USD` beside it, or once for all prices as `defaults: { currency: USD }`")
        }
        return defaultCurrency
    }

    private func others<Amount>(
        _ field: Field, beside first: Currency?, _ currency: (Amount) -> Currency, _ context: inout ReadingContext,
        _ read: (Field, inout ReadingContext) -> Amount?
    ) -> [Amount] {
        var amounts: [Amount] = []
        for item in context.items(field, of: "a list of amounts", example: "[270.00 EUR, 43000 JPY]") ?? [] {
            guard let amount = read(item, &context) else { continue }
            if currency(amount) == first || amounts.contains(where: { currency($0) == currency(amount) }) {
                MoneyReader.reportRepeated(currency(amount), item, &context)
            } else {
                amounts.append(amount)
            }
        }
        return amounts
    }
}

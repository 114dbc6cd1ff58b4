import TillModel

/// Reads how a product is paid for: one price beside its name, or several under `prices`.
struct PriceReader {
    /// The keys of a price.
    static let keys = ["price", "amount", "currency", "every", "trial", "also"]

    /// The longest free trial, in days.
    static let maximumTrialDays = 730

    /// The currency of an `amount` that names none.
    let defaultCurrency: Currency?
    /// Whether `defaults.currency` was written, perhaps with a mistake.
    let mayHaveDefaultCurrency: Bool

    /// The prices of a product; nil when one of them cannot be used.
    func prices(of product: Fields, _ context: inout ReadingContext) -> [Price]? {
        guard let several = product["prices"] else {
            return price(Product.defaultPriceKey, product, orPrices: true, &context).map { [$0] }
        }
        guard let first = PriceReader.keys.lazy.compactMap({ product[$0] }).first else {
            return read(several, of: product, &context)
        }
        context.log.error(
            .conflictingPrices, at: context.tree.span(first.key),
            "\(product.owner) has both `\(first.name)` and `prices`",
            help: "keep one: a single price is written beside `name`, several go under `prices`")
        return nil
    }

    private func read(_ field: Field, of product: Fields, _ context: inout ReadingContext) -> [Price]? {
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
        for entry in entries {
            let isKeyGood = KeyForm.check(entry, "price key", &context) && isFree(entry, &context)
            let owner = Owner("price", key: entry.name)
            guard
                let fields = context.fields(
                    entry, of: owner, allowed: PriceReader.keys, example: "{ price: 9.00 USD, every: month }")
            else {
                prices.append(nil)
                continue
            }
            let price = price(entry.name, fields, orPrices: false, &context)
            prices.append(isKeyGood ? price : nil)
        }
        return prices.contains { $0 == nil } ? nil : prices.compactMap(\.self)
    }

    private func isFree(_ entry: Field, _ context: inout ReadingContext) -> Bool {
        guard entry.name == Product.defaultPriceKey else { return true }
        context.log.error(
            .reservedPriceKey, at: context.tree.span(entry.key), "a price cannot be called `default`",
            help: "the first price is the default one; call it by what it is, such as `monthly`")
        return false
    }

    private func price(
        _ key: String, _ fields: Fields, orPrices: Bool, _ context: inout ReadingContext
    ) -> Price? {
        let log = context.log.errorCount
        let amount = amount(fields, orPrices: orPrices, &context)
        let interval = fields["every"].flatMap { IntervalReader.interval($0, &context) }
        let trialDays = fields["trial"].flatMap { trial($0, fields, &context) }
        let others = fields["also"].flatMap { also($0, beside: amount, &context) } ?? []
        guard let amount, context.log.errorCount == log else { return nil }
        return Price(key: key, amounts: [amount] + others, interval: interval, trial: trialDays.map { Trial(days: $0) })
    }

    private func amount(_ fields: Fields, orPrices: Bool, _ context: inout ReadingContext) -> Money? {
        switch (fields["price"], fields["amount"]) {
        case (let price?, let amount?):
            context.log.error(
                .conflictingPrices, at: context.tree.span(amount.key), "\(fields.owner) has both `price` and `amount`",
                help: "keep `price: 99.00 USD` or `amount: 9900`",
                earlier: .init(what: "`price` is", span: context.tree.span(price.key)))
            return nil
        case (let price?, nil):
            if let currency = fields["currency"] {
                context.log.error(
                    .currencyTwice, at: context.tree.span(currency.key), "`price` names its own currency",
                    help: "remove `currency`, or write `amount` in minor units instead of `price`")
            }
            return MoneyReader.price(price, &context)
        case (nil, let amount?):
            let units = MoneyReader.minorUnits(amount, &context)
            let currency = currency(for: amount, fields, &context)
            guard let units, let currency else { return nil }
            return Money(minorUnits: units, currency)
        case (nil, nil):
            if let currency = fields["currency"] { _ = MoneyReader.currency(currency, &context) }
            guard !fields.mayHave("price"), !fields.mayHave("amount"), !orPrices || !fields.mayHave("prices") else {
                return nil
            }
            context.log.error(
                .noPrice, at: fields.place, "\(fields.owner) has no price",
                help: "add `price: 99.00 USD`" + (orPrices ? ", or several under `prices`" : ""))
            return nil
        }
    }

    private func currency(for amount: Field, _ fields: Fields, _ context: inout ReadingContext) -> Currency? {
        if let field = fields["currency"] { return MoneyReader.currency(field, &context) }
        if defaultCurrency == nil, !mayHaveDefaultCurrency, !fields.mayHave("currency") {
            context.log.error(
                .amountWithoutCurrency, at: context.tree.span(amount.key), "`amount` needs a currency",
                help: "add `currency: USD` beside it, or once for all prices as `defaults: { currency: USD }`")
        }
        return defaultCurrency
    }

    private func trial(_ field: Field, _ fields: Fields, _ context: inout ReadingContext) -> Int? {
        let days = IntervalReader.trialDays(field, maximum: PriceReader.maximumTrialDays, &context)
        guard fields.mayHave("every") else {
            context.log.error(
                .trialWithoutInterval, at: context.tree.span(field.key), "only a recurring price can have a trial",
                help: "add `every: month`, or remove `trial`")
            return nil
        }
        return days
    }

    private func also(_ field: Field, beside amount: Money?, _ context: inout ReadingContext) -> [Money]? {
        guard let items = context.items(field, of: "a list of amounts", example: "[270.00 EUR, 43000 JPY]") else {
            return nil
        }
        var amounts: [Money] = []
        for item in items {
            guard let money = MoneyReader.price(item, &context) else { continue }
            if money.currency == amount?.currency || amounts.contains(where: { $0.currency == money.currency }) {
                context.log.error(
                    .repeatedCurrency, at: context.tree.span(item.value),
                    "there is an amount in \(money.currency) already", help: "keep one amount for each currency")
            } else {
                amounts.append(money)
            }
        }
        return amounts
    }
}

/// What the lines of a cart cost as listed, setup fees among them.
struct LinePricing {
    let catalog: Catalog
    let day: CalendarDate
    let country: Country?
    let currency: Currency

    /// A row for each line, followed by its setup fee if it has one.
    func rows(for lines: [CartLine]) throws(QuoteError) -> [PricedLine] {
        var rows: [PricedLine] = []
        var sum: Int128 = 0
        for line in lines {
            for row in try itemAndFee(of: line) {
                rows.append(row)
                sum += Int128(row.subtotal)
            }
        }
        guard sum <= Int128(Int64.max) else { throw PricingEngine.tooLarge() }
        return rows
    }

    private func itemAndFee(of line: CartLine) throws(QuoteError) -> [PricedLine] {
        let listed = try listed(line)
        let fee = line.price.setupFees.first { $0.currency == currency }
        let cost: PriceCost
        do {
            cost = try PriceCost(of: line.quantity, at: line.price, listed: listed)
        } catch {
            throw QuoteError(.amountTooLarge, "The amount is larger than an amount can be.", field: line.field)
        }
        guard cost.subtotal.minorUnits >= 0, fee?.minorUnits ?? 0 >= 0 else {
            throw QuoteError(
                .notForSale, "'\(line.reference)' has an amount below zero.", field: "\(line.field).product")
        }
        let item = PricedLine(
            kind: .item, product: line.product, price: line.price, quantity: line.quantity, cost: cost)
        guard let fee, !fee.isZero else { return [item] }
        let once = PriceCost(subtotal: fee, unitAmount: fee.description, steps: ["\(fee) once"])
        return [
            item, PricedLine(kind: .setupFee, product: line.product, price: line.price, quantity: 1, cost: once),
        ]
    }

    /// What one costs, on the day, in the country; where the buyer chooses, what was chosen.
    private func listed(_ line: CartLine) throws(QuoteError) -> Money {
        if case .custom(let bounds) = line.price.scheme { return try chosen(line, within: bounds) }
        guard line.amount == nil else {
            throw QuoteError(
                .customAmountNotAllowed, "The amount of '\(line.reference)' is not the buyer's to choose.",
                field: "\(line.field).amount")
        }
        let amounts = line.price.amounts(on: day, in: country)
        return amounts.first { $0.currency == currency } ?? .zero(currency)
    }

    private func chosen(_ line: CartLine, within bounds: CustomAmount) throws(QuoteError) -> Money {
        let minimum = bounds.minimum.first { $0.currency == currency } ?? .zero(currency)
        let maximum = bounds.maximum.first { $0.currency == currency }
        let range = maximum.map { "from \(minimum) to \($0)" } ?? "of at least \(minimum)"
        guard let amount = line.amount else {
            throw QuoteError(
                .customAmountRequired, "Say how much '\(line.reference)' shall be: an amount \(range).",
                field: "\(line.field).amount")
        }
        let units: Int64
        switch amount {
        case .minorUnits(let given): units = given
        case .decimal(let text):
            do {
                units = try Money(decimal: text, currency).minorUnits
            } catch {
                throw QuoteError(
                    .customAmountOutOfRange, "The amount of '\(line.reference)' cannot be read: \(error).",
                    field: "\(line.field).amount")
            }
        }
        guard units >= max(0, minimum.minorUnits), maximum.map({ units <= $0.minorUnits }) ?? true else {
            throw QuoteError(
                .customAmountOutOfRange, "'\(line.reference)' takes an amount \(range).",
                field: "\(line.field).amount")
        }
        return Money(minorUnits: units, currency)
    }
}

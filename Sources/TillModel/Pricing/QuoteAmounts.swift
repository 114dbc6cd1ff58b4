/// Rows with coupons and taxes worked out, and their sums.
struct QuoteAmounts: Sendable {
    let rows: [PricedLine]
    let reductions: Reductions
    let taxes: [LineTaxes.Tax]
    let currency: Currency
    let subtotal: Int64
    let discount: Int64
    let tax: Int64
    let taxIncluded: Int64
    let total: Int64

    init(
        _ rows: [PricedLine], coupons: [EligibleCoupon], for place: BuyerPlace, in currency: Currency,
        catalog: Catalog
    ) throws(MoneyError) {
        self.rows = rows
        self.currency = currency
        reductions = try Reductions(of: coupons, on: rows, in: currency)
        taxes = try LineTaxes(on: rows, left: reductions.left, for: place, in: currency, catalog: catalog).taxes
        func sum(_ parts: [Int64]) throws(MoneyError) -> Int64 {
            var sum: Int128 = 0
            for part in parts { sum += Int128(part) }
            guard let fitting = Int64(exactly: sum) else { throw .overflow }
            return fitting
        }
        let left = try sum(reductions.left)
        subtotal = try sum(rows.map(\.subtotal))
        discount = subtotal - left
        tax = try sum(taxes.map(\.units))
        taxIncluded = try sum(taxes.map { $0.behavior == .inclusive ? $0.units : 0 })
        total = try sum([left, tax - taxIncluded])
    }

    /// The rows as a quote shows them.
    var lines: [QuoteLine] {
        rows.indices.map { index in
            let (row, tax) = (rows[index], taxes[index])
            let left = reductions.left[index]
            let isIncluded = tax.behavior == .inclusive
            let isFee = row.kind == .setupFee
            return QuoteLine(
                kind: row.kind, reference: row.reference, product: row.product.key, price: row.price.key,
                name: isFee ? "\(row.product.name): setup fee" : row.product.name, priceName: row.price.name,
                quantity: row.quantity, unit: isFee ? nil : row.price.unit, unitAmount: row.cost.unitAmount,
                subtotal: money(row.subtotal), discount: money(row.subtotal - left),
                net: money(isIncluded ? left - tax.units : left), tax: money(tax.units),
                taxRate: tax.rate.map(\.description), taxName: tax.name, taxBehavior: tax.behavior,
                total: money(isIncluded ? left : left + tax.units), interval: row.interval,
                trialDays: reductions.trialDays[index], isEstimate: row.isEstimate,
                explanation: row.contents + reductions.steps[index] + (tax.step.map { [$0] } ?? []))
        }
    }

    func money(_ units: Int64) -> Money { Money(minorUnits: units, currency) }
}

extension PricedLine {
    /// What a bundle is made of, as a sentence; nothing for what is none.
    fileprivate var contents: [String] {
        guard kind == .item, !product.bundle.isEmpty else { return [] }
        return ["contains " + product.bundle.map { "\($0.quantity) × \($0.product)" }.joined(separator: ", ")]
    }
}

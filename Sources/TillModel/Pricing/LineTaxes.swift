/// The tax of each row.
///
/// Worked out for all rows of one rate together, rounded once, and divided among them, so that the whole is right and
/// the parts add up to it. What is in the prices and what is added to them are kept apart.
struct LineTaxes: Sendable {
    /// The tax of one row.
    struct Tax: Sendable {
        let behavior: TaxBehavior
        /// Nil when none is known.
        var rate: Percentage?
        var name: String?
        var units: Int64 = 0
        /// What there is to say of it; nil for nothing.
        var step: String?
    }

    private(set) var taxes: [Tax]

    /// The taxes on what is left of rows, for a buyer somewhere.
    init(
        on rows: [PricedLine], left: [Int64], for place: BuyerPlace, in currency: Currency, catalog: Catalog
    ) throws(MoneyError) {
        let known =
            place.region.flatMap { catalog.contents.taxes[$0] }
            ?? place.country.flatMap { catalog.contents.taxes[$0.code] }
        taxes = rows.map { row in
            Tax(
                behavior: row.price.tax ?? catalog.contents.tax, rate: known?.rate(for: row.product.taxCode),
                name: known.map { $0.name ?? "tax" })
        }
        var groups: [Group: [Int]] = [:]
        for (index, tax) in taxes.enumerated() {
            if let rate = tax.rate { groups[Group(rate: rate, behavior: tax.behavior), default: []].append(index) }
        }
        for (group, indices) in groups {
            let sum = Money(minorUnits: indices.reduce(0) { $0 + left[$1] }, currency)
            let rate = Percentage(millionths: max(0, group.rate.millionths))
            let whole = group.behavior == .exclusive ? try rate.of(sum) : try rate.contained(in: sum)
            let parts = Distribution.parts(of: whole.minorUnits, by: indices.map { left[$0] })
            for (index, part) in zip(indices, parts) { taxes[index].units = part }
        }
        for index in taxes.indices where left[index] > 0 {
            taxes[index].step = Self.step(taxes[index], on: Money(minorUnits: left[index], currency), place)
        }
    }

    private struct Group: Hashable {
        let rate: Percentage
        let behavior: TaxBehavior
    }

    private static func step(_ tax: Tax, on amount: Money, _ place: BuyerPlace) -> String? {
        guard let rate = tax.rate, let name = tax.name else {
            guard tax.behavior == .inclusive else { return nil }
            let reason = place.name.map { "no rate is known for \($0)" } ?? "the buyer's country is not known"
            return "the price contains tax; none is shown, since \(reason)"
        }
        let units = Money(minorUnits: tax.units, amount.currency)
        let preposition = tax.behavior == .exclusive ? "on" : "in"
        return "\(rate) % \(name) \(preposition) \(amount) = \(units)"
    }
}

import TillModel

/// What customers would pay by one catalog and by another.
///
/// A bill is what one period costs, or what is paid once for what does not recur, with the rules by which carts are
/// quoted. Nothing of it is charged.
package struct BillSimulation: Sendable, Hashable {
    /// One bill.
    package enum Bill: Sendable, Hashable {
        case pays(Money, every: BillingInterval?)
        /// It is not sold like that; the sentence says why.
        case cannot(String)
    }

    /// Customers who have the same, with both bills of each.
    package struct Row: Sendable, Hashable {
        package let group: CustomerMix.Group
        package let before: Bill
        package let after: Bill
    }

    /// What comes in from all of them.
    package struct Revenue: Sendable, Hashable {
        package let currency: Currency
        /// nil for what is paid once.
        package let interval: BillingInterval?
        package let before: Money
        package let after: Money
    }

    package let rows: [Row]
    /// By currency and interval; rows that are not sold in both catalogs are left out.
    package let revenue: [Revenue]

    /// How many customers pay another amount.
    package var affected: Int {
        rows.reduce(0) { sum, row in
            guard case .pays(let before, _) = row.before, case .pays(let after, _) = row.after, before != after else {
                return sum
            }
            return sum + row.group.customers
        }
    }

    /// - Throws: ``MoneyError`` where a sum is too large.
    package init(from old: Catalog, to new: Catalog, _ mix: CustomerMix, on day: CalendarDate) throws {
        let (before, after) = (PricingEngine(old), PricingEngine(new))
        rows = mix.groups.map { group in
            Row(group: group, before: Self.bill(group, before, day), after: Self.bill(group, after, day))
        }
        var sums: [Kind: (Money, Money)] = [:]
        for row in rows {
            guard case .pays(let first, let interval) = row.before, case .pays(let second, let other) = row.after,
                interval == other, first.currency == second.currency
            else { continue }
            let kind = Kind(currency: first.currency, interval: interval)
            let sum = sums[kind] ?? (.zero(first.currency), .zero(first.currency))
            sums[kind] = (
                try sum.0.adding(try first.multiplied(by: row.group.customers)),
                try sum.1.adding(try second.multiplied(by: row.group.customers))
            )
        }
        revenue = sums.map {
            Revenue(currency: $0.key.currency, interval: $0.key.interval, before: $0.value.0, after: $0.value.1)
        }.sorted { ($0.currency.code, $0.place) < ($1.currency.code, $1.place) }
    }

    private struct Kind: Hashable {
        let currency: Currency
        let interval: BillingInterval?
    }

    private static func bill(_ group: CustomerMix.Group, _ engine: PricingEngine, _ day: CalendarDate) -> Bill {
        do {
            let quote = try engine.quote(
                Cart(
                    items: [Cart.Item(group.price, quantity: group.quantity, amount: nil)], currency: group.currency,
                    country: group.country, today: day))
            guard let renewal = quote.renewal else { return .pays(quote.total, every: nil) }
            return .pays(renewal.total, every: renewal.interval)
        } catch {
            return .cannot("\(error)")
        }
    }
}

extension BillSimulation.Revenue {
    /// Where it stands among others of its currency: what is paid once last.
    fileprivate var place: String { interval.map { "\($0.unit.rawValue)\($0.count)" } ?? "~" }
}

import TillCatalogFile
import TillModel

/// Everything that is for sale on a day, in a table.
enum ShelfView {
    static func text(_ shelf: Shelf) -> String {
        let rows = shelf.catalog.products.flatMap { product in
            product.prices.map { price in
                let name = price.name.map { "\(product.name), \($0)" } ?? product.name
                return [
                    product.reference(to: price), OneLine.of(name), words(price, shelf),
                    notes(product, price, shelf).joined(separator: "; "),
                ]
            }
        }
        var text = "On \(shelf.day) (\(shelf.catalog.contents.timeZone))\n\n"
        text += TextTable.render(["PRODUCT", "NAME", "PRICE", "NOTES"], rows)
        guard !shelf.catalog.coupons.isEmpty else { return text }
        return text + "\n"
            + TextTable.render(
                ["COUPON", "TAKES", "ON", "NOTES"],
                shelf.catalog.coupons.map { coupon in
                    [
                        coupon.key, CouponWords.reduction(coupon),
                        coupon.targets.isEmpty ? "everything" : coupon.targets.joined(separator: ", "),
                        shelf.reasonNotUsed(coupon) ?? coupon.until.map { "until \($0)" } ?? "",
                    ]
                })
    }

    /// What it costs; tiers, which take a table of their own, are only counted.
    private static func words(_ price: Price, _ shelf: Shelf) -> String {
        switch price.scheme {
        case .graduated(let tiers), .volume(let tiers):
            let unit = PriceWords.unit(of: price, meters: shelf.catalog.contents.meters) ?? "unit"
            let interval = price.interval.map { " every \($0)" } ?? ""
            return
                "by \(PriceWords.plural(unit, 2)) in \(tiers.count) \(PriceWords.plural("tier", tiers.count))\(interval)"
        case .perUnit, .rate, .package, .custom, .free: return shelf.shortWords(price)
        }
    }

    private static func notes(_ product: Product, _ price: Price, _ shelf: Shelf) -> [String] {
        var notes: [String] = []
        if let reason = shelf.reasonNotSold(product, price) { notes.append(reason) }
        if product.isEnabled, !product.isVisible { notes.append("hidden") }
        let others = shelf.amounts(of: price).dropFirst().map(\.currency.code)
        if !others.isEmpty { notes.append("also in \(others.joined(separator: ", "))") }
        if let days = price.trialDays { notes.append("\(CalendarDuration(days, .day)) free first") }
        if let change = shelf.nextChange(of: price), let amount = change.amounts.first {
            notes.append("\(amount) from \(change.effective) on")
        }
        return notes
    }
}

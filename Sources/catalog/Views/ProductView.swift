import TillCatalogFile
import TillModel

/// Everything about one product, or about one of its prices.
struct ProductView {
    let product: Product
    /// Those of its prices that are shown.
    let prices: [Price]
    let shelf: Shelf

    var text: String {
        var text = "\(product.key)  \(OneLine.of(product.name))\n"
        if let details = product.details { text += "  \(OneLine.of(details))\n" }
        text += "  \(standing.joined(separator: ", "))\n"
        for price in prices { text += "\n" + self.text(of: price) }
        text += section("What one gets", given)
        text += section("Coupons", coupons)
        text += section("Beside it", relations)
        return text
    }

    // MARK: - The product

    private var standing: [String] {
        var words = [product.isEnabled ? "for sale" : "disabled"]
        if product.isEnabled { words.append(product.isVisible ? "shown in lists" : "hidden from lists") }
        if product.type != product.key { words.append("type \(product.type)") }
        if let duration = product.duration { words.append("lasts \(duration)") }
        if let quantities = product.quantities { words.append("\(ProductView.words(quantities)) in an order") }
        if product.isShippable { words.append("sent to the buyer") }
        if let code = product.taxCode { words.append("tax code \(code)") }
        let providers = product.providers.isEmpty ? shelf.catalog.contents.defaultProviders : product.providers
        words.append("through \(providers.map(\.rawValue).joined(separator: ", then "))")
        return words
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    private var given: [[String]] {
        let contents = shelf.catalog.contents
        let features = product.features.map { feature in
            let definition = contents.features.first { $0.key == feature.key }
            let limit = feature.limit.map(String.init) ?? (definition.map(ProductView.amount) ?? "yes")
            return [feature.key, OneLine.of(definition?.name ?? feature.key), limit]
        }
        let credits = product.credits.map { grant in
            let name = contents.credits.first { $0.key == grant.credit }?.name ?? grant.credit
            return [
                grant.credit, OneLine.of(name), "\(grant.amount)" + (grant.lasts.map { ", lasting \($0)" } ?? ""),
            ]
        }
        let bundle = product.bundle.map { item in
            [item.product, OneLine.of(shelf.catalog.product(item.product)?.name ?? item.product), "\(item.quantity)"]
        }
        return features + credits + bundle
    }

    /// How much of a feature there is where the product sets no limit.
    private static func amount(_ definition: FeatureDefinition) -> String {
        switch definition.kind {
        case .boolean: "yes"
        case .limited: "unlimited"
        case .metered(let meter): "measured by \(meter)"
        }
    }

    private var coupons: [[String]] {
        shelf.coupons(for: product, prices).map { coupon in
            [
                coupon.key, CouponWords.reduction(coupon),
                shelf.reasonNotUsed(coupon) ?? coupon.until.map { "until \($0)" } ?? "",
            ]
        }
    }

    private var relations: [[String]] {
        let products = shelf.catalog.products
        var rows: [[String]] = []
        func add(_ words: String, _ keys: [String]) {
            if !keys.isEmpty { rows.append([words, keys.map(shelf.named).joined(separator: ", ")]) }
        }
        add("offered beside it", product.upsells)
        add("can be added", product.addOns)
        add("needs one of", product.requires)
        add("not together with", product.excludes)
        add("offered beside", products.filter { $0.upsells.contains(product.key) }.map(\.key))
        add("can be added to", products.filter { $0.addOns.contains(product.key) }.map(\.key))
        add("part of", products.filter { $0.bundle.contains { $0.product == product.key } }.map(\.key))
        for group in shelf.catalog.contents.groups where group.products.contains(product.key) {
            let isDefault = group.defaultProduct == product.key
            rows.append([
                "in group \(group.key)", isDefault ? "what one has who chose nothing" : OneLine.of(group.name),
            ])
        }
        return rows
    }

    // MARK: - A price

    private func text(of price: Price) -> String {
        let name = price.name.map { "  \(OneLine.of($0))" } ?? ""
        let title = "\(product.reference(to: price))\(name)\n"
        let facts = facts(of: price).map { "  \($0[0]): \($0[1])\n" }.joined()
        return title + facts + tiers(of: price)
    }

    private func facts(of price: Price) -> [[String]] {
        var facts = [["costs", isTiered(price) ? "by the tiers below" : shelf.words(price)]]
        if isTiered(price), let interval = price.interval { facts.append(["paid", "every \(interval)"]) }
        if let reason = shelf.reasonNotSold(product, price) { facts.append(["on \(shelf.day)", reason]) }
        if let trial = price.trial {
            let needs = trial.requiresPaymentMethod ? "a payment method is needed" : "no payment method is needed"
            facts.append(["trial", "\(CalendarDuration(trial.days, .day)), \(needs)"])
        }
        if !price.setupFees.isEmpty { facts.append(["once to set up", PriceWords.list(price.setupFees)]) }
        for (country, amounts) in price.countries.sorted(by: { $0.key.code < $1.key.code }) {
            facts.append(["buyers in \(country)", PriceWords.list(amounts)])
        }
        let tax = price.tax ?? shelf.catalog.contents.tax
        facts.append(["tax", tax == .inclusive ? "is in it" : "is added to it"])
        if let quantities = price.quantities {
            let unit = price.unit.map { " " + PriceWords.plural($0, quantities.upperBound) } ?? ""
            facts.append(["in an order", ProductView.words(quantities) + unit])
        }
        if let from = price.availableFrom { facts.append(["sold from", "\(from)"]) }
        if let until = price.availableUntil { facts.append(["sold until", "\(until)"]) }
        if let change = shelf.nextChange(of: price) {
            let existing = change.existing.map { "; \(Shelf.words($0))" } ?? ""
            facts.append(["next", "\(PriceWords.list(change.amounts)) from \(change.effective) on\(existing)"])
        }
        for (provider, id) in price.adopted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            facts.append(["at \(provider)", id])
        }
        return facts
    }

    private func isTiered(_ price: Price) -> Bool {
        switch price.scheme {
        case .graduated, .volume: true
        case .perUnit, .rate, .package, .custom, .free: false
        }
    }

    private func tiers(of price: Price) -> String {
        let tiers: [PriceTier]
        let title: String
        let unit = PriceWords.unit(of: price, meters: shelf.catalog.contents.meters) ?? "unit"
        switch price.scheme {
        case .graduated(let all): (tiers, title) = (all, "each \(unit) at the tier it falls into")
        case .volume(let all): (tiers, title) = (all, "all at the tier of the whole quantity")
        case .perUnit, .rate, .package, .custom, .free: return ""
        }
        let rows = tiers.indices.map { index in
            [
                PriceWords.range(tiers[index], after: index > 0 ? tiers[index - 1] : nil),
                PriceWords.list(tiers[index].each),
                tiers[index].flat.isEmpty ? "-" : PriceWords.list(tiers[index].flat),
            ]
        }
        let table = TextTable.render([PriceWords.plural(unit, 2).uppercased(), "EACH", "ONCE"], rows)
        return "  \(title):\n" + table.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    private func section(_ title: String, _ rows: [[String]]) -> String {
        guard let first = rows.first else { return "" }
        let table = TextTable.render(first, Array(rows.dropFirst()))
        return "\n\(title)\n" + table.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}

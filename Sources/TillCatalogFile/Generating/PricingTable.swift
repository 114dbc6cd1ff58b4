import TillModel

/// A table of prices in Markdown, for a README or a website.
enum PricingTable {
    static func text(_ catalog: Catalog, header: GeneratedHeader) -> String {
        var text = "<!-- \(header.sentence) -->\n\n| Product | Price | What you get |\n|---|---|---|\n"
        for product in catalog.productsForSale {
            for (index, price) in product.prices.enumerated() {
                let name = index == 0 ? title(product) : ""
                text += "| \(name) | \(cost(price, catalog)) | \(index == 0 ? gives(product, catalog) : "") |\n"
            }
        }
        return text
    }

    private static func title(_ product: Product) -> String {
        let name =
            product.url.map { "[\(MarkdownText.escaped(product.name))](<\(address($0))>)" }
            ?? MarkdownText.escaped(product.name)
        return "**\(name)**" + (product.badge.map { " *\(MarkdownText.escaped($0))*" } ?? "")
    }

    private static func cost(_ price: Price, _ catalog: Catalog) -> String {
        var parts = [MarkdownText.escaped(PriceWords.all(price, meters: catalog.contents.meters))]
        if let name = price.name { parts[0] = "\(MarkdownText.escaped(name)): \(parts[0])" }
        if let days = price.trialDays { parts.append("the first \(CalendarDuration(days, .day)) free") }
        if !price.setupFees.isEmpty { parts.append("\(PriceWords.list(price.setupFees)) once to set up") }
        if let from = price.availableFrom { parts.append("sold from \(from) on") }
        if let until = price.availableUntil { parts.append("sold until \(until)") }
        parts += price.changes.map { "\(PriceWords.list($0.amounts)) from \($0.effective) on" }
        return parts.joined(separator: "<br>")
    }

    private static func gives(_ product: Product, _ catalog: Catalog) -> String {
        let names = Dictionary(
            FeatureNames.all(in: catalog).map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
        var parts = product.details.map { [MarkdownText.escaped($0)] } ?? []
        parts += product.features.map { feature in
            MarkdownText.escaped((feature.limit.map { "\($0) " } ?? "") + (names[feature.key] ?? feature.key))
        }
        parts += product.credits.map { grant in
            let name = catalog.contents.credits.first { $0.key == grant.credit }?.name ?? grant.credit
            return MarkdownText.escaped("\(grant.amount) \(name)\(grant.lasts.map { " for \($0)" } ?? "")")
        }
        parts += product.bundle.map { item in
            MarkdownText.escaped("\(item.quantity) × \(catalog.product(item.product)?.name ?? item.product)")
        }
        return parts.joined(separator: "<br>")
    }

    /// An address that stays inside its pointed brackets and its cell.
    private static func address(_ url: String) -> String {
        OneLine.of(url).reduce(into: "") { result, character in
            switch character {
            case "<": result += "%3C"
            case ">": result += "%3E"
            case "|": result += "%7C"
            case "\\": result += "%5C"
            case " ": result += "%20"
            default: result.append(character)
            }
        }
    }
}

extension Catalog {
    /// What lists show, in their order: lower numbers first, then the file's order.
    var productsForSale: [Product] {
        products.enumerated().filter { $0.element.isEnabled && $0.element.isVisible }
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }
}

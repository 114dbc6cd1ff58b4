import TillModel

/// A catalog in a few lines, for golden cases: only what is not as it is by default.
enum CatalogSummary {
    static func text(_ catalog: Catalog) -> String {
        let providers = catalog.providers.map(\.rawValue).joined(separator: ", ")
        var lines = ["providers: \(providers); default \(catalog.defaultProvider)"]
        for product in catalog.products {
            lines.append("\(product.key): \(quoted(product.name))" + attributes(product))
            lines += product.prices.map { "  \(product.reference(to: $0)): \(text($0))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ price: Price) -> String {
        price.amounts.map(\.description).joined(separator: " | ")
            + (price.interval.map { " every \($0)" } ?? "") + (price.trialDays.map { ", trial \($0) days" } ?? "")
    }

    private static func attributes(_ product: Product) -> String {
        var parts: [String] = []
        if product.type != product.key { parts.append("type=\(quoted(product.type))") }
        if let details = product.details { parts.append("details=\(quoted(details))") }
        if let duration = product.duration { parts.append("duration=\(duration)") }
        if !product.upsells.isEmpty { parts.append("upsells=\(product.upsells.joined(separator: ","))") }
        if let badge = product.badge { parts.append("badge=\(quoted(badge))") }
        let features = product.features.map { $0.key + ($0.limit.map { ":\($0)" } ?? "") }
        if !features.isEmpty { parts.append("features=\(features.joined(separator: ","))") }
        if let image = product.image { parts.append("image=\(image)") }
        if let url = product.url { parts.append("url=\(url)") }
        for (key, value) in product.metadata.sorted(by: { $0.key < $1.key }) {
            parts.append("metadata.\(key)=\(quoted(value))")
        }
        if !product.isEnabled { parts.append("disabled") }
        if !product.isVisible { parts.append("hidden") }
        for (provider, id) in product.adopted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            parts.append("\(provider)=\(id)")
        }
        return parts.map { " " + $0 }.joined()
    }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\n", with: "\\n") + "\"" }
}

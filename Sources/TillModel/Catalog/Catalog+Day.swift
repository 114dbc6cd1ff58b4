extension Catalog {
    /// The catalog as it is sold on a day: at that day's amounts, without prices that are not sold then.
    ///
    /// A product that has no price on that day is not for sale. Where nothing depends on the day, it is the same
    /// catalog.
    package func sold(on day: CalendarDate) -> Catalog {
        guard isDated else { return self }
        var contents = contents
        for position in contents.products.indices where contents.products[position].prices.contains(where: \.isDated) {
            let prices = contents.products[position].prices.filter { $0.isAvailable(on: day) }
            if prices.isEmpty {
                contents.products[position].isEnabled = false
            } else {
                contents.products[position].prices = prices.map { $0.sold(on: day) }
            }
        }
        return Catalog(contents, contentHash: contentHash)
    }

    /// Whether it is sold otherwise on other days.
    package var isDated: Bool { products.contains { $0.prices.contains(where: \.isDated) } }
}

extension Price {
    /// Whether it is sold otherwise on other days.
    fileprivate var isDated: Bool {
        guard hasTraits else { return false }
        let traits = traits
        return traits.availableFrom != nil || traits.availableUntil != nil || !traits.changes.isEmpty
    }

    /// The price with a day's amounts, and the changes that come after it.
    fileprivate func sold(on day: CalendarDate) -> Price {
        var traits = traits
        // Each change says for itself what becomes of those who subscribed before it.
        if let latest = traits.changes.last(where: { $0.effective <= day }) { traits.existing = latest.existing }
        traits.changes.removeAll { $0.effective <= day }
        return Price(
            key: key, amounts: amounts(on: day, in: nil), interval: interval, trial: trial, scheme: scheme,
            traits: traits)
    }
}

/// What may be in one cart together.
struct CartRules {
    let catalog: Catalog

    /// Checks lines that are each for sale.
    func check(_ lines: [CartLine], owned: Set<String>) throws(QuoteError) {
        for line in lines { try checkQuantities(of: line, among: lines) }
        let keys = Set(lines.map(\.product.key))
        for line in lines {
            try checkCompanions(of: line, keys, owned: owned)
            try checkExclusions(of: line, keys)
        }
        try checkGroups(lines)
        try checkIntervals(lines)
    }

    private func checkQuantities(of line: CartLine, among lines: [CartLine]) throws(QuoteError) {
        // A meter's reading is expected, not chosen.
        guard !line.isMetered else { return }
        let chosen = lines.filter { $0.product.key == line.product.key && !$0.isMetered }
        let ofPrice = chosen.filter { $0.price.key == line.price.key }
        for (name, allowed, counted) in [
            (line.product.key, line.product.quantities, chosen), (line.reference, line.price.quantities, ofPrice),
        ] {
            let quantity = counted.reduce(0) { $0 + $1.quantity }
            guard let allowed, !(Int64(allowed.lowerBound)...Int64(allowed.upperBound)).contains(quantity) else {
                continue
            }
            throw QuoteError(
                .quantityNotAllowed,
                "One order may have \(Self.text(allowed)) of '\(name)', not \(quantity).",
                field: "\(line.field).quantity")
        }
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        return range.upperBound == .max
            ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }

    private func checkCompanions(of line: CartLine, _ keys: Set<String>, owned: Set<String>) throws(QuoteError) {
        let required = line.product.requires
        guard !required.isEmpty, !required.contains(where: { keys.contains($0) || owned.contains($0) }) else { return }
        throw QuoteError(
            .requiresProduct,
            "'\(line.product.key)' is sold only with, or to owners of, \(Self.list(required)).",
            field: "\(line.field).product")
    }

    private func checkExclusions(of line: CartLine, _ keys: Set<String>) throws(QuoteError) {
        guard let other = line.product.excludes.first(where: { $0 != line.product.key && keys.contains($0) }) else {
            return
        }
        throw QuoteError(
            .excludedProduct, "'\(line.product.key)' and '\(other)' cannot be in the same order.",
            field: "\(line.field).product")
    }

    private func checkGroups(_ lines: [CartLine]) throws(QuoteError) {
        for group in catalog.contents.groups {
            var chosen: String?
            for line in lines where group.products.contains(line.product.key) {
                if let chosen, chosen != line.product.key {
                    throw QuoteError(
                        .onePerGroup,
                        "Of '\(group.name)' one has one at a time: '\(chosen)' or '\(line.product.key)'.",
                        field: "\(line.field).product")
                }
                chosen = line.product.key
            }
        }
    }

    /// Everything that renews must renew together.
    private func checkIntervals(_ lines: [CartLine]) throws(QuoteError) {
        guard Set(lines.compactMap(\.price.interval)).count <= 1 else {
            throw QuoteError(
                .mixedSubscription, "Items that renew at different intervals need an order each.", field: "items")
        }
    }

    private static func list(_ keys: [String]) -> String {
        let quoted = keys.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}

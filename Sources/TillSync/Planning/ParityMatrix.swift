import TillModel

/// What each price comes to at each provider, side by side.
package struct ParityMatrix: Sendable, Hashable {
    /// What one provider has for a price.
    package enum Cell: Sendable, Hashable {
        /// It is sold for that; nil where it has no single amount.
        case sells(PriceTerms?)
        /// The provider cannot have it; the sentence says why.
        case cannot(String)
        /// The file does not sell it there.
        case absent
    }

    /// One price.
    package struct Row: Sendable, Hashable {
        package let key: CatalogObjectKey
        /// By provider, in the matrix's order.
        package let cells: [Cell]

        /// Whether two providers would take different amounts of the same currency.
        package var disagrees: Bool {
            var amounts: [Currency: Set<Money>] = [:]
            for case .sells(let terms?) in cells { amounts[terms.amount.currency, default: []].insert(terms.amount) }
            return amounts.values.contains { $0.count > 1 }
        }
    }

    package let providers: [ProviderName]
    package let rows: [Row]

    /// - `desired`: What the file wants, by provider.
    package init(_ desired: [(provider: ProviderName, objects: [CatalogObject])]) {
        providers = desired.map(\.provider)
        let prices = desired.map { side in
            Dictionary(side.objects.filter { $0.key.kind == .price }.map { ($0.key, $0) }) { first, _ in first }
        }
        rows = Set(prices.flatMap(\.keys)).sorted().map { key in
            Row(
                key: key,
                cells: prices.map { side in
                    guard let object = side[key] else { return .absent }
                    return object.unsupported.map(Cell.cannot) ?? .sells(object.terms)
                })
        }
    }
}

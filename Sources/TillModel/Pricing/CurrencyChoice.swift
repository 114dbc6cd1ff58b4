/// In which currency a cart is paid.
struct CurrencyChoice {
    let day: CalendarDate
    let country: Country?

    /// The currency that a cart names, else the first in which every line is sold.
    ///
    /// A country's own currency comes first, then the first line's default. Nil when nothing on it says any: then
    /// everything is free.
    func currency(named code: String?, for lines: [CartLine]) throws(QuoteError) -> Currency? {
        let offers = lines.map { (line: $0, currencies: offered($0.price)) }
        if let code {
            guard let currency = Currency(code: code) else {
                throw QuoteError(.currencyNotOffered, "'\(code.prefix(80))' is not a currency.", field: "currency")
            }
            for (line, currencies) in offers {
                guard let currencies, !currencies.contains(currency) else { continue }
                throw QuoteError(
                    .currencyNotOffered,
                    "'\(line.reference)' is sold in \(Self.list(currencies)), not in \(currency).",
                    field: "currency")
            }
            return currency
        }
        let priced = offers.compactMap { offer in offer.currencies.map { (line: offer.line, currencies: $0) } }
        guard let first = priced.first else { return nil }
        let ownFirst = priced.filter { isOfCountry($0.line.price) }.flatMap(\.currencies) + first.currencies
        guard
            let currency = ownFirst.first(where: { candidate in
                priced.allSatisfy { $0.currencies.contains(candidate) }
            })
        else {
            let offered = priced.map { "'\($0.line.reference)' in \(Self.list($0.currencies))" }
            throw QuoteError(
                .currencyNotOffered,
                "There is no currency in which all of it is sold: \(offered.joined(separator: ", ")).",
                field: "currency")
        }
        return currency
    }

    private func isOfCountry(_ price: Price) -> Bool { country.map { price.countries[$0] != nil } ?? false }

    /// The currencies a price can be paid in, the default first; nil for all of them.
    private func offered(_ price: Price) -> [Currency]? {
        let listed = price.amounts(on: day, in: country).map(\.currency)
        let ofScheme: [Currency]
        switch price.scheme {
        case .free: return price.setupFees.isEmpty ? nil : price.setupFees.map(\.currency)
        case .perUnit, .package: ofScheme = listed
        case .rate(let rates): ofScheme = rates.map(\.currency)
        case .graduated(let tiers), .volume(let tiers): ofScheme = Self.offered(by: tiers)
        case .custom(let bounds): ofScheme = bounds.minimum.map(\.currency)
        }
        // A fee that is not known in a currency is never forgotten: the price is not sold in that currency.
        let sold = ofScheme.filter { currency in
            price.setupFees.isEmpty || price.setupFees.contains { $0.currency == currency }
        }
        return listed.filter(sold.contains) + sold.filter { !listed.contains($0) }
    }

    private static func offered(by tiers: [PriceTier]) -> [Currency] {
        (tiers.first?.each ?? []).map(\.currency).filter { currency in
            tiers.allSatisfy { tier in
                tier.each.contains { $0.currency == currency }
                    && (tier.flat.isEmpty || tier.flat.contains { $0.currency == currency })
            }
        }
    }

    private static func list(_ currencies: [Currency]) -> String {
        currencies.isEmpty ? "none" : currencies.map(\.code).joined(separator: ", ")
    }
}

import TillModel

/// What may stand under a key, in words.
struct ValueWords: Sendable {
    /// How a map is named: with a link on a page, without one in a terminal.
    let name: @Sendable (MapSchema) -> String

    /// The words for a value.
    func words(_ value: ValueSchema) -> String {
        switch value {
        case .text: "text"
        case .truth: "`true` or `false`"
        case .wholeNumber(let range) where range.count == 1: "`\(range.lowerBound)`"
        case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .percentage: "a number of percents"
        case .money: "an amount such as `99.00 USD`"
        case .rate: "an amount such as `99.00 USD`"
        case .minorUnits: "a whole number of the smallest units"
        case .currency: "a currency such as `USD`"
        case .interval: "`day`, `week`, `month`, `year`, or a number of them such as `3 months`"
        case .duration: "a length of time such as `30 days`"
        case .date: "a day such as `2027-01-01`"
        case .language: "a language such as `pt-BR`"
        case .timeZone: "a time zone"
        case .key: "a key"
        case .country: "a country such as `DE`"
        case .provider: KeyNames.list(ProviderName.known.map(\.rawValue), "or")
        case .address: "a web address"
        case .path: "the path of a file"
        case .remoteID: "an id of the provider's"
        case .reference(let section): reference(section)
        case .words(let words): KeyNames.list(words.map(\.word), "or")
        case .list(let item): "a list: each \(self.words(item))"
        case .table(let keys, let item): "a map from \(key(keys)) to \(self.words(item))"
        case .map(let map): name(map)
        case .partialFile: name(.overlay)
        case .either(let forms): forms.map(self.words).joined(separator: ", or ")
        }
    }

    private func reference(_ section: ValueSchema.Section) -> String {
        switch section {
        case .product: "the key of a product"
        case .price: "the key of a price"
        case .productOrPrice: "the key of a product, or both keys of a price such as `pro/yearly`"
        case .feature: "the key of a feature"
        case .meter: "the key of a meter"
        case .credit: "the key of a kind of credit"
        }
    }

    private func key(_ keys: ValueSchema.TableKeys) -> String {
        switch keys {
        case .key: "a key"
        case .code: "a code"
        case .language: "a language"
        case .country: "a country"
        case .region: "a country or region"
        case .provider: "a provider"
        case .text: "a name"
        }
    }
}

/// What a lock remembers of one provider.
package struct LockedProvider: Sendable, Hashable {
    /// Whose objects they are: the provider's name for the account; nil where it has no way to ask.
    package var account: String?
    /// Whether money is real there.
    package var mode: Mode
    /// The version of the provider's words in which they were pushed.
    package var version: String
    /// What stands for each thing of the catalog.
    package var objects: [CatalogObjectKey: AppliedObject]
    /// What stood for one once.
    package var retired: [RetiredObject]

    package init(
        account: String? = nil, mode: Mode, version: String, objects: [CatalogObjectKey: AppliedObject] = [:],
        retired: [RetiredObject] = []
    ) {
        self.account = account
        self.mode = mode
        self.version = version
        self.objects = objects
        self.retired = retired
    }
}

extension RemoteIDs {
    /// The view of what a lock remembers of each provider.
    package init(_ providers: [ProviderName: LockedProvider]) {
        self.init(
            prices: providers.mapValues(\.prices), others: providers.mapValues(\.otherPrices))
    }
}

extension LockedProvider {
    /// The prices that have one amount, by their references.
    fileprivate var prices: [String: RemoteIDs.SyncedPrice] {
        var prices: [String: RemoteIDs.SyncedPrice] = [:]
        for (key, object) in objects where key.kind == .price {
            guard let terms = object.terms else { continue }
            prices[key.name] = RemoteIDs.SyncedPrice(id: object.id, amount: terms.amount, interval: terms.interval)
        }
        return prices
    }

    /// The references of the other prices by their ids; of what an id stood for twice, the later one.
    fileprivate var otherPrices: [String: String] {
        var references: [String: String] = [:]
        for object in retired.sorted(by: { $0.until < $1.until }) where object.key.kind == .price {
            references[object.id] = object.key.name
        }
        for (key, object) in objects where key.kind == .price && object.terms == nil {
            references[object.id] = key.name
        }
        return references
    }
}

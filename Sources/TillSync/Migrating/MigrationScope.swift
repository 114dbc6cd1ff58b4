import TillModel

/// Which earlier prices of a provider the file wants to be left behind, and which it does not.
///
/// Pure.
package struct MigrationScope: Sendable, Hashable {
    /// An earlier price that subscriptions are to leave.
    package struct Departure: Sendable, Hashable {
        package let key: CatalogObjectKey
        /// The provider's id of the earlier price.
        package let from: String
        /// The provider's id of what stands for the price now.
        package let to: String
        package let existing: ExistingSubscribers
    }

    /// A price whose subscriptions all stay, and why: a sentence for a person.
    package struct LeftAlone: Sendable, Hashable {
        package let name: String
        package let reason: String

        package init(name: String, reason: String) {
            self.name = name
            self.reason = reason
        }
    }

    package let departures: [Departure]
    package let leftAlone: [LeftAlone]

    /// - `desired`: What the file wants at the provider.
    /// - `locked`: What the lock remembers of it.
    /// - `isMeant`: Whether a price is meant, by its name.
    /// - `from`: The only earlier prices that are meant, by their ids; empty for all.
    package init(
        _ desired: [CatalogObject], locked: LockedProvider, isMeant: (String) -> Bool, from: [String] = []
    ) {
        var departures: [Departure] = []
        var leftAlone: [LeftAlone] = []
        for object in desired.sorted(by: { $0.key < $1.key }) where object.key.kind == .price {
            guard isMeant(object.key.name) else { continue }
            let former = object.formerName.map { CatalogObjectKey(.price, $0) }
            let current = locked.objects[object.key]
            let earlier = locked.retired.filter { retired in
                (retired.key == object.key || retired.key == former) && retired.id != current?.id
                    && (from.isEmpty || from.contains(retired.id))
            }
            guard !earlier.isEmpty else { continue }
            func leave(_ reason: String) { leftAlone.append(LeftAlone(name: object.key.name, reason: reason)) }
            guard let current, said(current.fields) == said(object.fields) else {
                leave("it has changed in the file since it was synced; run `catalog sync` first")
                continue
            }
            guard current.verifiedAt != nil else {
                leave("the provider was not seen to have it as it was synced; run `catalog sync` first")
                continue
            }
            switch object.existing {
            case nil where object.terms.map({ $0.interval == nil }) ?? false: continue
            case nil: leave("the file does not say what becomes of them; give it `existing:`")
            case .keep?: leave("`existing: keep`: they keep what they agreed to")
            case .atRenewal?, .on?:
                guard let existing = object.existing else { continue }
                departures += earlier.sorted { ($0.until, $0.id) < ($1.until, $1.id) }.map {
                    Departure(key: object.key, from: $0.id, to: current.id, existing: existing)
                }
            }
        }
        self.departures = departures
        self.leftAlone = leftAlone
    }
}

/// The fields that say something: an empty one is as good as none.
private func said(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
    fields.filter { $0.value != .nothing }
}

import TillModel

/// A name by which a provider, and a team's own code, know a price, and that a write of ours puts another in place of.
package struct LookupKeyChange: Sendable, Hashable {
    package let key: CatalogObjectKey
    /// The provider's id of the price that has the name now.
    package let id: String
    package let before: String
    package let after: String

    /// nil where nothing is put in its place, or where it is a name of our own.
    ///
    /// - `marker`: What is written for the key.
    package init?(
        _ object: RemoteCatalogObject, marked marker: OwnershipMarker, at publisher: any CatalogPublishing
    ) {
        guard let before = object.lookupKey, let named = publisher as? any CatalogExamining,
            let after = named.lookupKey(of: marker), before != after,
            object.marker.flatMap(named.lookupKey) != before
        else { return nil }
        self.key = marker.key
        self.id = object.id
        self.before = before
        self.after = after
    }

    /// One sentence for a person, without a full stop.
    package var sentence: String {
        "\(id) has the lookup key '\(before)', and \(key) has '\(after)' from then on: change it wherever your code "
            + "uses '\(before)'"
    }
}

extension SyncPlan {
    /// The names that the plan's writes put others in place of.
    package func lookupKeyChanges(owner: String, at publisher: any CatalogPublishing) -> [LookupKeyChange] {
        changes.compactMap { change in
            guard change.key.kind == .price, let remote = change.remote else { return nil }
            switch change.action {
            case .update, .adopt, .restore, .replace:
                return LookupKeyChange(
                    remote, marked: OwnershipMarker(owner: owner, key: change.key, generation: change.generation),
                    at: publisher)
            case .create, .archive, .lockOnly, .manual, .blocked, .noop: return nil
            }
        }
    }
}

extension Adoption {
    /// The name that is lost when the object is marked as ours; nil where none is.
    ///
    /// - Throws: Never in practice: what an object holds can be written as JSON.
    package func lookupKeyChange(at publisher: any CatalogPublishing) throws -> LookupKeyChange? {
        guard object.key.kind == .price, let marker = try write().marker else { return nil }
        return LookupKeyChange(remote, marked: marker, at: publisher)
    }
}

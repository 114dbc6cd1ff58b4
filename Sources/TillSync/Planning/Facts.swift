import TillModel

/// What is known of one object that the file wants.
struct Facts {
    let object: CatalogObject
    let base: AppliedObject?
    let current: RemoteCatalogObject?
    let surplus: [RemoteCatalogObject]

    /// The fields in which the provider's object is not as the file wants it, by name.
    var differences: [String] {
        guard let current else { return [] }
        return object.fields.keys.filter { name in
            object.fields[name].flatMap(\.something) != current.fields[name].flatMap(\.something)
        }.sorted()
    }

    /// Whether the object has to be told whose it is, or what it is called now.
    func isUnmarked(by owner: String) -> Bool {
        guard let current else { return false }
        guard let marker = current.marker else { return base == nil }
        return marker.owner != owner || marker.key != object.key
    }

    func change(
        _ action: SyncAction, _ verdict: Verdict, affects: Affected? = nil, fields: [String] = [], reason: String
    ) -> PlannedChange {
        let before = max(base?.generation ?? 0, current?.marker?.generation ?? 0)
        let makesAnother = action == .create || action == .replace
        return PlannedChange(
            key: object.key, action: action, verdict: verdict,
            affects: affects ?? (makesAnother || action == .restore ? .newBuyers : .nobody), remote: current,
            desired: object, generation: makesAnother ? before + 1 : max(before, 1), fields: fields,
            surplus: action == .blocked ? [] : surplus, reason: reason)
    }
}

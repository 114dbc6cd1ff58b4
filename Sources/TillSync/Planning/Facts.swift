import TillModel

/// What is known of one object that the file wants.
struct Facts {
    let object: CatalogObject
    /// What the file wants, with the ids of the objects that it points at, as far as they are there.
    let wanted: [String: CatalogValue]
    let base: AppliedObject?
    /// The three sides with the keys of the objects that they point at, under the names that those have now: an object
    /// that was replaced or renamed is no other one.
    let sides: Sides
    let current: RemoteCatalogObject?
    let surplus: [RemoteCatalogObject]

    /// The fields in which the provider's object is not as the file wants it, by name.
    var differences: [String] {
        guard let current else { return [] }
        return names.filter { name in
            wanted[name].flatMap(\.something) != current.fields[name].flatMap(\.something)
        }.sorted()
    }

    /// Who changed it since it was pushed last.
    var verdict: Verdict {
        let verdict = Verdict(base: sides.base, local: sides.local, remote: sides.remote)
        // What a run wrote that was cut off is not in the lock, but it is no work of somebody else's either.
        return verdict == .conflict && isAsWeWroteIt ? .pending : verdict
    }

    /// Whether nobody has changed the provider's object since we wrote it.
    private var isAsWeWroteIt: Bool {
        guard let current, let hash = current.marker?.contentHash, !hash.isEmpty else { return false }
        return hash == (try? ContentDigest.of(current.fields.filter { names.contains($0.key) }))
    }

    /// What is ours of it: what the file says, and what it said when it was pushed last.
    private var names: Set<String> { Set(wanted.keys).union((base?.fields ?? [:]).keys) }

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

    /// Whether an object holds what the file wants.
    func isWanted(_ object: RemoteCatalogObject) -> Bool {
        wanted.allSatisfy { $0.value.something == object.fields[$0.key].flatMap(\.something) }
    }

    /// An object that stood for the key before is made active again, and what stands for it now is archived.
    func restoring(
        _ former: RemoteCatalogObject, insteadOf current: RemoteCatalogObject?, _ change: PlannedChange
    ) -> PlannedChange {
        PlannedChange(
            key: object.key, action: .restore, verdict: change.verdict, affects: .newBuyers, remote: former,
            desired: object, generation: change.generation, fields: [],
            surplus: surplus + [current].compactMap { $0 }.filter { $0.isActive && $0.id != former.id },
            reason: "\(former.id) stood for it before and is as it should be")
    }
}

/// What an object holds in the three places.
struct Sides {
    let base: [String: CatalogValue]?
    let local: [String: CatalogValue]
    let remote: [String: CatalogValue]?
}

import TillModel

/// Works out what would bring one provider in step with the file.
///
/// Pure: the same three sides give the same plan. It never plans to touch an object that is neither marked as ours nor
/// listed in the lock.
package struct Planner {
    private let owner: String
    private let manifest: CatalogManifest
    private let choices: SyncChoices
    private let applied: [CatalogObjectKey: AppliedObject]
    /// Every object that is ours, by what it stands for; several where an interruption or a person left more.
    private let remote: [CatalogObjectKey: [RemoteCatalogObject]]
    private let all: [RemoteCatalogObject.Handle: RemoteCatalogObject]
    private let names: PointerNames
    /// Active objects without a marker, by what they are known by all the same.
    private let nameless: [Named: RemoteCatalogObject]

    /// - `owner`: The catalog's name in the markers.
    /// - `applied`: What the lock remembers.
    /// - `observed`: Everything that the provider has, ours or not.
    package static func plan(
        owner: String, desired: [CatalogObject], applied: [CatalogObjectKey: AppliedObject],
        observed: [RemoteCatalogObject], manifest: CatalogManifest, choices: SyncChoices = SyncChoices()
    ) -> SyncPlan {
        let planner = Planner(
            owner: owner, desired: desired, applied: applied, observed: observed, manifest: manifest, choices: choices)
        return planner.plan(desired, observed)
    }

    private init(
        owner: String, desired: [CatalogObject], applied: [CatalogObjectKey: AppliedObject],
        observed: [RemoteCatalogObject],
        manifest: CatalogManifest, choices: SyncChoices
    ) {
        self.owner = owner
        self.manifest = manifest
        self.choices = choices
        self.applied = applied
        nameless = Dictionary(
            observed.compactMap { object in
                guard object.isActive, object.marker == nil,
                    let identity = manifest.abilities[object.kind]?.identity, let name = object.fields[identity]
                else { return nil }
                return (Named(kind: object.kind, name: name), object)
            }
        ) { first, _ in first }
        all = Dictionary(observed.map { ($0.handle, $0) }) { first, _ in first }
        let locked = Dictionary(
            applied.map { (RemoteCatalogObject.Handle(kind: $0.kind, id: $1.id), $0) }
        ) { min($0, $1) }
        remote = Dictionary(
            grouping: observed.compactMap { object -> (CatalogObjectKey, RemoteCatalogObject)? in
                if let key = locked[object.handle] { return (key, object) }
                guard let marker = object.marker, marker.owner == owner else { return nil }
                return (marker.key, object)
            }, by: \.0
        ).mapValues { $0.map(\.1) }
        names = PointerNames(
            // The id of what a product shows first is the product's own.
            keys: Dictionary(
                remote.filter { $0.key.kind != .defaultPrice }.flatMap { key, objects in
                    objects.map { ($0.id, key) }
                }
            ) { first, _ in first },
            renamed: Dictionary(
                desired.compactMap { object in
                    object.formerName.map { (CatalogObjectKey(object.key.kind, $0), object.key) }
                }
            ) { first, _ in first })
    }

    private func plan(_ desired: [CatalogObject], _ observed: [RemoteCatalogObject]) -> SyncPlan {
        let wanted = Dictionary(desired.map { ($0.key, $0) }) { first, _ in first }
        let renamed = Set(
            desired.compactMap { object in object.formerName.map { CatalogObjectKey(object.key.kind, $0) } })
        let keys = Set(wanted.keys).union(applied.keys).union(remote.keys)
        // What points at an object comes after it, and has to know whether that one stays.
        var staying: [CatalogObjectKey: String] = [:]
        var changes: [PlannedChange] = []
        for key in keys.filter({ wanted[$0] != nil || !renamed.contains($0) }).sorted() {
            guard let object = wanted[key] else {
                changes.append(leftover(key))
                continue
            }
            let change = change(for: object, staying)
            changes.append(change)
            if change.action != .create && change.action != .replace { staying[key] = change.remote?.id }
        }
        let ours = Set(remote.values.joined().map(\.handle)).union(changes.compactMap { $0.remote?.handle })
        return SyncPlan(
            changes: changes.sorted { PlanOrder.comes($0, before: $1) },
            // Which price is the first one is no object of its own.
            foreign: observed.count { $0.isActive && $0.kind != .defaultPrice && !ours.contains($0.handle) })
    }

    // MARK: - What the file wants

    /// - `staying`: The ids of the objects that this one may point at and that are not replaced.
    private func change(for object: CatalogObject, _ staying: [CatalogObjectKey: String]) -> PlannedChange {
        let former = object.formerName.map { CatalogObjectKey(object.key.kind, $0) }
        let base = applied[object.key] ?? former.flatMap { applied[$0] }
        let candidates = remote[object.key, default: []] + (former.flatMap { remote[$0] } ?? [])
        let current =
            current(among: candidates.filter { mayStand($0, for: object, staying) }, locked: base?.id)
            ?? unmarked(object)
        let surplus = candidates.filter { $0.isActive && $0.id != current?.id }
        let facts = Facts(
            object: object, wanted: object.fields.mapValues { $0.resolved { staying[$0] } }, base: base,
            sides: Sides(
                base: base.map { names.named($0.fields) }, local: names.named(object.fields),
                remote: current.map { names.named($0.fields) }), current: current, surplus: surplus)
        guard let ability = manifest.abilities[object.key.kind], object.unsupported == nil else {
            let reason = manifest.refusal(of: object) ?? "the provider cannot have it"
            return facts.change(.blocked, .pending, reason: reason)
        }
        let change = judge(facts, ability)
        guard choices.reuses, change.action == .create || change.action == .replace, ability.canRestore,
            let former = candidates.first(where: { !$0.isActive && facts.isWanted($0) })
        else { return change }
        return facts.restoring(former, insteadOf: current, change)
    }

    /// Whether an object can be the one for its key: which price comes first is said by that product alone which stands
    /// for its own key, and by none that an interruption left behind.
    private func mayStand(
        _ candidate: RemoteCatalogObject, for object: CatalogObject, _ staying: [CatalogObjectKey: String]
    ) -> Bool {
        guard object.key.kind == .defaultPrice, case .reference(let product)? = object.fields["product"] else {
            return true
        }
        return candidate.id == staying[product]
    }

    /// The object that the file adopts, or that carries the name which only this one can have.
    private func unmarked(_ object: CatalogObject) -> RemoteCatalogObject? {
        let kind = object.key.kind
        if let id = object.adoptedID { return all[RemoteCatalogObject.Handle(kind: kind, id: id)] }
        guard let identity = manifest.abilities[kind]?.identity, let name = object.fields[identity] else { return nil }
        return nameless[Named(kind: kind, name: name)]
    }

    /// An object's kind and the name that only one active object of its kind can have.
    private struct Named: Hashable {
        let kind: CatalogObjectKey.Kind
        let name: CatalogValue
    }

    /// The object that stands for a key now: the lock's, else the newest that is active, else the newest.
    private func current(among candidates: [RemoteCatalogObject], locked: String?) -> RemoteCatalogObject? {
        func isOlder(_ left: RemoteCatalogObject, _ right: RemoteCatalogObject) -> Bool {
            (left.isActive ? 1 : 0, left.marker?.generation ?? 0, right.id)
                < (right.isActive ? 1 : 0, right.marker?.generation ?? 0, left.id)
        }
        let newest = candidates.max(by: isOlder)
        guard let own = candidates.first(where: { $0.id == locked }) else { return newest }
        // A replacement that was interrupted made its new object before it could tell the lock.
        guard let newest, newest.isActive, let made = newest.marker?.generation, let had = own.marker?.generation,
            made > had
        else { return own }
        return newest
    }

    private func judge(_ facts: Facts, _ ability: CatalogManifest.Ability) -> PlannedChange {
        let object = facts.object
        guard let current = facts.current else {
            let isGone = facts.base != nil
            return facts.change(
                ability.canWrite ? .create : .manual, isGone ? .drift : .pending,
                reason: isGone ? "it is gone at the provider" : "it is new")
        }
        let fields = facts.differences
        let verdict = facts.verdict
        if verdict == .conflict {
            switch choices.sides[object.key] {
            case nil:
                return facts.change(
                    .blocked, verdict, fields: fields,
                    reason: "the file and the provider were both changed; choose one with --ours or --theirs")
            case .theirs:
                return facts.change(.lockOnly, verdict, fields: fields, reason: "the provider's side counts")
            case .ours: break
            }
        }
        if !fields.isEmpty { return write(facts, ability, verdict, fields) }
        if !current.isActive {
            return facts.change(
                !ability.canWrite ? .manual : ability.canRestore ? .restore : .replace, .drift,
                reason: ability.isSwitched ? "it is switched off at the provider" : "it was archived at the provider")
        }
        if ability.hasMarker, facts.isUnmarked(by: owner) {
            return facts.change(.adopt, verdict, reason: "it is there and becomes ours")
        }
        guard facts.base?.fields == object.fields, facts.base?.id == current.id, applied[object.key] != nil else {
            return facts.change(.lockOnly, verdict, reason: "it is there already; only the lock is behind")
        }
        guard facts.base?.verifiedAt != nil else {
            return facts.change(.lockOnly, verdict, reason: "it is as it should be, and is seen to be")
        }
        guard facts.surplus.isEmpty else {
            return facts.change(.archive, .same, reason: "an older object for it is still active")
        }
        return facts.change(.noop, .same, reason: "nothing differs")
    }

    /// Plans to change what differs.
    private func write(
        _ facts: Facts, _ ability: CatalogManifest.Ability, _ verdict: Verdict, _ fields: [String]
    ) -> PlannedChange {
        let isFixed = !ability.fixedFields.isDisjoint(with: fields)
        let reason = reason(facts, verdict)
        guard ability.canWrite else {
            return facts.change(
                .manual, verdict, affects: reach(facts, ability, fields), fields: fields, reason: reason)
        }
        let mustReplace = isFixed || !(facts.current?.isActive ?? true) && !ability.canRestore
        return facts.change(
            mustReplace ? .replace : .update, verdict, affects: reach(facts, ability, fields), fields: fields,
            reason: isFixed ? "\(reason), and what differs can never be changed" : reason)
    }

    /// Why what differs is changed.
    private func reason(_ facts: Facts, _ verdict: Verdict) -> String {
        guard verdict != .drift else {
            // What a run wrote that then saw something else is no work of somebody's.
            return facts.base?.verifiedAt == nil
                ? "it was written before, and was not seen to be so" : "somebody changed it at the provider"
        }
        guard facts.base?.fields != facts.object.fields else { return "it follows what it names" }
        return facts.base == nil ? "it is not as the file says" : "the file was changed"
    }

    /// Who notices a change of those fields.
    private func reach(_ facts: Facts, _ ability: CatalogManifest.Ability, _ fields: [String]) -> Affected {
        guard !ability.pricingFields.union(ability.fixedFields).isDisjoint(with: fields) else { return .nobody }
        switch facts.object.existing {
        case .atRenewal: return .existingAtRenewal
        case .on(let day): return .existingOnDate(day)
        case .keep, nil: break
        }
        guard ability.fixedFields.isDisjoint(with: fields) else { return .newBuyers }
        switch ability.reach {
        case .newBuyers: return .newBuyers
        case .existingAtRenewal: return .existingAtRenewal
        case .existingNow: return .existingNow
        }
    }

    // MARK: - What the file has no more

    private func leftover(_ key: CatalogObjectKey) -> PlannedChange {
        let objects = remote[key, default: []]
        let active = objects.filter(\.isActive)
        let current = current(among: active, locked: applied[key]?.id)
        func change(_ action: SyncAction, _ verdict: Verdict, reason: String, surplus: Bool = false) -> PlannedChange {
            PlannedChange(
                key: key, action: action, verdict: verdict, affects: action == .archive ? .newBuyers : .nobody,
                remote: current, desired: nil, generation: current?.marker?.generation ?? 1, fields: [],
                surplus: surplus ? active.filter { $0.id != current?.id } : [], reason: reason)
        }
        let isUnmanaged = !choices.managed.contains(key.kind)
        guard current != nil || isUnmanaged && !objects.isEmpty && manifest.abilities[key.kind]?.isSwitched == true
        else {
            guard applied[key] != nil else { return change(.noop, .same, reason: "it is archived") }
            return change(.lockOnly, .converged, reason: "it is gone from the file and from the provider")
        }
        guard !isUnmanaged else {
            return change(.noop, .same, reason: "the file does not manage any \(key.kind.rawValue)")
        }
        guard choices.prunes else {
            return change(.noop, .pending, reason: "it left the file; it is archived with --prune")
        }
        guard manifest.abilities[key.kind]?.canWrite == true else {
            return change(.manual, .pending, reason: "it left the file")
        }
        return change(.archive, .pending, reason: "it left the file", surplus: true)
    }
}

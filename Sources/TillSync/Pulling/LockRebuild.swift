import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A lock's part of one provider, made anew from what we wrote on its objects.
package struct LockRebuild: Sendable, Hashable {
    package let objects: [CatalogObjectKey: AppliedObject]
    package let retired: [RetiredObject]
    /// The kinds on which nothing can be written; what is known of those comes from the lock that was there.
    package let unmarked: [CatalogObjectKey.Kind]
    /// What the file has of those kinds and nobody knows any more.
    package let lost: [CatalogObjectKey]

    /// Works it out.
    ///
    /// - `before`: What the lock said of the same account; nil when it is lost.
    /// - `instant`: Since when what is archived is known to be.
    /// - Throws: Never in practice: what objects hold can be written as JSON.
    package init(
        owner: String, desired: [CatalogObject], observed: [RemoteCatalogObject], manifest: CatalogManifest,
        before: LockedProvider?, at instant: Date
    ) throws {
        let wanted = Dictionary(desired.map { ($0.key, $0) }) { first, _ in first }
        let ours = observed.filter { $0.marker?.owner == owner && $0.marker?.key.kind == $0.kind }
        var current: [CatalogObjectKey: RemoteCatalogObject] = [:]
        for object in ours where object.isActive || manifest.abilities[object.kind]?.isSwitched == true {
            guard let key = object.marker?.key else { continue }
            current[key] = current[key].map { Self.isNewer(object, than: $0) ? object : $0 } ?? object
        }
        let seen = Set(observed.filter(\.isActive).map(\.handle))
        let unmarked = manifest.abilities.filter { !$0.value.hasMarker }.map(\.key).sorted { $0.place < $1.place }
        var objects: [CatalogObjectKey: AppliedObject] = [:]
        for kind in unmarked {
            for (key, object) in before?.objects ?? [:]
            where key.kind == kind && seen.contains(RemoteCatalogObject.Handle(kind: kind, id: object.id)) {
                objects[key] = object
            }
        }
        let kept = objects
        lost = wanted.keys.filter { unmarked.contains($0.kind) && kept[$0] == nil }.sorted()
        let names = Dictionary(
            current.filter { $0.key.kind != .defaultPrice }.map { ($1.id, $0) } + objects.map { ($1.id, $0) }
        ) { min($0, $1) }
        let ids = Dictionary(names.map { ($1, $0) }) { first, _ in first }
        for (key, object) in current {
            objects[key] = try Self.applied(object, wanted[key], names, ids, instant)
        }
        self.unmarked = unmarked
        self.objects = objects
        retired = Self.retired(ours, objects, before, instant)
    }

    /// As the planner chooses among several.
    private static func isNewer(_ left: RemoteCatalogObject, than right: RemoteCatalogObject) -> Bool {
        (left.isActive ? 1 : 0, left.marker?.generation ?? 0, right.id)
            > (right.isActive ? 1 : 0, right.marker?.generation ?? 0, left.id)
    }

    // MARK: - What was pushed

    /// What was pushed to an object, as far as its own words tell.
    private static func applied(
        _ object: RemoteCatalogObject, _ desired: CatalogObject?, _ names: [String: CatalogObjectKey],
        _ ids: [CatalogObjectKey: String], _ instant: Date
    ) throws -> AppliedObject {
        let fields = try pushed(object, desired, names, ids)
        let isSeen = agrees(fields, object, ids)
        return AppliedObject(
            id: object.id, generation: object.marker?.generation ?? 1, fields: fields,
            terms: terms(fields, desired), verifiedAt: isSeen ? instant : nil)
    }

    private static func pushed(
        _ object: RemoteCatalogObject, _ desired: CatalogObject?, _ names: [String: CatalogObjectKey],
        _ ids: [CatalogObjectKey: String]
    ) throws -> [String: CatalogValue] {
        let hash = object.marker?.contentHash
        if let desired {
            // What was changed there since is seen as that.
            if try ContentDigest.of(desired.fields) == hash { return desired.fields }
            if agrees(desired.fields, object, ids) { return desired.fields }
        }
        let named = object.fields.mapValues { $0.named(by: names) }
        guard let desired, try ContentDigest.of(named) != hash else { return named }
        // What we never wrote must not be taken for ours, or it would be emptied.
        return named.filter { desired.fields[$0.key] != nil }
    }

    /// Whether an object holds what some fields say.
    private static func agrees(
        _ fields: [String: CatalogValue], _ object: RemoteCatalogObject, _ ids: [CatalogObjectKey: String]
    ) -> Bool {
        fields.allSatisfy { name, value in
            value.resolved { ids[$0] }.something == object.fields[name].flatMap(\.something)
        }
    }

    /// What buyers pay, where that is told in units that we know.
    private static func terms(_ fields: [String: CatalogValue], _ desired: CatalogObject?) -> PriceTerms? {
        guard let desired, let terms = desired.terms else { return nil }
        let deciding = ["amount", "currency", "recurring"]
        if deciding.allSatisfy({ fields[$0] == desired.fields[$0] }) { return terms }
        guard desired.fields["amount"] == .number(terms.amount.minorUnits),
            fields["currency"] == desired.fields["currency"], fields["recurring"] == desired.fields["recurring"],
            case .number(let units)? = fields["amount"]
        else { return nil }
        return PriceTerms(amount: Money(minorUnits: units, terms.amount.currency), interval: terms.interval)
    }

    // MARK: - What stood for a key once

    private static func retired(
        _ ours: [RemoteCatalogObject], _ objects: [CatalogObjectKey: AppliedObject], _ before: LockedProvider?,
        _ instant: Date
    ) -> [RetiredObject] {
        var retired = before?.retired ?? []
        var known = Set(retired.map { Named(key: $0.key, id: $0.id) })
        known.formUnion(objects.map { Named(key: $0, id: $1.id) })
        func add(_ key: CatalogObjectKey, _ id: String, _ generation: Int, _ reason: String) {
            guard key.kind != .defaultPrice, known.insert(Named(key: key, id: id)).inserted else { return }
            retired.append(RetiredObject(key: key, id: id, generation: generation, until: instant, reason: reason))
        }
        for object in ours.sorted(by: { $0.id < $1.id }) where !object.isActive {
            guard let marker = object.marker else { continue }
            add(marker.key, object.id, marker.generation, "it was archived when the lock was made anew")
        }
        for (key, object) in (before?.objects ?? [:]).sorted(by: { $0.key < $1.key }) {
            add(key, object.id, object.generation, "nothing there stood for it when the lock was made anew")
        }
        return retired
    }

    /// What an object stood for.
    private struct Named: Hashable {
        let key: CatalogObjectKey
        let id: String
    }
}

extension CatalogValue {
    /// The value with the keys of the objects that it names by id, as far as those are known.
    fileprivate func named(by names: [String: CatalogObjectKey]) -> CatalogValue {
        switch self {
        case .remote(let id): names[id].map(CatalogValue.reference) ?? self
        case .fields(let fields): .fields(fields.mapValues { $0.named(by: names) })
        case .list(let list): .list(list.map { $0.named(by: names) })
        default: self
        }
    }
}

import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a plan does, played on values: a provider's objects, and the lock.
struct PretendProvider {
    var objects: [String: RemoteCatalogObject] = [:]
    var lock: [CatalogObjectKey: AppliedObject] = [:]
    private(set) var writes = 0
    private var made = 0

    static let owner = "shop"

    static let manifest = CatalogManifest([
        .product: CatalogManifest.Ability(),
        .price: CatalogManifest.Ability(fixedFields: ["amount", "interval"]),
        .coupon: CatalogManifest.Ability(fixedFields: ["percent"], canRestore: false),
    ])

    /// The writes stopped before the plan was done.
    struct CutOff: Error {}

    func plan(_ desired: [CatalogObject], _ choices: SyncChoices = SyncChoices()) -> SyncPlan {
        Planner.plan(
            owner: Self.owner, desired: desired, applied: lock, observed: Array(objects.values),
            manifest: Self.manifest, choices: choices)
    }

    /// Does what a plan says, one write after another.
    ///
    /// - `most`: After how many writes it is cut off; nil for never. A write to the lock counts as one.
    mutating func apply(_ plan: SyncPlan, most: Int? = nil) throws {
        var left = most ?? .max
        func spend() throws {
            guard left > 0 else { throw CutOff() }
            left -= 1
        }
        for change in plan.changes { try apply(change, spend) }
    }

    private mutating func apply(_ change: PlannedChange, _ spend: () throws -> Void) throws {
        guard change.action != .noop, change.action != .blocked else { return }
        var id = change.remote?.id
        switch change.action {
        case .create, .replace:
            guard let desired = change.desired else { break }
            try spend()
            made += 1
            writes += 1
            let new = "made_\(made)"
            objects[new] = object(new, desired, change.generation)
            id = new
        case .update, .adopt, .restore:
            guard let desired = change.desired, let own = id else { break }
            try spend()
            writes += 1
            objects[own] = object(own, desired, change.generation)
        case .archive, .lockOnly, .manual, .blocked, .noop:
            break
        }
        if let desired = change.desired, let id {
            try spend()
            if let former = desired.formerName { lock[CatalogObjectKey(desired.key.kind, former)] = nil }
            let isTheirs = change.verdict == .conflict && change.action == .lockOnly
            let fields = isTheirs ? objects[id]?.fields ?? [:] : desired.fields
            lock[desired.key] = AppliedObject(
                id: id, generation: change.generation, fields: fields, verifiedAt: Date(timeIntervalSince1970: 0))
        }
        if change.action == .replace, let old = change.remote, old.isActive { try archive(old, spend) }
        for object in change.surplus { try archive(object, spend) }
        if change.desired == nil, change.action == .archive, let own = change.remote {
            try archive(own, spend)
            try spend()
            lock[change.key] = nil
        }
        if change.desired == nil, change.action == .lockOnly { lock[change.key] = nil }
    }

    private mutating func archive(_ object: RemoteCatalogObject, _ spend: () throws -> Void) throws {
        try spend()
        writes += 1
        objects[object.id] = RemoteCatalogObject(
            id: object.id, kind: object.kind, isActive: false, marker: object.marker, fields: object.fields)
    }

    private func object(_ id: String, _ desired: CatalogObject, _ generation: Int) -> RemoteCatalogObject {
        RemoteCatalogObject(
            id: id, kind: desired.key.kind,
            marker: OwnershipMarker(owner: Self.owner, key: desired.key, generation: generation),
            fields: desired.fields)
    }

    func active(_ key: CatalogObjectKey) -> [RemoteCatalogObject] {
        objects.values.filter { $0.isActive && $0.marker?.owner == Self.owner && $0.marker?.key == key }
    }
}

extension CatalogObject {
    static func price(
        _ name: String, _ amount: Int64, existing: ExistingSubscribers? = nil, was: String? = nil,
        adopting id: String? = nil
    ) -> CatalogObject {
        CatalogObject(
            CatalogObjectKey(.price, name), fields: ["amount": .number(amount), "name": .text(name)],
            formerName: was, existing: existing, adoptedID: id)
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An object that is there already, held against what the file wants in its place.
///
/// Pure. Every check must pass before anything is written, so that nothing of anybody else's is ever taken.
package struct Adoption: Sendable {
    /// A field in which the object is not what the file wants.
    package struct Difference: Sendable, Hashable {
        package let field: String
        package let file: CatalogValue?
        package let remote: CatalogValue?
    }

    /// Why an object is not adopted.
    package enum Refusal: Sendable, Hashable {
        /// The provider cannot have what the file says; the sentence says why.
        case unsupported(String)
        case archived
        case differs([Difference])
        /// Another catalog has marked it as its own.
        case foreign(owner: String)
        /// It stands, or stood, for something else.
        case standsFor(CatalogObjectKey)
        /// Something else that is for sale stands for the key.
        case keyTaken(id: String)
    }

    package let object: CatalogObject
    package let remote: RemoteCatalogObject
    package let owner: String
    /// What the lock says of the provider.
    package let locked: LockedProvider
    private let ability: CatalogManifest.Ability

    /// - `ability`: What the provider can do with objects of this kind.
    package init(
        _ object: CatalogObject, by remote: RemoteCatalogObject, owner: String, locked: LockedProvider,
        ability: CatalogManifest.Ability
    ) {
        self.object = object
        self.remote = remote
        self.owner = owner
        self.locked = locked
        self.ability = ability
    }

    // MARK: - Checks

    /// Everything that stands in the way; empty when it can be adopted.
    ///
    /// - `observed`: Everything that the provider has.
    package func refusals(among observed: [RemoteCatalogObject]) -> [Refusal] {
        var refusals: [Refusal] = []
        if let reason = object.unsupported { refusals.append(.unsupported(reason)) }
        if !remote.isActive { refusals.append(.archived) }
        if object.unsupported == nil, !differences.isEmpty { refusals.append(.differs(differences)) }
        if let marker = remote.marker, marker.owner != owner { refusals.append(.foreign(owner: marker.owner)) }
        if let other = otherKey { refusals.append(.standsFor(other)) }
        if let id = otherID(observed) { refusals.append(.keyTaken(id: id)) }
        return refusals
    }

    /// The fields in which the object is not what the file wants: what the file says, and whatever decides what
    /// somebody pays.
    package var differences: [Difference] {
        let wanted = object.fields.mapValues { $0.resolved { locked.objects[$0]?.id } }
        let names = Set(wanted.keys).union(ability.fixedFields).union(ability.pricingFields)
        return names.sorted().compactMap { name in
            let (file, there) = (wanted[name].flatMap(\.something), remote.fields[name].flatMap(\.something))
            guard file != there, !isOurOwnWord(name) else { return nil }
            return Difference(field: name, file: file, remote: there)
        }
    }

    /// What it is part of and nothing stands for yet: a price's product.
    package var missing: [CatalogObjectKey] { object.dependsOn.filter { locked.objects[$0] == nil } }

    /// Whether a field holds a name that we make up ourselves and nobody ever wrote.
    private func isOurOwnWord(_ field: String) -> Bool { object.fields[field] == .text(object.key.description) }

    private var former: CatalogObjectKey? { object.formerName.map { CatalogObjectKey(object.key.kind, $0) } }

    private func isOwn(_ key: CatalogObjectKey) -> Bool { key == object.key || key == former }

    /// Something else that the object stands for, or stood for.
    private var otherKey: CatalogObjectKey? {
        if let marker = remote.marker, marker.owner == owner, !isOwn(marker.key) { return marker.key }
        let kind = object.key.kind
        return locked.objects.filter { $0.kind == kind && $1.id == remote.id && !isOwn($0) }.keys.min()
            ?? locked.retired.first { $0.key.kind == kind && $0.id == remote.id && !isOwn($0.key) }?.key
    }

    /// Another object that is active and stands for the key.
    private func otherID(_ observed: [RemoteCatalogObject]) -> String? {
        let others = observed.filter { $0.kind == object.key.kind && $0.isActive && $0.id != remote.id }
        return others.first { other in
            locked.objects[object.key]?.id == other.id
                || (other.marker?.owner == owner && other.marker?.key == object.key)
        }?.id
    }

    // MARK: - What comes of it

    /// The generation that the object has for its key.
    package var generation: Int {
        if let marker = remote.marker, marker.owner == owner, isOwn(marker.key) { return marker.generation }
        if let bound = locked.objects[object.key], bound.id == remote.id { return bound.generation }
        let before = locked.retired.filter { $0.key == object.key }.map(\.generation)
        return (before + [locked.objects[object.key]?.generation ?? 0]).reduce(0, max) + 1
    }

    /// What it holds, as if it had been pushed.
    private var fields: [String: CatalogValue] {
        var fields = object.fields
        for name in object.fields.keys where isOurOwnWord(name) { fields[name] = remote.fields[name] }
        return fields
    }

    /// What is written on it; nothing else of it is changed.
    ///
    /// - Throws: Never in practice: what an object holds can be written as JSON.
    package func write() throws -> CatalogWrite {
        CatalogWrite(
            .update, object.key, id: remote.id,
            marker: OwnershipMarker(
                owner: owner, key: object.key, generation: generation, contentHash: try ContentDigest.of(fields)),
            // Where what hangs on an object is sent as a whole, what is there already is sent with it.
            fields: remote.fields)
    }

    /// Whether the lock says all of it already.
    package var isDone: Bool {
        locked.objects[object.key]?.id == remote.id && (!ability.hasMarker || remote.marker?.key == object.key)
    }

    /// The lock's part with the object in its place; what stood there before is retired.
    package func bound(at instant: Date) -> LockedProvider {
        var part = locked
        if let former { part.objects[former] = nil }
        if let old = part.objects[object.key], old.id != remote.id {
            part.retired.append(
                RetiredObject(
                    key: object.key, id: old.id, generation: old.generation, until: instant,
                    reason: "another object was imported in its place"))
        }
        part.objects[object.key] = AppliedObject(
            id: remote.id, generation: generation, fields: fields, terms: object.terms, verifiedAt: instant)
        return part
    }
}

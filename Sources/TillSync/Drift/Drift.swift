import TillModel

/// Compares what providers have with what was pushed there last.
///
/// Edits of the file that were not synced yet are no drift: the lock is the base.
package enum Drift {
    /// What differs at one provider, by key.
    ///
    /// - `desired`: The keys of the file.
    package static func findings(
        owner: String, desired: Set<CatalogObjectKey>, applied: [CatalogObjectKey: AppliedObject],
        retired: [RetiredObject], observed: [RemoteCatalogObject], manifest: CatalogManifest
    ) -> [DriftFinding] {
        let byHandle = Dictionary(observed.map { ($0.handle, $0) }) { first, _ in first }
        var findings: [DriftFinding] = []
        for (key, object) in applied {
            findings += compare(key, object, byHandle, applied, manifest)
        }
        let locked = Set(applied.map { RemoteCatalogObject.Handle(kind: $0.kind, id: $1.id) })
        let former = Dictionary(
            retired.map { (RemoteCatalogObject.Handle(kind: $0.key.kind, id: $0.id), $0) }
        ) { $1 }
        for object in observed where object.isActive && !locked.contains(object.handle) {
            if let retired = former[object.handle] {
                findings.append(
                    DriftFinding(
                        .reactivated, retired.key, id: object.id,
                        message: "\(object.id) stood for it once, was archived, and is for sale again"))
            } else if let marker = object.marker, marker.owner == owner, marker.key.kind == object.kind {
                let kind: DriftFinding.Class = applied[marker.key] == nil ? .extraOwned : .duplicate
                guard kind == .duplicate || !desired.contains(marker.key) else { continue }
                findings.append(
                    DriftFinding(
                        kind, marker.key, id: object.id,
                        message: kind == .duplicate
                            ? "\(object.id) stands for it as well, besides \(applied[marker.key]?.id ?? "")"
                            : "\(object.id) is ours, and neither the file nor the lock knows it"))
            }
        }
        return findings.sorted { ($0.key, $0.kind.rawValue, $0.id ?? "") < ($1.key, $1.kind.rawValue, $1.id ?? "") }
    }

    private static func compare(
        _ key: CatalogObjectKey, _ object: AppliedObject, _ remote: [RemoteCatalogObject.Handle: RemoteCatalogObject],
        _ applied: [CatalogObjectKey: AppliedObject], _ manifest: CatalogManifest
    ) -> [DriftFinding] {
        guard let seen = remote[RemoteCatalogObject.Handle(kind: key.kind, id: object.id)] else {
            return [DriftFinding(.missing, key, id: object.id, message: "\(object.id) is gone")]
        }
        guard seen.isActive else {
            let isSwitched = manifest.abilities[key.kind]?.isSwitched == true
            return [
                DriftFinding(
                    .archivedRemotely, key, id: object.id,
                    message: isSwitched ? "\(object.id) is switched off" : "\(object.id) was archived by somebody")
            ]
        }
        var findings: [DriftFinding] = []
        if let marker = seen.marker, marker.key != key {
            findings.append(
                DriftFinding(.keyMoved, key, id: object.id, message: "\(object.id) says that it is \(marker.key)"))
        }
        let pushed = object.fields.mapValues { $0.resolved { applied[$0]?.id } }
        let fields = pushed.keys.filter {
            pushed[$0].flatMap(\.something) != seen.fields[$0].flatMap(\.something)
        }.sorted()
        if !fields.isEmpty {
            findings.append(
                DriftFinding(
                    .changed, key, id: object.id, fields: fields,
                    message: "\(fields.joined(separator: ", ")) of \(object.id) was changed by somebody"))
        } else if object.verifiedAt == nil {
            findings.append(
                DriftFinding(
                    .unverifiable, key, id: object.id, message: "\(object.id) was written and never seen to be right"))
        }
        return findings
    }

    /// Prices whose amounts differ between providers, in the same currency.
    package static func disagreements(
        _ observed: [ProviderName: [RemoteCatalogObject]], applied: [ProviderName: [CatalogObjectKey: AppliedObject]]
    ) -> [DriftFinding] {
        var amounts: [CatalogObjectKey: [(provider: ProviderName, terms: PriceTerms)]] = [:]
        for (provider, objects) in applied {
            let seen = Dictionary((observed[provider] ?? []).map { ($0.handle, $0) }) { first, _ in first }
            for (key, object) in objects where key.kind == .price {
                guard let terms = object.terms,
                    let remote = seen[RemoteCatalogObject.Handle(kind: .price, id: object.id)],
                    // What somebody changed there is told as that.
                    remote.fields["amount"] == object.fields["amount"]
                else { continue }
                amounts[key, default: []].append((provider, terms))
            }
        }
        return amounts.sorted { $0.key < $1.key }.compactMap { key, sides in
            let sorted = sides.sorted { $0.provider.rawValue < $1.provider.rawValue }
            guard let first = sorted.first,
                let other = sorted.first(where: {
                    $0.terms.amount.currency == first.terms.amount.currency && $0.terms.amount != first.terms.amount
                })
            else { return nil }
            return DriftFinding(
                .parity, key, id: nil,
                message: "\(first.terms.amount) at \(first.provider), and \(other.terms.amount) at \(other.provider)")
        }
    }
}

import TillModel

/// What one provider has in one environment, offered as values for the file as another environment reads it.
package struct OfferedValues: Sendable, Hashable {
    let provider: ProviderName
    /// What the file says as the environment reads it that has the values.
    let source: [CatalogObjectKey: CatalogObject]
    /// What it says as the environment reads it that is to have them.
    let target: [CatalogObjectKey: CatalogObject]
    /// What the first one's lock remembers: which object is which key.
    let applied: [CatalogObjectKey: AppliedObject]
    /// What its provider has.
    let observed: [RemoteCatalogObject.Handle: RemoteCatalogObject]
    /// Where its provider counts although the file was changed as well.
    let theirs: Set<CatalogObjectKey>

    package init(
        _ provider: ProviderName, source: [CatalogObjectKey: CatalogObject], target: [CatalogObjectKey: CatalogObject],
        applied: [CatalogObjectKey: AppliedObject], observed: [RemoteCatalogObject], theirs: Set<CatalogObjectKey>
    ) {
        self.provider = provider
        self.source = source
        self.target = target
        self.applied = applied
        self.observed = Dictionary(observed.map { ($0.handle, $0) }) { first, _ in first }
        self.theirs = theirs
    }
}

extension Pull {
    /// The values of one environment's providers that another one does not have.
    ///
    /// Never an id: what names another object is compared by its key. What the file changed since the first environment
    /// was synced is newer than what its provider has, and stays.
    package init(_ offers: [OfferedValues]) {
        var (taken, left, conflicts): ([Taken], [Left], [Left]) = ([], [], [])
        for offer in offers {
            for (key, applied) in offer.applied.sorted(by: { $0.key < $1.key }) {
                guard PullableField.path(of: key) != nil, let source = offer.source[key], source.unsupported == nil,
                    let target = offer.target[key], target.unsupported == nil
                else { continue }
                guard let remote = offer.observed[RemoteCatalogObject.Handle(kind: key.kind, id: applied.id)],
                    remote.isActive
                else {
                    left.append(Left(offer.provider, key, nil, "it is archived there, or gone"))
                    continue
                }
                let values = Values(source: source, target: target, applied: applied, remote: remote, offer)
                for field in values.differing {
                    switch values.word(on: field) {
                    case .newer: continue
                    case .both where !offer.theirs.contains(key):
                        conflicts.append(
                            Left(
                                offer.provider, key, field,
                                "the file and the provider were both changed; --theirs lets the provider count"))
                    case .both, .offered:
                        do throws(Untakeable) {
                            taken.append(
                                Taken(
                                    provider: offer.provider, key: key, field: field, before: target.fields[field],
                                    after: remote.fields[field],
                                    edits: try Self.edits(key, field, target, remote)))
                        } catch {
                            left.append(Left(offer.provider, key, field, error.reason))
                        }
                    }
                }
            }
        }
        self.init(taken: taken, left: left, conflicts: conflicts)
    }

    /// What is known of one object.
    private struct Values {
        let source: [String: CatalogValue]
        let target: [String: CatalogValue]
        let applied: [String: CatalogValue]
        let remote: [String: CatalogValue]

        init(
            source: CatalogObject, target: CatalogObject, applied: AppliedObject, remote: RemoteCatalogObject,
            _ offer: OfferedValues
        ) {
            func resolved(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
                fields.compactMapValues { $0.resolved { offer.applied[$0]?.id }.something }
            }
            self.source = resolved(source.fields)
            self.target = resolved(target.fields)
            self.applied = resolved(applied.fields)
            self.remote = remote.fields.compactMapValues(\.something)
        }

        /// The fields that are ours and that the second environment has otherwise, by name.
        var differing: [String] {
            Set(source.keys).union(target.keys).union(applied.keys).filter { remote[$0] != target[$0] }.sorted()
        }

        /// Who says something about a field.
        enum Word {
            /// The file, since the first environment was synced.
            case newer
            /// The file, and somebody at the provider.
            case both
            /// The provider has what the file says there, or what somebody changed.
            case offered
        }

        func word(on field: String) -> Word {
            guard source[field] != applied[field], source[field] != remote[field] else { return .offered }
            return remote[field] == applied[field] ? .newer : .both
        }
    }
}

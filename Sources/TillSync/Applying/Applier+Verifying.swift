import TillModel

extension Applier {
    /// From how many objects of a kind on it is cheaper to list them than to read each.
    private static let listed = 20
    /// How often a provider that shows late what it has done is asked again.
    static let looks = 4

    /// Reads back what was written; what is not as it should be is a failure.
    func verify(_ changes: [PlannedChange]) async throws {
        var left: [PlannedChange] = []
        for change in changes where !(await ledger.hasFailed(change.key)) { left.append(change) }
        for look in 1...Self.looks {
            left = try await differing(left, listing: look == 1)
            if left.isEmpty { return }
            if look < Self.looks { try await pause(look) }
        }
        for change in left {
            await tell(
                SyncFailure(
                    key: change.key, action: change.action, code: .unverified,
                    message: "\(provider) said that it was done, but shows something else"))
        }
        if failsFast, !left.isEmpty { throw StoppedEarly() }
    }

    func pause(_ look: Int) async throws {
        do {
            try await time.sleep(.milliseconds(250 * (1 << look)))
        } catch {
            throw Interrupted()
        }
    }

    /// The changes whose objects are not as they should be; the others are noted as seen.
    private func differing(_ changes: [PlannedChange], listing: Bool) async throws -> [PlannedChange] {
        var differing: [PlannedChange] = []
        for (kind, some) in Dictionary(grouping: changes, by: \.key.kind).sorted(by: { $0.key.place < $1.key.place }) {
            let seen = try await read(kind, some, listing: listing)
            for change in some {
                guard let object = change.desired, let id = await ledger.id(change.key),
                    let remote = seen[id], await isRight(remote, object, change)
                else {
                    differing.append(change)
                    continue
                }
                await ledger.verify(change.key, at: time.date())
                sinks.progress(.verified(provider: provider, key: change.key))
            }
        }
        return differing
    }

    private func isRight(_ remote: RemoteCatalogObject, _ object: CatalogObject, _ change: PlannedChange) async -> Bool
    {
        let wanted = await ledger.resolve(object.fields)
        // What left the file is empty; what it never said is nobody's business.
        let names = Set(wanted.keys).union(change.fields)
        return remote.isActive
            && names.allSatisfy { wanted[$0].flatMap(\.something) == remote.fields[$0].flatMap(\.something) }
            && (manifest.abilities[change.key.kind]?.hasMarker == false || remote.marker?.key == change.key)
    }

    /// Objects of one kind as they are now, by id.
    ///
    /// - `listing`: Whether all of the kind may be listed where that is cheaper than to read one by one. A list may be
    ///   late.
    private func read(
        _ kind: CatalogObjectKey.Kind, _ changes: [PlannedChange], listing: Bool
    ) async throws -> [String: RemoteCatalogObject] {
        var ids: [String] = []
        for change in changes { if let id = await ledger.id(change.key) { ids.append(id) } }
        return try await read(kind, ids, listing: listing)
    }

    private func read(
        _ kind: CatalogObjectKey.Kind, _ ids: [String], listing: Bool
    ) async throws -> [String: RemoteCatalogObject] {
        var seen: [String: RemoteCatalogObject] = [:]
        do {
            if listing, ids.count > Self.listed {
                let wanted = Set(ids)
                for object in try await ProviderSurvey.list(kind, caller)
                where object.kind == kind && wanted.contains(object.id) {
                    seen[object.id] = object
                }
            } else {
                for id in ids {
                    seen[id] = try await caller.read { publisher throws(ProviderError) in
                        try await publisher.fetchObject(kind, id)
                    }
                }
            }
        } catch is ProviderError {
            // What cannot be read is not seen to be right.
        }
        return seen
    }

    private func tell(_ failure: SyncFailure) async {
        await ledger.fail(failure)
        sinks.progress(.failed(provider: provider, failure: failure))
    }

    /// Looks whether what was archived is.
    func confirmEndings(_ changes: [PlannedChange]) async throws {
        var ended: [CatalogObjectKey.Kind: [(PlannedChange, String)]] = [:]
        for change in changes where !(await ledger.hasFailed(change.key)) {
            // What is unset is gone; there is nothing to look at.
            guard change.key.kind != .defaultPrice else { continue }
            if change.action == .replace || (change.action == .archive && change.desired == nil),
                let old = change.remote
            {
                ended[change.key.kind, default: []].append((change, old.id))
            }
            for object in change.surplus { ended[change.key.kind, default: []].append((change, object.id)) }
        }
        for (kind, pairs) in ended {
            var left = pairs
            for look in 1...Self.looks {
                let seen = try await read(kind, left.map(\.1), listing: look == 1)
                left = left.filter { seen[$0.1]?.isActive == true }
                if left.isEmpty { break }
                if look < Self.looks { try await pause(look) }
            }
            for (change, id) in left {
                await tell(
                    SyncFailure(
                        key: change.key, action: .archive, code: .unverified,
                        message: "\(provider) said that \(id) was archived, but it is still active"))
            }
        }
    }
}

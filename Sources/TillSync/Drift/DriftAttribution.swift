import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Asks providers when what was found to be otherwise was changed.
///
/// Nothing depends on it: a provider that does not remember, or does not answer, leaves it unknown.
package enum DriftAttribution {
    /// How many pages of a kind's history are read at most.
    private static let pages = 5

    /// The last change of each object that was found, unless a run of ours is known to have made it.
    ///
    /// - `applied`: What the lock remembers: what was seen to be right was changed after that.
    /// - Throws: ``Interrupted``, or what waiting throws when it is cancelled.
    package static func changes(
        of findings: [DriftFinding], applied: [CatalogObjectKey: AppliedObject], caller: ProviderCaller
    ) async throws -> [RemoteCatalogObject.Handle: RemoteChange] {
        guard let memory = caller.publisher as? any CatalogRemembering else { return [:] }
        var changes: [RemoteCatalogObject.Handle: RemoteChange] = [:]
        for (kind, some) in Dictionary(grouping: findings, by: \.key.kind).sorted(by: { $0.key.place < $1.key.place }) {
            let ids = Set(some.compactMap(\.id))
            guard !ids.isEmpty else { continue }
            let seen = some.map { finding in
                applied[finding.key].flatMap { $0.id == finding.id ? $0.verifiedAt : nil }
            }
            // Of what was never seen to be right it is not known since when it is not.
            let since = seen.contains(nil) ? nil : seen.compactMap { $0 }.min()
            for change in try await last(of: ids, kind, since: since, memory, caller) {
                changes[RemoteCatalogObject.Handle(kind: kind, id: change.id)] = change
            }
        }
        return changes
    }

    private static func last(
        of ids: Set<String>, _ kind: CatalogObjectKey.Kind, since instant: Date?, _ memory: any CatalogRemembering,
        _ caller: ProviderCaller
    ) async throws -> [RemoteChange] {
        var found: [String: RemoteChange] = [:]
        var cursor: String?
        for _ in 0..<pages {
            try await caller.governor.awaitTurn()
            let page: RemoteChangePage
            do throws(ProviderError) {
                caller.count.read()
                page = try await memory.listChanges(of: kind, since: instant, after: cursor)
            } catch {
                break
            }
            for change in page.changes where ids.contains(change.id) && !change.isOurs && found[change.id] == nil {
                found[change.id] = change
            }
            cursor = page.next
            if cursor == nil || found.count == ids.count { break }
        }
        return Array(found.values)
    }
}

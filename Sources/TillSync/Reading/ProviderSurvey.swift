import TillModel

/// What a provider has at one moment.
package struct ProviderSurvey: Sendable {
    /// Whose the key is; nil where the provider does not say.
    package let account: String?
    /// Everything that is there to be seen, ours or not.
    package let objects: [RemoteCatalogObject]

    package init(account: String?, objects: [RemoteCatalogObject]) {
        self.account = account
        self.objects = objects
    }

    /// Asks whose the key is.
    ///
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package static func account(_ caller: ProviderCaller) async throws -> String? {
        try await caller.read { publisher throws(ProviderError) in try await publisher.fetchAccount() }
    }

    /// Reads everything, page by page and several kinds at once.
    ///
    /// - `applied`: What the lock remembers. A list may show late what was just made, so what is missing from the lists
    ///   is asked for by its id: it would be made a second time otherwise.
    /// - Throws: ``ProviderError`` or ``Interrupted``.
    package static func objects(
        _ caller: ProviderCaller, applied: [CatalogObjectKey: AppliedObject]
    ) async throws -> [RemoteCatalogObject] {
        var objects = try await withThrowingTaskGroup(of: [RemoteCatalogObject].self) { group in
            for kind in caller.publisher.listedKinds { group.addTask { try await list(kind, caller) } }
            var objects: [RemoteCatalogObject] = []
            for try await some in group { objects += some }
            return objects
        }
        // A page may hold what another list has as well.
        var seen: Set<RemoteCatalogObject.Handle> = []
        objects = objects.filter { seen.insert($0.handle).inserted }
        for (key, object) in applied.sorted(by: { $0.key < $1.key })
        where !seen.contains(RemoteCatalogObject.Handle(kind: key.kind, id: object.id)) {
            let found = try await caller.read { publisher throws(ProviderError) in
                try await publisher.fetchObject(key.kind, object.id)
            }
            if let found { objects.append(found) }
        }
        return objects
    }

    /// Everything of one kind, and what is told with it.
    static func list(_ kind: CatalogObjectKey.Kind, _ caller: ProviderCaller) async throws -> [RemoteCatalogObject] {
        var objects: [RemoteCatalogObject] = []
        var cursor: String?
        repeat {
            let from = cursor
            let page = try await caller.read { publisher throws(ProviderError) in
                try await publisher.listObjects(kind, after: from)
            }
            objects += page.objects
            cursor = page.next
        } while cursor != nil
        return objects
    }
}

import TillModel

extension SyncPlan {
    /// Tells this plan from any other: what would be done, to what, and what was there when it was made.
    ///
    /// - `applied`: What the lock remembered when it was made.
    /// - Throws: Never in practice: what a plan holds can be written as JSON.
    package func digest(applied: [CatalogObjectKey: AppliedObject]) throws -> String {
        var parts: [String] = []
        for change in changes where change.action != .noop {
            parts += [
                change.key.description, change.action.rawValue, change.verdict.rawValue, String(change.generation),
            ]
            // The file.
            parts.append(try change.desired.map { try ContentDigest.of($0.fields) } ?? "")
            // The lock.
            let former = change.desired?.formerName.map { CatalogObjectKey(change.key.kind, $0) }
            for key in [change.key, former] {
                guard let object = key.flatMap({ applied[$0] }) else {
                    parts.append("")
                    continue
                }
                parts += [object.id, String(object.generation), try ContentDigest.of(object.fields)]
            }
            // The provider.
            let observed = [change.remote].compactMap { $0 } + change.surplus.sorted { $0.id < $1.id }
            parts.append(String(observed.count))
            for object in observed {
                parts += [
                    object.id, object.isActive ? "active" : "archived", object.lookupKey ?? "",
                    try ContentDigest.of(object.fields),
                ]
            }
        }
        return ContentDigest.of(parts)
    }
}

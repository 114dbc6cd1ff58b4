import TillModel

extension SyncPlan {
    /// Tells this plan from any other: what would be done, to what, and what was there when it was made.
    ///
    /// - Throws: Never in practice: what a plan holds can be written as JSON.
    package func digest() throws -> String {
        var parts: [String] = []
        for change in changes where change.action != .noop {
            parts.append(change.key.description)
            parts.append(change.action.rawValue)
            parts.append(change.verdict.rawValue)
            parts.append(String(change.generation))
            parts.append(try change.desired.map { try ContentDigest.of($0.fields) } ?? "")
            for object in [change.remote].compactMap({ $0 }) + change.surplus.sorted(by: { $0.id < $1.id }) {
                parts.append(object.id)
                parts.append(object.isActive ? "active" : "archived")
                parts.append(try ContentDigest.of(object.fields))
            }
        }
        return ContentDigest.of(parts)
    }
}

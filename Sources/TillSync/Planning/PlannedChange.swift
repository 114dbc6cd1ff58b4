import TillModel

/// What a plan says of one object at one provider.
package struct PlannedChange: Sendable, Hashable {
    package let key: CatalogObjectKey
    package let action: SyncAction
    package let verdict: Verdict
    package let affects: Affected
    /// The object that is there; nil when there is none.
    package let remote: RemoteCatalogObject?
    /// The object as the file wants it; nil when the file has none.
    package let desired: CatalogObject?
    /// The generation that the object has afterwards.
    package let generation: Int
    /// Which fields differ, by name.
    package let fields: [String]
    /// Active objects for the same key that an interruption, or a person, left behind; they are archived.
    package let surplus: [RemoteCatalogObject]
    /// Why it is done, or is not: one sentence for a person, without a full stop.
    package let reason: String

    /// How often the provider is written to for it.
    package var writes: Int {
        switch action {
        case .create, .update, .restore, .adopt: 1 + surplus.count
        case .replace: (remote?.isActive == true ? 2 : 1) + surplus.count
        // Of something that the file has, only what was left over is archived.
        case .archive: (desired == nil ? 1 : 0) + surplus.count
        case .lockOnly: surplus.count
        case .manual, .blocked, .noop: 0
        }
    }
}

import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What one provider's part of the lock becomes while a plan is applied.
actor SyncLedger {
    private(set) var applied: [CatalogObjectKey: AppliedObject]
    private(set) var retired: [RetiredObject]
    private(set) var failures: [SyncFailure] = []
    /// How many writes were done.
    private(set) var writes = 0
    private var failed: Set<CatalogObjectKey> = []

    init(applied: [CatalogObjectKey: AppliedObject], retired: [RetiredObject]) {
        self.applied = applied
        self.retired = retired
    }

    /// The provider's id of what stands for a key now; nil when nothing does.
    func id(_ key: CatalogObjectKey) -> String? { applied[key]?.id }

    /// The fields of an object with the ids of those that it names.
    func resolve(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
        fields.mapValues { $0.resolved { applied[$0]?.id } }
    }

    /// Something that a key depends on and that failed; nil when nothing did.
    func failedDependency(of object: CatalogObject) -> CatalogObjectKey? {
        object.dependsOn.first { failed.contains($0) }
    }

    func countWrite() { writes += 1 }

    func fail(_ failure: SyncFailure) {
        failures.append(failure)
        failed.insert(failure.key)
    }

    func hasFailed(_ key: CatalogObjectKey) -> Bool { failed.contains(key) }

    /// An object stands for its key from now on; what stood for it before is retired.
    ///
    /// - `former`: The key that it had before it was renamed.
    func record(
        _ object: AppliedObject, for key: CatalogObjectKey, former: CatalogObjectKey?, at instant: Date, reason: String
    ) {
        if let former, former != key { applied[former] = nil }
        if let before = applied[key], before.id != object.id {
            retire(before.id, before.generation, of: key, at: instant, reason: reason)
        }
        // What stood for it once, and does again, is not over.
        retired.removeAll { $0.id == object.id && $0.key == key }
        applied[key] = object
    }

    /// The provider was seen to have it like that.
    func verify(_ key: CatalogObjectKey, at instant: Date) {
        guard let object = applied[key] else { return }
        applied[key] = AppliedObject(
            id: object.id, generation: object.generation, fields: object.fields, terms: object.terms,
            verifiedAt: instant)
    }

    /// An object stopped standing for a key; what the provider says of it later is still understood.
    func retire(_ id: String, _ generation: Int, of key: CatalogObjectKey, at instant: Date, reason: String) {
        // The same id stands for a product and for which of its prices comes first.
        guard key.kind != .defaultPrice, !retired.contains(where: { $0.id == id && $0.key == key }) else { return }
        retired.append(RetiredObject(key: key, id: id, generation: generation, until: instant, reason: reason))
    }

    /// Nothing stands for a key any more.
    func forget(_ key: CatalogObjectKey, at instant: Date, reason: String) {
        if let before = applied[key] { retire(before.id, before.generation, of: key, at: instant, reason: reason) }
        applied[key] = nil
    }
}

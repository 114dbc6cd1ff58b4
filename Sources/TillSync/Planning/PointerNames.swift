import TillModel

/// What pointers point at, in our words.
package struct PointerNames: Sendable {
    /// What our objects stand for, by their ids.
    let keys: [String: CatalogObjectKey]
    /// What keys are called now that were called otherwise before.
    let renamed: [CatalogObjectKey: CatalogObjectKey]

    package func named(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
        // The order of pointers is nobody's.
        fields.mapValues { named($0).resolved { _ in nil } }
    }

    private func named(_ value: CatalogValue) -> CatalogValue {
        switch value {
        case .reference(let key): .reference(renamed[key] ?? key)
        case .remote(let id): keys[id].map { .reference(renamed[$0] ?? $0) } ?? value
        case .fields(let fields): .fields(fields.mapValues(named))
        case .list(let list): .list(list.map(named))
        default: value
        }
    }
}

extension PointerNames {
    /// The names of everything that a plan has seen.
    package init(_ plan: SyncPlan) {
        keys = Dictionary(
            // The id of what a product shows first is the product's own.
            plan.changes.filter { $0.key.kind != .defaultPrice }.flatMap { change in
                ([change.remote].compactMap(\.self) + change.surplus).map { ($0.id, change.key) }
            }
        ) { first, _ in first }
        renamed = [:]
    }
}

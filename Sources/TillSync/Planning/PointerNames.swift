import TillModel

/// What pointers point at, in our words.
struct PointerNames {
    /// What our objects stand for, by their ids.
    let keys: [String: CatalogObjectKey]
    /// What keys are called now that were called otherwise before.
    let renamed: [CatalogObjectKey: CatalogObjectKey]

    func named(_ fields: [String: CatalogValue]) -> [String: CatalogValue] {
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

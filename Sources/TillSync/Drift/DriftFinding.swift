import TillModel

/// Something at a provider that is not as it was pushed.
package struct DriftFinding: Sendable, Hashable {
    package typealias Class = DriftClass

    package let kind: Class
    package let key: CatalogObjectKey
    /// The provider's id; nil where several providers are meant.
    package let id: String?
    /// The fields that differ, by name.
    package let fields: [String]
    /// What is so: one sentence for a person, without a full stop.
    package let message: String

    package init(_ kind: Class, _ key: CatalogObjectKey, id: String?, fields: [String] = [], message: String) {
        self.kind = kind
        self.key = key
        self.id = id
        self.fields = fields
        self.message = message
    }
}

extension DriftFinding {
    /// What a person does about it, as commands for an environment.
    package func suggestion(in mode: Mode) -> String {
        switch kind {
        case .changed: "catalog sync --env \(mode) puts it back; catalog pull --env \(mode) takes it"
        case .missing, .archivedRemotely, .duplicate, .keyMoved, .unverifiable, .reactivated:
            "catalog sync --env \(mode)"
        case .extraOwned: "catalog sync --env \(mode) --prune, or give it a place in the file"
        case .parity: "catalog plan --env \(mode)"
        }
    }
}

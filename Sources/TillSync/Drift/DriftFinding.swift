import TillModel

/// Something at a provider that is not as it was pushed.
package struct DriftFinding: Sendable, Hashable {
    /// What kind of difference it is.
    package enum Class: String, Sendable, Hashable, Codable, CaseIterable {
        /// Fields differ.
        case changed
        /// The object is gone.
        case missing
        /// The object is no longer for sale.
        case archivedRemotely = "archived_remotely"
        /// An object that we archived is for sale again.
        case reactivated
        /// Several active objects stand for one key.
        case duplicate
        /// The object says that it stands for another key.
        case keyMoved = "key_moved"
        /// An active object is ours and neither in the file nor in the lock.
        case extraOwned = "extra_owned"
        /// Providers disagree about what a price costs.
        case parity
        /// The lock does not know how it was pushed: it was never seen to be right.
        case unverifiable
    }

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

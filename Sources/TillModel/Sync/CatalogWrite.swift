/// One thing that is done to one object at a provider, with one request.
package struct CatalogWrite: Sendable, Hashable {
    package enum Verb: String, Sendable, Hashable {
        /// It is made, with all of ``fields``.
        case create
        /// The fields in ``changed`` are set to what ``fields`` has, or emptied where it has none; the marker is
        /// written, and it is active afterwards.
        case update
        /// It is no longer for sale.
        case archive
    }

    package let verb: Verb
    package let key: CatalogObjectKey
    /// The provider's id; nil for one that is made.
    package let id: String?
    /// What is written on it; nil where it is archived.
    package let marker: OwnershipMarker?
    /// Everything that the file wants it to be; what it points at is an id of the provider's.
    package let fields: [String: CatalogValue]
    /// The fields that are sent by an update, by name.
    package let changed: Set<String>
    /// The id of the object that it replaces, whose name at the provider it takes over.
    package let replaces: String?

    package init(
        _ verb: Verb, _ key: CatalogObjectKey, id: String? = nil, marker: OwnershipMarker? = nil,
        fields: [String: CatalogValue] = [:], changed: Set<String> = [], replaces: String? = nil
    ) {
        self.verb = verb
        self.key = key
        self.id = id
        self.marker = marker
        self.fields = fields
        self.changed = changed
        self.replaces = replaces
    }
}

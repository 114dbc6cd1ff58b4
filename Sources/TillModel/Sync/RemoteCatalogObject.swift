/// An object as a provider has it.
package struct RemoteCatalogObject: Sendable, Hashable {
    /// The provider's id.
    package let id: String
    package let kind: CatalogObjectKey.Kind
    /// False for one that is archived, deactivated or deleted.
    package let isActive: Bool
    /// What we wrote on it; nil on one that we did not make, and where the provider has no place for it.
    package let marker: OwnershipMarker?
    /// What it holds, in the same words as ``CatalogObject/fields``.
    package let fields: [String: CatalogValue]
    /// The name by which the provider itself, and a team's own code, may know it; nil where it has none.
    package let lookupKey: String?

    package init(
        id: String, kind: CatalogObjectKey.Kind, isActive: Bool = true, marker: OwnershipMarker?,
        fields: [String: CatalogValue], lookupKey: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.isActive = isActive
        self.marker = marker
        self.fields = fields
        self.lookupKey = lookupKey
    }

    /// What names it at its provider: a product's id also names which of its prices comes first.
    package struct Handle: Sendable, Hashable {
        package let kind: CatalogObjectKey.Kind
        package let id: String

        package init(kind: CatalogObjectKey.Kind, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    package var handle: Handle { Handle(kind: kind, id: id) }
}

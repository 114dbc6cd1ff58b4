/// An object as the file wants it at one provider, worked out by the provider's adapter.
package struct CatalogObject: Sendable, Hashable {
    package let key: CatalogObjectKey
    /// What it holds, by the names under which plans show it; a field that is not there is not ours.
    package let fields: [String: CatalogValue]
    /// What must be there before it, and is what it belongs to: a price's product.
    package let dependsOn: [CatalogObjectKey]
    /// What it was called before, where the file says so with `was:`.
    package let formerName: String?
    /// What becomes of those who subscribed before, where the file says so with `existing:`.
    package let existing: ExistingSubscribers?
    /// The provider's id of an object that the file adopts; nil to make one.
    package let adoptedID: String?
    /// What buyers pay, for a price that has one amount; nil otherwise.
    package let terms: PriceTerms?
    /// Why this provider cannot have it; nil when it can.
    package let unsupported: String?

    package init(
        _ key: CatalogObjectKey, fields: [String: CatalogValue], dependsOn: [CatalogObjectKey] = [],
        formerName: String? = nil, existing: ExistingSubscribers? = nil, adoptedID: String? = nil,
        terms: PriceTerms? = nil,
        unsupported: String? = nil
    ) {
        self.key = key
        self.fields = fields
        self.dependsOn = dependsOn
        self.formerName = formerName
        self.existing = existing
        self.adoptedID = adoptedID
        self.terms = terms
        self.unsupported = unsupported
    }
}

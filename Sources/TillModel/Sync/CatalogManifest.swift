/// What a provider can do with a catalog, by kind of object.
///
/// "Change the price" means four different things at four providers; plans go by this and never by a provider's name.
package struct CatalogManifest: Sendable, Hashable {
    /// Whom a change of an object in place reaches.
    package enum Reach: Sendable, Hashable {
        /// Subscribers keep what they agreed to.
        case newBuyers
        /// Subscribers pay the new amount from their next renewal on.
        case existingAtRenewal
        /// Subscribers notice it at once.
        case existingNow
    }

    /// What can be done with one kind.
    package struct Ability: Sendable, Hashable {
        /// False where a person has to do it on the provider's own pages.
        package let canWrite: Bool
        /// Fields that never change: another value needs another object.
        package let fixedFields: Set<String>
        /// Fields that buyers and subscribers notice, besides the fixed ones.
        package let pricingFields: Set<String>
        /// Whom a change of those in place reaches.
        package let reach: Reach
        /// Whether an archived one can be made active again.
        package let canRestore: Bool

        package init(
            canWrite: Bool = true, fixedFields: Set<String> = [], pricingFields: Set<String> = [],
            reach: Reach = .newBuyers, canRestore: Bool = true
        ) {
            self.canWrite = canWrite
            self.fixedFields = fixedFields
            self.pricingFields = pricingFields
            self.reach = reach
            self.canRestore = canRestore
        }
    }

    /// What there is no ability for is none of the provider's.
    package let abilities: [CatalogObjectKey.Kind: Ability]

    package init(_ abilities: [CatalogObjectKey.Kind: Ability]) { self.abilities = abilities }
}

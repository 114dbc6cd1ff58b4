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
        /// Whether one that is not active was only switched off: it is still there, and stands for what it did.
        package let isSwitched: Bool
        /// Whether two of the same name cannot be active at once, so that the old one goes before the new one comes.
        package let isExclusive: Bool
        /// Whether we can write on it whose it is; where not, the lock alone knows.
        package let hasMarker: Bool
        /// The field by which one that carries no marker is known to be the one that is meant; nil for none.
        package let identity: String?

        package init(
            canWrite: Bool = true, fixedFields: Set<String> = [], pricingFields: Set<String> = [],
            reach: Reach = .newBuyers, canRestore: Bool = true, isSwitched: Bool = false, isExclusive: Bool = false,
            hasMarker: Bool = true, identity: String? = nil
        ) {
            self.canWrite = canWrite
            self.fixedFields = fixedFields
            self.pricingFields = pricingFields
            self.reach = reach
            self.canRestore = canRestore
            self.isSwitched = isSwitched
            self.isExclusive = isExclusive
            self.hasMarker = hasMarker
            self.identity = identity
        }
    }

    /// What there is no ability for is none of the provider's.
    package let abilities: [CatalogObjectKey.Kind: Ability]
    /// Whether the same idempotency key never does a thing twice; where not, what was made is looked for by its marker
    /// before it is made again.
    package let hasIdempotency: Bool
    /// How many writes a second the provider surely takes, to begin with.
    package let writesPerSecond: Double
    /// Whether the provider counts what is read as well.
    package let limitsReads: Bool

    /// Why the provider cannot have an object: a sentence without a full stop; nil when it can.
    package func refusal(of object: CatalogObject) -> String? {
        object.unsupported
            ?? (abilities[object.key.kind] == nil ? "the provider keeps no \(object.key.kind.rawValue)" : nil)
    }

    package init(
        _ abilities: [CatalogObjectKey.Kind: Ability], hasIdempotency: Bool = true, writesPerSecond: Double = 20,
        limitsReads: Bool = false
    ) {
        self.abilities = abilities
        self.hasIdempotency = hasIdempotency
        self.writesPerSecond = writesPerSecond
        self.limitsReads = limitsReads
    }
}

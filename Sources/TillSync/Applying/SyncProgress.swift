import TillModel

/// What a run tells while it goes on.
package enum SyncProgress: Sendable, Hashable {
    /// How many objects will be written, or archived, in all.
    case started(provider: ProviderName, total: Int)
    /// A write is about to be sent.
    case intent(provider: ProviderName, key: CatalogObjectKey, action: SyncAction)
    /// A write was answered.
    case done(provider: ProviderName, key: CatalogObjectKey, action: SyncAction, id: String)
    case failed(provider: ProviderName, failure: SyncFailure)
    /// The provider was seen to have an object as it should be.
    case verified(provider: ProviderName, key: CatalogObjectKey)
    /// The provider tells something this once only; it is to be kept where secrets are.
    case secret(provider: ProviderName, key: CatalogObjectKey, value: String)
    case finished(provider: ProviderName, failures: Int)
}

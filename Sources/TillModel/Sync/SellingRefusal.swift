/// Why a price may not be sold at a provider, although the catalog has it.
package enum SellingRefusal: Sendable, Hashable {
    /// Nothing was ever synced to the provider.
    case neverSynced
    /// The lock is of another mode.
    case otherMode(Mode)
    /// The lock is of another account than the file names.
    case otherAccount
    /// The provider cannot have it.
    case unsupported(String)
    /// It was never synced.
    case missing
    /// It was archived, and nothing stands for it since.
    case retired
    /// What it belongs to was never synced.
    case incomplete(CatalogObjectKey)
    /// The file has changed since it was synced.
    case changed
    /// It was written, and then not seen as it should be.
    case unverified

    /// Whether it holds for everything that the provider would sell.
    package var isOfProvider: Bool {
        switch self {
        case .neverSynced, .otherMode, .otherAccount: true
        case .unsupported, .missing, .retired, .incomplete, .changed, .unverified: false
        }
    }

    /// What is so and what to do about it, without a full stop: `it was never synced; run …`.
    package func words(at provider: ProviderName, _ mode: Mode) -> String {
        let sync = "run `catalog sync --env \(mode)`"
        return switch self {
        case .neverSynced: "nothing was synced to \(provider) yet; \(sync)"
        case .otherMode(let other):
            "the lock file is of \(provider) in mode \(other); restore the one of \(mode), or \(sync)"
        case .otherAccount:
            "the lock file is of another account at \(provider) than products.yaml names; restore the right one, or "
                + "correct the account"
        case .unsupported(let reason): "\(provider) cannot have it: \(reason)"
        case .missing: "it was not synced to \(provider) yet; \(sync)"
        case .retired: "it was archived at \(provider); \(sync)"
        case .incomplete(let key): "its \(key) was not synced to \(provider) yet; \(sync)"
        case .changed: "it has changed in products.yaml since it was synced to \(provider); \(sync)"
        case .unverified: "\(provider) was not seen to have it as it was synced; \(sync)"
        }
    }
}

import TillCatalogFile
import TillModel

/// What commands need that change the lock without a sync.
extension SyncSession {
    /// What a catalog is at a provider, by key.
    func objects(at provider: Provider, of catalog: Catalog) -> [CatalogObjectKey: CatalogObject] {
        Dictionary(provider.publisher.objects(of: catalog, addresses: addresses).map { ($0.key, $0) }) { first, _ in
            first
        }
    }

    /// What the lock says of a provider; of one that is new to it, nothing yet.
    func locked(_ provider: Provider, account: String?) async -> LockedProvider {
        await keeper.lockfile.providers[provider.name]
            ?? LockedProvider(account: account, mode: mode, version: type(of: provider.publisher).catalogVersion)
    }

    /// Puts providers' parts into the lock, and keeps the lock as after a sync, so that one can go back to it.
    func remember(_ parts: [ProviderName: LockedProvider]) async throws {
        try await keeper.update(all: await keeper.lockfile.providers.merging(parts) { $1 })
        try LockSnapshots(folder: folder).keep(await keeper.lockfile)
    }

    /// Lets the lock know in which version of a provider's words it is, once all of it was seen to be so in them.
    func rememberVersions() async throws {
        guard options.only == nil, target == nil else { return }
        let locked = await keeper.lockfile.providers
        for provider in providers {
            let version = type(of: provider.publisher).catalogVersion
            guard var part = locked[provider.name], part.version != version else { continue }
            part.version = version
            try await keeper.update(provider.name, part)
        }
    }
}

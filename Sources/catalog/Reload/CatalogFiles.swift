import TillCatalogFile
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that say what is sold: `products.yaml`, and beside it the lock file of the environment.
struct CatalogFiles: Sendable {
    let path: String
    let mode: Mode
    /// The overlays that apply besides the environment's own, in order.
    var overlays: [String] = []
    /// What ids that name a variable stand for.
    var variables: [String: String] = [:]
    /// The providers that keep a catalog, of those that can be sold through.
    var publishing: [any CatalogPublishing] = []
    /// The files that the last reading took besides these two, which are watched with them.
    private let included = IncludedFiles()

    init(path: String, mode: Mode, overlays: [String] = [], variables: [String: String] = [:]) {
        self.path = path
        self.mode = mode
        self.overlays = overlays
        self.variables = variables
    }

    /// A catalog that can be sold from, and what its author should know all the same.
    struct Reading: Sendable {
        let loaded: LoadedCatalog
        /// What the lock file remembers of each provider.
        fileprivate let locked: [ProviderName: LockedProvider]
        let warnings: [Diagnostic]
    }

    /// Why nothing can be sold from the files.
    struct Unusable: Error {
        let status: ExitStatus
        let reason: String
        let diagnostics: [Diagnostic]
    }

    private var lockPath: String { CatalogFiles.lockPath(beside: path, of: mode) }

    /// Where the lock file of an environment lies: in the catalog's folder.
    static func lockPath(beside path: String, of mode: Mode) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return (folder + ["products.\(mode.rawValue).lock"]).joined(separator: "/")
    }

    /// What each of the files is at this moment; nil for one that is not there.
    var identities: [FileIdentity?] { ([path, lockPath] + included.paths).map(FileIdentity.init) }

    /// Reads all of them.
    ///
    /// Without a lock file nothing was pushed to providers yet.
    func read(at now: Date) throws(Unusable) -> Reading {
        let reading = CatalogReader.read(
            contentsOf: path,
            ReadingOptions(mode: mode, overlays: overlays, variables: variables, requiresVariables: true))
        // Of a file with a mistake as well, since the mistake may be in one of them.
        included.paths = Array(reading.files.dropFirst())
        guard let catalog = reading.catalog else {
            throw Unusable(
                status: .invalid, reason: "\(path) is not valid.",
                diagnostics: reading.diagnostics)
        }
        let locked = try locked()
        return Reading(
            loaded: loaded(catalog, locked, at: now), locked: locked, warnings: reading.diagnostics)
    }

    /// What was read, held to the providers that can be sold through; they may be known only after it was read.
    func loaded(from reading: Reading) -> LoadedCatalog {
        loaded(reading.loaded.catalog, reading.locked, at: reading.loaded.loadedAt)
    }

    private func loaded(
        _ catalog: Catalog, _ locked: [ProviderName: LockedProvider], at now: Date
    ) -> LoadedCatalog {
        LoadedCatalog(
            catalog: catalog, remoteIDs: RemoteIDs(locked), refused: refused(catalog, locked), source: path,
            loadedAt: now)
    }

    /// The prices that a provider is not known to have as the catalog does.
    private func refused(
        _ catalog: Catalog, _ locked: [ProviderName: LockedProvider]
    ) -> [ProviderName: [String: SellingRefusal]] {
        // Neither coupons nor what points at the server is a price.
        let addresses = CatalogAddresses(publicURL: nil, midnight: { _ in nil })
        let accounts = Dictionary(catalog.contents.providers.map { ($0.name, $0.accounts[mode]) }) { first, _ in first }
        var refused: [ProviderName: [String: SellingRefusal]] = [:]
        for provider in publishing {
            let name = type(of: provider).name
            refused[name] = SellingGate.refusals(
                catalog.stages.flatMap { provider.objects(of: $0, addresses: addresses) }, locked: locked[name],
                mode: mode, account: accounts[name] ?? nil)
        }
        return refused
    }

    private func locked() throws(Unusable) -> [ProviderName: LockedProvider] {
        guard access(lockPath, F_OK) == 0 else { return [:] }
        let reading = Lockfile.read(contentsOf: lockPath)
        guard let lockfile = reading.lockfile else {
            throw Unusable(status: .invalid, reason: "\(lockPath) is not valid.", diagnostics: reading.diagnostics)
        }
        guard lockfile.environment == mode.rawValue else {
            throw Unusable(
                status: .environmentMismatch,
                reason: "\(lockPath) is the lock file of '\(lockfile.environment)', not of '\(mode)'.",
                diagnostics: reading.diagnostics)
        }
        return lockfile.providers
    }
}

import Logging
import TillModel
import TillProviders

/// Puts a catalog that was read again in the place of the one in use, or refuses it and goes on as before.
package struct CatalogExchange: Sendable {
    private let current: CurrentCatalog
    private let providers: ProviderRegistry
    private let tenant: String
    private let mode: Mode
    private let clock: any WallClock
    private let logger: Logger

    init(
        current: CurrentCatalog, providers: ProviderRegistry, tenant: String, mode: Mode, clock: any WallClock,
        logger: Logger
    ) {
        self.current = current
        self.providers = providers
        self.tenant = tenant
        self.mode = mode
        self.clock = clock
        self.logger = logger
    }

    /// Sells from another catalog: every request that comes after this one sees all of it.
    ///
    /// One that needs what only a start brings is refused.
    package func take(_ loaded: LoadedCatalog) {
        let before = current.loaded.catalog
        if let reason = needOfRestart(from: before, to: loaded.catalog) {
            return refuse(reason, diagnostics: [])
        }
        current.replace(with: loaded)
        let isSame = before.contentHash == loaded.catalog.contentHash
        logger.notice(
            isSame ? "Catalog read again; it says the same" : "Catalog replaced",
            metadata: [
                "file": "\(loaded.source)", "products": "\(loaded.catalog.products.count)",
                "hash": "\(loaded.catalog.contentHash)",
            ])
        tellRefused()
    }

    /// Says in the log which prices of the catalog in use are not sold although it has them, and what to do.
    ///
    /// A line for each, as far as a person would read them; one line where nothing is sold for one reason.
    package func tellRefused() {
        let loaded = current.loaded
        for (provider, refusals) in loaded.refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if let refusal = refusals.values.first(where: \.isOfProvider) {
                logger.warning(
                    "Nothing is sold through \(provider): \(refusal.words(at: provider, mode))",
                    metadata: ["provider": "\(provider)", "prices": "\(refusals.count)"])
                continue
            }
            // What is not for sale anyway needs no reason.
            let references = loaded.catalog.products.filter(\.isEnabled).flatMap { product in
                product.prices.filter { $0.unsoldReason == nil }.map(product.reference)
            }.filter { refusals[$0] != nil }
            for reference in references.prefix(Self.mostRefused) {
                guard let refusal = refusals[reference] else { continue }
                logger.warning(
                    "'\(reference)' is not sold through \(provider): \(refusal.words(at: provider, mode))",
                    metadata: ["provider": "\(provider)", "price": "\(reference)"])
            }
            if references.count > Self.mostRefused {
                logger.warning(
                    "\(references.count - Self.mostRefused) more prices are not sold through \(provider)",
                    metadata: ["provider": "\(provider)"])
            }
        }
    }

    /// How many prices are told of one by one.
    private static let mostRefused = 100

    /// Goes on selling from the catalog in use, and tells why.
    package func refuse(_ reason: String, diagnostics: [Diagnostic]) {
        current.keep(because: RefusedReload(at: clock.now(), reason: reason, diagnostics: diagnostics))
        logger.error(
            "Catalog not replaced; the one in use goes on selling",
            metadata: ["reason": "\(reason)", "hash": "\(current.loaded.catalog.contentHash)"])
        tell(diagnostics)
    }

    /// Says in the log what the author of the file should know, a line each.
    package func tell(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            let place = diagnostic.location
            var metadata: Logger.Metadata = ["code": "\(diagnostic.code)"]
            if let help = diagnostic.help { metadata["help"] = "\(help)" }
            logger.log(
                level: diagnostic.severity == .error ? .error : .warning,
                "\(place.file):\(place.line):\(place.column): \(diagnostic.message)", metadata: metadata)
        }
    }

    /// What a catalog needs that a running server does not have; nil when it can be sold from at once.
    private func needOfRestart(from before: Catalog, to after: Catalog) -> String? {
        guard after.defaultProvider == before.defaultProvider else {
            return "the file sells through \(after.defaultProvider) now, this server through "
                + "\(before.defaultProvider): set the provider's keys and restart the server"
        }
        let gained = after.providers.first { provider in
            let account = ProviderAccount(
                tenant: tenant, provider: provider, account: ProviderAccount.defaultName, mode: mode)
            // One that this version cannot use has no keys to set, and sells nothing.
            return provider == .stripe && !before.providers.contains(provider)
                && providers.provider(for: account) == nil
        }
        return gained.map {
            "the file has the provider \($0) now, which this server was not started with: set its keys and "
                + "restart the server"
        }
    }
}

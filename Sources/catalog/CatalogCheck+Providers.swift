import TillCatalogFile
import TillModel
import TillProviders

extension CatalogCheck {
    /// How many of them are told at most.
    private static let most = 200

    /// What an environment's providers must refuse of a catalog, by today's amounts: each a warning at its place.
    ///
    /// - `file`: Where it is told of what the file has no place for.
    static func refusals(
        of catalog: Catalog, _ mode: Mode, _ places: CatalogPlaces, file: String
    ) throws(CommandFailure) -> [Diagnostic] {
        let zone = catalog.contents.timeZone
        let sold = catalog.sold(on: try CatalogDay.day(of: Bootstrap.clock.now(), in: zone))
        let addresses = CatalogAddresses(publicURL: nil) { CatalogDay.beginning(of: $0, in: zone) }
        let beginning = SourceLocation(file: file, line: 1, column: 1)
        let warnings = catalog.contents.providers.filter { $0.modes.contains(mode) }.flatMap { provider in
            ProviderCatalogs.refusals(of: sold, at: provider.name, addresses: addresses).map { refusal in
                Diagnostic(
                    code: DiagnosticCode.providerCannotHave.rawValue, severity: .warning,
                    message: "\(provider.name) cannot have \(refusal.key): \(refusal.reason)",
                    help: "sell it through another provider with `provider:`, or in another form; nothing is synced "
                        + "until then",
                    location: places.location(of: refusal.key, at: provider.name) ?? beginning)
            }
        }.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
        guard warnings.count > most, let last = warnings.prefix(most).last else { return warnings }
        let rest = warnings.count - most
        return warnings.prefix(most) + [
            Diagnostic(
                code: DiagnosticCode.tooManyProblems.rawValue, severity: .warning,
                message: rest == 1 ? "1 more problem is not shown" : "\(rest) more problems are not shown",
                help: "mend the ones above, then check again", location: last.location)
        ]
    }
}

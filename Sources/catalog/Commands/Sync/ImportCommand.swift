import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// `catalog import`: objects that a provider has already, bound to keys of the file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bind what a provider sells already to products.yaml.",
        discussion: """
            An object is adopted only when it is active, is exactly what the file wants, belongs to nobody else, and \
            nothing else that is for sale stands for the key. Then it is marked as ours, read back, and written into \
            the lock file; nothing else of it is changed, except that a price of Stripe's gets our lookup key, which \
            is told before if it takes the place of another. What differs is shown, and nothing is written.

            EXAMPLES
              catalog import --discover stripe --env test    what there is; only reads
              catalog import stripe:prod_123 --as pro --env test
              catalog import stripe:price_123 --as pro/monthly --env live --yes
              catalog import --retired stripe:price_1 --as pro/monthly --env test
              catalog import --file map.csv --env test

            A file has the heading provider,id,key and a line for each object, in any order. Every line is checked as \
            if it stood alone, a price's product may be another line, and nothing is written unless all of them pass.

            In live nothing is written without --yes.

            Exit status: 0 done, 3 it is not what the file wants, 4 a key, mode or account does not fit, 5 some lines \
            of a file were done, 6 it is bound otherwise or a confirmation is missing, 7 the provider failed, 8 a sync \
            is running or the object was changed meanwhile.
            """)

    @Argument(help: ArgumentHelp("The provider and its id, as stripe:price_123.", valueName: "object"))
    var object: String?

    @Option(name: .customLong("as"), help: "The key it gets: pro, or pro/monthly.")
    var key: String?

    @Option(help: "An archived object, as stripe:price_1, that stood for the key once.")
    var retired: String?

    @Option(help: "List what this provider has and nobody knows, with proposed keys.")
    var discover: String?

    @Option(help: "Bind what this file lists, with the heading provider,id,key: all of it or nothing.")
    var file: String?

    @OptionGroup var place: EnvironmentOptions

    @Flag(help: "Only the lock learns it; nothing is written on the object.")
    var noTag = false

    @Flag(help: "Only check; what would be done is printed. In live this is so without --yes.")
    var dryRun = false

    @Flag(help: "Do not ask. For live it needs --env live beside it.")
    var yes = false

    @Flag(help: "Print the result as JSON (TILL_OUTPUT=json).")
    var json = false

    func validate() throws {
        guard [object, retired, discover, file].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("give one object as stripe:price_123, or --retired, --discover or --file.")
        }
        let isOne = discover == nil && file == nil
        guard isOne == (key != nil) else {
            throw ValidationError(
                isOne ? "say which key it gets: --as pro/monthly." : "--discover and --file take no --as.")
        }
        guard !dryRun || !yes else { throw ValidationError("--dry-run writes nothing, so --yes has no meaning.") }
        if let text = object ?? retired, Self.parts(of: text) == nil {
            throw ValidationError("'\(text)' is no provider and id; write it as stripe:price_123.")
        }
    }

    private static func parts(of text: String) -> (provider: String, id: String)? {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    func run() async throws {
        let meant = (object ?? retired).flatMap(Self.parts)
        var options = try SyncOptions.parse([])
        (options.place, options.json) = (place, json)
        let map = try file.map(ImportFileRun.map)
        options.providers =
            map.map { Set($0.lines.map(\.provider.rawValue)).sorted() }
            ?? [meant?.provider ?? discover ?? ""]
        try options.validate()
        if let map, let file { return try await perform(map, of: file, options) }
        try await SyncSession.open(options) { session in
            guard let provider = session.providers.first else {
                throw CommandFailure(.usage, "\(session.catalogPath) sells through no such provider.")
            }
            do {
                try await perform(session, provider, meant?.id ?? "")
            } catch let error as ProviderError {
                throw CommandFailure(.providerFailure, "\(provider.name) failed: \(error.debugDescription)")
            }
        }
    }

    private func perform(_ map: ImportMap, of file: String, _ options: SyncOptions) async throws {
        try await SyncSession.open(options) { session in
            do {
                try await ImportFileRun(
                    session: session, path: file, map: map, tags: !noTag,
                    isDryRun: dryRun || (session.mode == .live && !yes), isConfirmed: yes, namesMode: place.env != nil
                ).perform()
            } catch let error as ProviderError {
                throw CommandFailure(.providerFailure, error.debugDescription)
            }
        }
    }

    private func perform(_ session: SyncSession, _ provider: SyncSession.Provider, _ id: String) async throws {
        let isDryRun = dryRun || (session.mode == .live && !yes)
        guard let key else { return try await discover(session, provider) }
        guard retired == nil else {
            if !isDryRun, session.mode == .live {
                try Confirmation.ask(mode: .live, isGiven: yes, namesMode: place.env != nil)
            }
            return try await RetiredImportRun(
                session: session, provider: provider, id: id, name: key, isDryRun: isDryRun
            ).perform()
        }
        try await ImportRun(
            session: session, provider: provider, id: id, name: key, tags: !noTag, isDryRun: isDryRun,
            isConfirmed: yes, namesMode: place.env != nil
        ).perform()
    }

    private func discover(_ session: SyncSession, _ provider: SyncSession.Provider) async throws {
        _ = try await session.checkAccounts()
        let locked = await session.keeper.lockfile.providers[provider.name]
        let proposals = ImportProposals(
            owner: session.owner, desired: Array(session.objects(at: provider, of: session.catalog).values),
            observed: try await ProviderSurvey.objects(provider.caller, applied: locked?.objects ?? [:]),
            manifest: provider.publisher.manifest,
            locked: locked ?? LockedProvider(mode: session.mode, version: ""))
        let view = DiscoveryView(proposals: proposals, session: session, provider: provider)
        try SyncReport.tell(
            "import", status: .success, options: session.options, fields: view.fields, text: view.text,
            markdown: view.text)
    }
}

import AsyncHTTPClient
import Logging
import TillCatalogFile
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The three sides of an environment, ready to be compared: the file, the lock, and every provider that has a key.
struct SyncSession: Sendable {
    /// One provider, and how it is called.
    struct Provider: Sendable {
        let publisher: any CatalogPublishing
        let caller: ProviderCaller
        let governor: RateGovernor
        let count: CallCount

        var name: ProviderName { type(of: publisher).name }
    }

    /// What was found out about one provider.
    enum Finding: Sendable {
        case plan(ProviderPlan)
        /// It could not be read; the sentence says why.
        case unreadable(ProviderName, String)
    }

    let mode: Mode
    let catalog: Catalog
    let catalogPath: String
    /// How the file was read.
    let reading: ReadingOptions
    /// The day whose amounts are meant.
    let day: CalendarDate
    /// Where the file says what.
    let places: CatalogPlaces
    let keeper: LockKeeper
    let folder: SyncFolder
    let providers: [Provider]
    let options: SyncOptions
    let interruption: Interruption
    let addresses: CatalogAddresses
    /// What we call ourselves in the markers.
    let owner: String
    /// The kinds that the file has a section for: nothing else is archived when it left the file.
    let managed: Set<CatalogObjectKey.Kind>
    /// A lock that is gone back to, in place of the file; nil for the file.
    var target: Lockfile?

    static let time: SyncTime = {
        let start = ContinuousClock.now
        return SyncTime(
            date: { Bootstrap.clock.now() }, elapsed: { ContinuousClock.now - start },
            sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0...1) })
    }()

    /// Reads the file and the lock, and lends what speaks to the providers.
    ///
    /// - `rate`: Writes a second at most; nil for what each provider surely takes.
    /// - `day`: The day whose amounts are meant; nil for today, where the catalog's days begin.
    /// - `forgets`: Whether the lock is made anew, so that what it says does not count and may even be unreadable.
    static func open<Value>(
        _ options: SyncOptions, rate: Double? = nil, at day: CalendarDate? = nil, forgets: Bool = false,
        _ body: (SyncSession) async throws -> Value
    ) async throws -> Value {
        let given = try await options.place.read()
        let (settings, mode, path) = (given.settings, given.mode, given.catalog)
        try LiveGuard.checkAddresses(settings, mode: mode)
        let lockPath = CatalogFiles.lockPath(beside: path, of: mode)
        let keeper = try LockKeeper(path: lockPath, environment: mode.rawValue, forgets: forgets)
        let readingOptions = ReadingOptions(
            mode: mode, overlays: settings.list("TILL_OVERLAYS"), variables: try EnvironmentVariables.read(),
            requiresVariables: true, synced: await keeper.lockfile.remoteIDs, findsPlaces: true)
        let reading = CatalogReader.read(contentsOf: path, readingOptions)
        Output.diagnostics(reading.diagnostics)
        guard let written = reading.catalog else { throw CommandFailure(.invalid, "\(path) is not valid.") }
        let zone = written.contents.timeZone
        let day = try day ?? CatalogDay.day(of: Bootstrap.clock.now(), in: zone)
        let catalog = written.sold(on: day)
        var logger = try Bootstrap.logger(settings)
        // What is tried again is told by the progress.
        logger.logLevel = max(logger.logLevel, .error)
        let publicURL = settings.isGiven("TILL_PUBLIC_URL") ? try settings.publicURL(mode: mode, port: 0) : nil
        return try await CatalogProviders.withHTTPClient { client in
            let interruption = Interruption()
            let publishers = try CatalogProviders.make(
                settings, catalog: catalog, mode: mode, only: options.providers, client: client, logger: logger)
            let providers = publishers.map { publisher in
                let count = CallCount()
                let governor = RateGovernor(
                    most: rate ?? publisher.manifest.writesPerSecond, time: time.heeding(interruption))
                return Provider(
                    publisher: publisher,
                    caller: ProviderCaller(
                        publisher: publisher, governor: governor, count: count, interruption: interruption,
                        time: time),
                    governor: governor, count: count)
            }
            return try await body(
                SyncSession(
                    mode: mode, catalog: catalog, catalogPath: path, reading: readingOptions, day: day,
                    places: reading.places,
                    keeper: keeper, folder: given.folder, providers: providers,
                    options: options, interruption: interruption,
                    addresses: CatalogAddresses(publicURL: publicURL) { CatalogDay.beginning(of: $0, in: zone) },
                    owner: catalog.contents.owner,
                    managed: .managed(
                        sections: reading.sections, hasServer: publicURL?.hasPrefix("https://") == true),
                    target: nil))
        }
    }

    // MARK: - Planning

    /// Asks each provider whose the key is, before anything else is asked.
    ///
    /// - Throws: A failure with status 4 when it is another account's.
    func checkAccounts() async throws -> [ProviderName: String] {
        let locked = await keeper.lockfile.providers
        return try await withThrowingTaskGroup(of: (ProviderName, String?).self) { group in
            for provider in providers {
                group.addTask {
                    do {
                        return (provider.name, try await ProviderSurvey.account(provider.caller))
                    } catch let error as ProviderError where error.code == .unauthorized {
                        throw CommandFailure(
                            .environmentMismatch, "\(provider.name) does not take the key: \(error.debugDescription)")
                    }
                }
            }
            var accounts: [ProviderName: String] = [:]
            while let result = await group.nextResult() {
                let name: ProviderName
                let account: String?
                do {
                    (name, account) = try result.get()
                } catch let error as ProviderError {
                    // What cannot be reached is told with its plan.
                    guard !error.isRetryable else { continue }
                    throw error
                }
                do throws(WrongAccount) {
                    try AccountCheck.check(
                        name, actual: account,
                        declared: catalog.contents.providers.first { $0.name == name }?.accounts[mode],
                        locked: locked[name]?.account)
                } catch {
                    throw CommandFailure(.environmentMismatch, error.description + ".")
                }
                if let part = locked[name], part.mode != mode {
                    throw CommandFailure(
                        .environmentMismatch,
                        "\(keeper.path) says that \(name) is in mode \(part.mode), but this is \(mode).")
                }
                accounts[name] = account
            }
            return accounts
        }
    }

    /// What a provider should have: what the file says, or what it had when the lock was so that is gone back to.
    func desired(_ provider: Provider) -> [CatalogObject] {
        guard let target else { return provider.publisher.objects(of: catalog, addresses: addresses) }
        return (target.providers[provider.name]?.objects ?? [:]).map { key, object in
            CatalogObject(
                key, fields: object.fields, dependsOn: object.fields.values.flatMap(\.references), terms: object.terms)
        }.sorted { $0.key < $1.key }
    }

    /// What each price comes to at each provider; nil where there is only one to look at.
    var parity: ParityMatrix? {
        providers.count > 1 ? ParityMatrix(providers.map { ($0.name, desired($0)) }) : nil
    }

    /// What would be done, provider by provider, all of them read at once.
    func plan() async throws -> [Finding] {
        let accounts = try await checkAccounts()
        let locked = await keeper.lockfile.providers
        let wanted = Dictionary(uniqueKeysWithValues: providers.map { ($0.name, desired($0)) })
        let keys = Set(wanted.values.joined().map(\.key)).union(locked.values.flatMap(\.objects.keys))
        let choices = try options.choices(among: keys, managed: managed, reuses: target != nil)
        return try await withThrowingTaskGroup(of: (Int, Finding).self) { group in
            for (place, provider) in providers.enumerated() {
                group.addTask {
                    do {
                        let observed = try await ProviderSurvey.objects(
                            provider.caller, applied: locked[provider.name]?.objects ?? [:])
                        try refuseStranger(provider.name, accounts, observed, locked)
                        let whole = Planner.plan(
                            owner: owner, desired: wanted[provider.name] ?? [],
                            applied: locked[provider.name]?.objects ?? [:], observed: observed,
                            manifest: provider.publisher.manifest, choices: choices)
                        let plan = whole.limited { SyncOptions.isMeant($0.name, by: options.only) }
                        return (
                            place,
                            .plan(
                                ProviderPlan(
                                    provider: provider.name, account: accounts[provider.name], plan: plan,
                                    reads: provider.count.reads))
                        )
                    } catch let error as ProviderError {
                        return (place, .unreadable(provider.name, error.debugDescription))
                    }
                }
            }
            var findings: [(Int, Finding)] = []
            for try await finding in group { findings.append(finding) }
            return findings.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Refuses another account's key where the provider cannot be asked whose it is.
    func refuseStranger(
        _ provider: ProviderName, _ accounts: [ProviderName: String], _ observed: [RemoteCatalogObject],
        _ locked: [ProviderName: LockedProvider]
    ) throws(CommandFailure) {
        guard accounts[provider] == nil else { return }
        do throws(WrongAccount) {
            try AccountCheck.check(provider, observed: observed, locked: locked[provider]?.objects ?? [:])
        } catch {
            throw CommandFailure(.environmentMismatch, error.description + ".")
        }
    }
}

import AsyncHTTPClient
import Logging
import NIOCore
import ServiceLifecycle
import TillCatalogFile
import TillEngine
import TillModel
import TillSync

/// Looks at the providers every so often, beside the server, for what somebody changed there since the last sync.
///
/// What is found is recorded once and told to hooks. Nothing that goes wrong here ends the server: it is told, and the
/// next look may be luckier.
struct DriftWatch: Service {
    let settings: Settings
    let mode: Mode
    /// The catalog's path; the lock lies beside it.
    let path: String
    let catalog: CurrentCatalog
    let log: DriftLog
    /// How far looks are apart.
    let interval: Duration
    let client: HTTPClient
    let logger: Logger

    /// How often it is asked whether it is time, since another server may have looked, or ended before it could.
    private static let pause = Duration.seconds(60)

    func run() async {
        await cancelWhenGracefulShutdown {
            do {
                while true {
                    await lookIfDue()
                    try await Task.sleep(for: min(interval, Self.pause))
                }
            } catch {
                // Cancelled: the server ends.
                return
            }
        }
    }

    private func lookIfDue() async {
        do {
            guard try await log.takeTurn(every: interval) else { return }
            try await look()
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("Drift could not be looked for; it is tried again later", metadata: ["error": "\(error)"])
        }
    }

    private func look() async throws {
        let lockPath = CatalogFiles.lockPath(beside: path, of: mode)
        guard let before = FileIdentity(of: lockPath) else { return }
        guard let lock = Lockfile.read(contentsOf: lockPath).lockfile, lock.environment == mode.rawValue else {
            logger.warning("Drift is not looked for: the lock file cannot be used", metadata: ["lock": "\(lockPath)"])
            return
        }
        let survey = await survey(lock)
        guard !Task.isCancelled else { return }
        let run = try SyncFolder(beside: path, environment: mode.rawValue).unfinished()
        guard run == nil, FileIdentity(of: lockPath) == before else {
            logger.notice(
                "Drift is not told: a sync is under way, or was cut off; it is looked for again later",
                metadata: ["run": "\(run?.run ?? "just ended")"])
            return
        }
        let new = try await log.record(survey.found, unread: survey.unread)
        for drift in new {
            logger.warning(
                "Somebody changed the catalog at a provider",
                metadata: [
                    "provider": "\(drift.provider?.rawValue ?? "all")", "key": "\(drift.key)",
                    "class": "\(drift.kind.rawValue)", "found": "\(drift.message)", "next": "\(drift.suggestion)",
                ])
        }
        logger.info(
            "Drift looked for", metadata: ["findings": "\(survey.found.count)", "new": "\(new.count)"])
    }

    // MARK: - Reading

    /// What a look found, and where it found nothing out.
    private struct Survey {
        var found: [CatalogDriftEvent] = []
        var unread: Set<ProviderName> = []
    }

    /// Reads each provider that has a key and was pushed to, one after another, so that selling has the way first.
    private func survey(_ lock: Lockfile) async -> Survey {
        let catalog = catalog.loaded.catalog
        var survey = Survey()
        var observed: [ProviderName: [RemoteCatalogObject]] = [:]
        for provider in catalog.contents.providers where provider.modes.contains(mode) {
            guard let part = lock.providers[provider.name], CatalogProviders.hasKey(provider.name, settings) else {
                continue
            }
            do {
                let (objects, findings) = try await read(provider, part, of: catalog)
                observed[provider.name] = objects
                survey.found += findings.map { event($0, provider.name) }
            } catch {
                survey.unread.insert(provider.name)
                guard !Task.isCancelled else { return survey }
                logger.warning(
                    "A provider's catalog cannot be read; it is looked at again later",
                    metadata: ["provider": "\(provider.name)", "error": "\(words(error))"])
            }
        }
        let disagreements = Drift.disagreements(observed, applied: lock.providers.mapValues(\.objects))
        survey.found += disagreements.map { event($0, nil) }
        survey.found.removeAll { !DriftClass.serious.contains($0.kind) }
        hideKnown(&survey, catalog)
        return survey
    }

    /// Leaves out what somebody knows of, as `catalog drift` does.
    private func hideKnown(_ survey: inout Survey, _ catalog: Catalog) {
        do {
            let known = try KnownDriftFile(beside: path, of: mode)
            guard !known.list.entries.isEmpty else { return }
            let today = try CatalogDay.day(of: Bootstrap.clock.now(), in: catalog.contents.timeZone)
            survey.found.removeAll { event in
                CatalogObjectKey(event.key).flatMap { known.list.hiding($0, event.kind, on: today) } != nil
            }
        } catch {
            logger.warning("What is known of drift cannot be read, and hides nothing", metadata: ["error": "\(error)"])
        }
    }

    private func read(
        _ provider: ProviderSettings, _ part: LockedProvider, of catalog: Catalog
    ) async throws -> ([RemoteCatalogObject], [DriftFinding]) {
        let zone = catalog.contents.timeZone
        let catalog = catalog.sold(on: try CatalogDay.day(of: Bootstrap.clock.now(), in: zone))
        let publishers = try CatalogProviders.make(
            settings, catalog: catalog, mode: mode, only: [provider.name.rawValue], client: client, logger: logger)
        var seen: [RemoteCatalogObject] = []
        var findings: [DriftFinding] = []
        for publisher in publishers {
            let time = SyncSession.time
            let caller = ProviderCaller(
                publisher: publisher, governor: RateGovernor(most: publisher.manifest.writesPerSecond, time: time),
                count: CallCount(), interruption: Interruption(), time: time)
            let account = try await ProviderSurvey.account(caller)
            try AccountCheck.check(
                provider.name, actual: account, declared: provider.accounts[mode], locked: part.account)
            seen = try await ProviderSurvey.objects(caller, applied: part.objects)
            if account == nil { try AccountCheck.check(provider.name, observed: seen, locked: part.objects) }
            let addresses = CatalogAddresses(publicURL: settings.value("TILL_PUBLIC_URL")) {
                CatalogDay.beginning(of: $0, in: zone)
            }
            findings = Drift.findings(
                owner: catalog.contents.owner,
                desired: Set(publisher.objects(of: catalog, addresses: addresses).map(\.key)), applied: part.objects,
                retired: part.retired, observed: seen, manifest: publisher.manifest)
        }
        return (seen, findings)
    }

    private func words(_ error: any Error) -> String {
        (error as? ProviderError)?.debugDescription ?? "\(error)"
    }

    private func event(_ finding: DriftFinding, _ provider: ProviderName?) -> CatalogDriftEvent {
        CatalogDriftEvent(
            provider: provider, key: finding.key.description, kind: finding.kind,
            ids: finding.id.map { [$0] } ?? [], fields: finding.fields, message: finding.message,
            suggestion: finding.suggestion(in: mode))
    }
}
